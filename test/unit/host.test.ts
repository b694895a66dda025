import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortcutOf } from '../host/api/accelerator.ts';
import { SingleInstance } from '../host/api/single-instance.ts';
import { headerToApp, headerToChromium, mapScheme, originOf, toApp, toChromium } from '../host/chromium/url-mapping.ts';
import { createCodec } from '../host/page/codec.ts';

mapScheme('app');

describe('the mapping of URLs', () => {
  test('leads there and back', () => {
    for (const url of ['app://assay/', 'app://assay/index.html', 'app://assay/a/b.js?x=1#y']) {
      expect(toChromium(url)).toMatch(/^https:\/\/assay\.app\.localhost\//);
      expect(toApp(toChromium(url))).toBe(url);
    }
    expect(toChromium('app://assay')).toBe('https://assay.app.localhost/');
  });

  test('leaves every other URL alone', () => {
    for (const url of ['https://elsewhere.example/', 'file:///a', 'https://app.localhost.evil.example/', 'data:,x'])
      expect([toChromium(url), toApp(url)]).toEqual([url, url]);
    expect(toApp('https://evil.example/#https://assay.app.localhost/')).toBe(
      'https://evil.example/#https://assay.app.localhost/',
    );
  });

  test('knows origins', () => {
    expect(originOf('app://assay/index.html?x')).toBe('app://assay');
    expect(originOf('data:text/html,x')).toBe('null');
    expect(headerToApp('Origin', 'https://assay.app.localhost')).toBe('app://assay');
    expect(headerToApp('Origin', 'null')).toBe('null');
  });

  test('reaches the sources of a policy, and only those of the app', () => {
    const policy = "default-src 'none'; connect-src 'self' app: app://assay https: data:; script-src app://assay/x.js";
    expect(headerToChromium('Content-Security-Policy', policy)).toBe(
      "default-src 'none'; connect-src 'self' https://*.app.localhost https://assay.app.localhost https: data:; " +
        'script-src https://assay.app.localhost/x.js',
    );
  });
});

describe('the codec', () => {
  const { encode, decode } = createCodec();

  test('gives back what structured clone would', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.date(),
      fc.uint8Array(),
      fc.float64Array(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object'), tie('map'), tie('set')),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      object: fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
      map: fc.array(fc.tuple(tie('tree'), tie('tree')), { maxLength: 3 }).map((entries) => new Map(entries)),
      set: fc.array(tie('tree'), { maxLength: 3 }).map((items) => new Set(items)),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(decode(encode(value))).toStrictEqual(structuredClone(value));
      }),
    );
  });

  test('refuses what structured clone refuses', () => {
    for (const value of [() => {}, Symbol('x'), new WeakMap(), Promise.resolve(), { deep: [() => {}] }])
      expect(() => encode(value)).toThrow('An object could not be cloned.');
  });
});

test('accelerators become keys', () => {
  const keys = (accelerator: string, isMac: boolean) => {
    const { key, ctrl, alt, shift, meta } = shortcutOf(accelerator, 0, isMac);
    return [ctrl && 'ctrl', alt && 'alt', shift && 'shift', meta && 'meta', key].filter(Boolean).join(' ');
  };
  expect(keys('CmdOrCtrl+Shift+Z', false)).toBe('ctrl shift z');
  expect(keys('CmdOrCtrl+Shift+Z', true)).toBe('shift meta z');
  expect(keys('Alt+Left', false)).toBe('alt arrowleft');
  expect(keys('CommandOrControl+Plus', false)).toBe('ctrl +');
  expect(keys('Ctrl++', false)).toBe('ctrl +');
  expect(keys('F1', true)).toBe('f1');
});

describe('the instance lock', () => {
  const second = { argv: ['app', '--word'], cwd: '/', data: null };

  test('is held by one, and taken from the dead', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-lock-'));
    const first = new SingleInstance(() => {});
    // Left by a process that was killed: no process has this id, or another one that started at another time.
    for (const left of ['4194305 1', `${process.ppid} 1`, '']) {
      writeFileSync(join(folder, 'instance.lock'), left);
      expect(first.request(folder, second)).toBe(true);
      first.release();
    }
  });

  test('hands the second start to the first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-lock-'));
    const told = Promise.withResolvers<unknown>();
    const first = new SingleInstance(told.resolve);
    expect(first.request(folder, second)).toBe(true);
    const other = new SingleInstance(() => {});
    expect(other.request(folder, second)).toBe(false);
    expect(await told.promise).toEqual(second);
    first.release();
    expect(other.request(folder, second)).toBe(true);
    other.release();
  });
});
