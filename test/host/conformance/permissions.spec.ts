import { expect, test } from './host.ts';

test('a request is the app’s to refuse', async ({ page, seen }) => {
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  expect((await seen()).asked).toContain('notifications');
});

test('a refused device is refused by the engine', async ({ page, seen }) => {
  const outcome = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    ),
  );
  expect(outcome).toBe('NotAllowedError');
  expect((await seen()).asked).toContain('media');
});

test('a request that the app grants is granted', async ({ page, seen }) => {
  const code = await page.evaluate(
    () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('position'),
          (error) => resolve(error.code),
          { timeout: 500 },
        ),
      ),
  );
  // 1 is "denied"; a machine without a position answers 2 or 3.
  expect(code).not.toBe(1);
  expect((await seen()).asked).toContain('geolocation');
});

test('a check is answered by the check handler, with the origin', async ({ page, seen }) => {
  const states = await page.evaluate(async () =>
    Promise.all(
      (['notifications', 'geolocation'] as const).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    ),
  );
  expect(states).toEqual(['denied', 'granted']);
  const origins = (await seen()).checked.filter(({ permission }) => permission === 'geolocation');
  expect(origins[0]?.origin.replace(/\/$/, '')).toBe('app://conformance');
});
