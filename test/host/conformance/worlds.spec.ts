import { expect, test } from './host.ts';

test('the bridge is there before the first script of the page', async ({ page }) => {
  expect(await page.evaluate(() => window.bridgeAtStart)).toBe('object');
});

test('the worlds share the document and no objects', async ({ page }) => {
  const found = await page.evaluate(() => [
    Reflect.get(window, 'secretOfTheIsolatedWorld'),
    Reflect.get(window, 'require'),
    Reflect.get(window, 'process'),
    Reflect.get(window, 'module'),
    window.bridge.isolatedPage(),
  ]);
  expect(found).toEqual([undefined, undefined, undefined, undefined, 'undefined']);
});

test('the page finds nothing of the host', async ({ page }) => {
  const names = await page.evaluate(() =>
    Object.getOwnPropertyNames(globalThis).filter((name) => /electron|host(Binding|Deliver)/i.test(name)),
  );
  expect(names).toEqual([]);
});

test('a page that replaces builtins does not reach the isolated world', async ({ page }) => {
  const sum = await page.evaluate(() => {
    const stolen: unknown[] = [];
    Array.prototype.push = function steal(...items: unknown[]) {
      stolen.push = () => 0;
      return items.length;
    };
    JSON.stringify = () => 'forged';
    return window.bridge.add(1, 2);
  });
  expect(sum).toBe(3);
  expect(await page.evaluate(() => window.bridge.invoke('echo', 'plain'))).toBe('plain');
});

test('functions, promises and callbacks cross', async ({ page }) => {
  const got = await page.evaluate(async () => [
    window.bridge.add(1, 2),
    await window.bridge.twiceLater(Promise.resolve(4), (value) => value + 1),
    window.bridge.nested.list[1].call(),
    window.bridge.nested.date.getTime(),
    window.bridge.nested.map.get('a'),
  ]);
  expect(got).toEqual([3, 9, 'deep', 9, 1]);
});

test('what is exposed is frozen, what a call returns is not', async ({ page }) => {
  const got = await page.evaluate(() => {
    const { bridge } = window;
    const fresh = bridge.giveFresh();
    fresh.list.push(3);
    const assign = () => {
      Object.assign(bridge.nested.list, ['changed']);
    };
    let refused = false;
    try {
      assign();
    } catch {
      refused = true; // That is what is asked.
    }
    return [
      Object.isFrozen(bridge),
      Object.isFrozen(bridge.nested.list),
      refused,
      fresh.list.length,
      Object.getOwnPropertyDescriptor(window, 'bridge')?.writable,
    ];
  });
  expect(got).toEqual([true, true, true, 3, false]);
});

test('a cycle in what is exposed stays one', async ({ page }) => {
  expect(await page.evaluate(() => window.bridge.loop.self === window.bridge.loop)).toBe(true);
});

test('errors arrive as errors of the page', async ({ page }) => {
  const got = await page.evaluate(async () => {
    const caught: [boolean, string][] = [];
    const keep = (error: unknown) => caught.push([error instanceof Error, String(error)]);
    try {
      window.bridge.fail();
    } catch (error) {
      keep(error);
    }
    await window.bridge.failLater().catch(keep);
    return caught;
  });
  expect(got.map(([isError]) => isError)).toEqual([true, true]);
  expect(got[0]?.[1]).toContain('thrown here');
  expect(got[1]?.[1]).toContain('rejected here');
});

test('a name can be exposed once', async ({ page }) => {
  expect(await page.evaluate(() => window.bridge.rebind())).toContain(
    'Cannot bind an API on top of an existing property',
  );
});

test('a sandboxed preload knows its process', async ({ page }) => {
  const process = await page.evaluate(() => window.bridge.process);
  expect(process.sandboxed).toBe(true);
  expect(process.argv).toContain('--told-by-main');
});

test('a reload makes both worlds anew', async ({ page }) => {
  for (let round = 0; round < 5; round++) {
    await page.evaluate(() => Object.assign(window, { left: true }));
    await page.reload();
    expect(await page.evaluate(() => Reflect.get(window, 'left'))).toBeUndefined();
    expect(await page.evaluate(() => window.bridge.invoke('echo', 'again'))).toBe('again');
  }
});
