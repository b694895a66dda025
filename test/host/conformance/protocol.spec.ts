import { expect, test } from './host.ts';

test('the page has an origin of its own and a secure context', async ({ page, appUrl }) => {
  expect(appUrl()).toBe('app://conformance/index.html');
  expect(await page.evaluate(() => [isSecureContext, crypto.subtle !== undefined, origin !== 'null'])).toEqual([
    true,
    true,
    true,
  ]);
});

test('a policy in the header is kept, and its own files pass it', async ({ page }) => {
  expect(await page.evaluate(() => Reflect.get(window, 'inlineRan'))).toBeUndefined();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(244, 241, 234)');
  const outcome = await page.evaluate(() => fetch('https://elsewhere.example/').then(String, () => 'refused'));
  expect(outcome).toBe('refused');
  await expect.poll(() => page.evaluate(() => window.violations)).toContain('connect-src');
});

test('a request reaches the handler with method, body, origin and initiator', async ({ page, seen }) => {
  const answer = await page.evaluate(async () => {
    const response = await fetch('/echo', { method: 'POST', body: 'täxt' });
    return [await response.text(), response.headers.get('x-method'), response.status];
  });
  expect(answer).toEqual(['täxt', 'POST', 200]);
  const request = (await seen()).requests.findLast(({ url }) => url.endsWith('/echo'));
  expect(request).toEqual({
    url: 'app://conformance/echo',
    method: 'POST',
    origin: 'app://conformance',
    initiator: 'app://conformance',
  });
});

test('the status of a refusal is the page’s to read', async ({ page }) => {
  const status = (path: string) => page.evaluate((at) => fetch(at).then((response) => response.status), path);
  expect(await status('/nothing.txt')).toBe(404);
  expect(await status('/%2e%2e%2f%2e%2e%2fpackage.json')).toBe(404);
});

test('a response of 5 MB arrives whole', async ({ page }) => {
  const length = await page.evaluate(async () => (await (await fetch('/big')).arrayBuffer()).byteLength);
  expect(length).toBe(5 << 20);
});

test('a redirect inside the app is followed', async ({ page, appUrl }) => {
  await page.evaluate(() => {
    location.href = '/moved';
  });
  await expect.poll(() => appUrl()).toBe('app://conformance/index.html?moved');
});

test('what the page stores is there after a restart', async ({ page, relaunch }) => {
  await page.evaluate(() => localStorage.setItem('kept', 'yes'));
  const again = await relaunch();
  expect(await again.page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});
