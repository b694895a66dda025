import { expect, test } from './host.ts';

test('an invoke carries every structured type both ways', async ({ page }) => {
  const { sent, there, back, exact } = await page.evaluate(() => window.bridge.typesRoundTrip());
  expect(there).toEqual(sent);
  expect(back).toEqual(sent);
  expect(Object.entries(exact).filter(([, held]) => !held)).toEqual([]);
  expect(Object.keys(exact)).toHaveLength(15);
});

test('a handler that throws rejects with its message and nothing more', async ({ page }) => {
  const error = await page.evaluate(() =>
    window.bridge.invoke('fail').catch((reason: Error) => ({ message: reason.message, stack: String(reason.stack) })),
  );
  expect(error).toMatchObject({ message: "Error invoking remote method 'fail': TypeError: bad thing" });
  expect((error as { stack: string }).stack).not.toContain('main.mjs');
});

test('a missing handler and an uncloneable answer reject', async ({ page }) => {
  const messages = await page.evaluate(() =>
    Promise.all(
      ['nobody', 'uncloneable'].map((channel) =>
        window.bridge.invoke(channel).then(String, (error: Error) => error.message),
      ),
    ),
  );
  expect(messages[0]).toContain("No handler registered for 'nobody'");
  expect(messages[1]).toContain('An object could not be cloned');
});

test('what cannot be cloned throws at the call', async ({ page }) => {
  const outcomes = await page.evaluate(() =>
    Promise.all(
      // Both cross the bridge, as a stand-in and as an element, and stop at the way to the main process.
      [() => {}, document.body].map((value) =>
        (async () => window.bridge.invoke('echo', { value }))().then(
          () => 'sent',
          () => 'refused',
        ),
      ),
    ),
  );
  expect(outcomes).toEqual(['refused', 'refused']);
});

test('the sender is known by origin, url and contents', async ({ page }) => {
  expect(await page.evaluate(() => window.bridge.invoke('who'))).toEqual({
    origin: 'app://conformance',
    url: 'app://conformance/index.html',
    isMain: true,
    sameContents: true,
  });
  await page.evaluate(() => history.pushState(null, '', '?page=2'));
  expect(await page.evaluate(() => window.bridge.invoke('who'))).toMatchObject({
    url: 'app://conformance/index.html?page=2',
  });
});

test('a sender whose document has gone is null', async ({ app, page }) => {
  await page.evaluate(() => void window.bridge.invoke('sender-after-reload'));
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'senderAfterReload')))
    .toEqual({
      before: true,
      after: null,
    });
});

test('send is answered on a channel, with structured types', async ({ page }) => {
  const got = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.bridge.on('pong', (value, date, map) =>
          resolve([value, (date as Date).getTime(), String((map as Map<number, bigint>).get(1))]),
        );
        window.bridge.send('ping', 'x');
      }),
  );
  expect(got).toEqual(['x', 5, '2']);
});

test('a listener that was removed hears nothing', async ({ app, page }) => {
  const heard = await page.evaluate(() => {
    const list: unknown[] = [];
    const off = window.bridge.on('news', (value) => list.push(value));
    Object.assign(window, { list, off });
    return list.length;
  });
  expect(heard).toBe(0);
  const tell = (value: number) =>
    app.evaluate(({ BrowserWindow }, news) => BrowserWindow.getAllWindows()[0]?.webContents.send('news', news), value);
  await tell(1);
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'list'))).toEqual([1]);
  await page.evaluate(() => Reflect.get(window, 'off')());
  await tell(2);
  await page.evaluate(() => window.bridge.invoke('echo', 0));
  expect(await page.evaluate(() => Reflect.get(window, 'list'))).toEqual([1]);
});

test('calls keep their order and find their own answers', async ({ page }) => {
  const answers = await page.evaluate(() =>
    Promise.all(Array.from({ length: 200 }, (_, index) => window.bridge.invoke('echo', index))),
  );
  expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test('5 MB travel either way', async ({ page }) => {
  const lengths = await page.evaluate(async () => {
    const there = await window.bridge.invoke('length-of', new Uint8Array(5 << 20));
    const back = (await window.bridge.invoke('bytes', 5 << 20)) as Uint8Array;
    return [there, back.byteLength, back[1000]];
  });
  expect(lengths).toEqual([5 << 20, 5 << 20, 7]);
});
