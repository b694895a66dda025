import { expect, test } from './fixture.ts';

/** Attacks from inside the page: what a page that was taken over could try. */

test('nothing of Node or of the bridge’s inside reaches the page', async ({ page }) => {
  const found = await page.evaluate(() => ({
    names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window),
    bridge: Object.keys(window.assay).sort(),
  }));
  expect(found).toEqual({ names: [], bridge: ['call', 'dropped', 'on'] });
});

test('unknown calls and malformed input are refused with a kind, and no stack comes back', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const call = window.assay.call as (name: unknown, input?: unknown) => Promise<unknown>;
    return Promise.all([
      call('no.such.call'),
      call('__proto__'),
      call('constructor'),
      call(['workspace.info']),
      call(42),
      call('labeling.items', { queueId: null, sampleIds: 'all' }),
      call('labeling.items', { queueId: null, sampleIds: Array.from({ length: 5000 }, () => 'x') }),
      call('labeling.saveDraft', { queueId: null, sampleId: 'x'.repeat(10_000), draft: {} }),
      call('jobs.cancel', { id: '../../etc/passwd' }),
    ]);
  });
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid-input' } });
    expect(JSON.stringify(answer)).not.toMatch(/\.ts:|\.js:|node:/);
  }
});

test('a page cannot read a file that nobody chose, nor show one', async ({ page }) => {
  const answers = await page.evaluate(async () => [
    await window.assay.call('jobs.import', { path: '/etc/passwd', format: null }),
    await window.assay.call('shell.reveal', { path: '/etc/passwd' }),
    await window.assay.dropped(new File(['{}'], '/etc/passwd')),
  ]);
  for (const answer of answers.slice(0, 2))
    expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid-input' } });
  expect(answers[2]).toBeNull();
});

test('no script but its own runs: inline, eval, data and foreign ones are blocked', async ({ page }) => {
  const ran = await page.evaluate(async () => {
    const outcome: Record<string, unknown> = {};
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    // What the test itself runs may use eval; a later task may not.
    await new Promise((resolve) => setTimeout(resolve));
    try {
      outcome['eval'] = new Function('return 1')();
    } catch {
      outcome['eval'] = 'blocked';
    }
    try {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.body.append(script);
    } catch {
      outcome['inline'] = 'blocked';
    }
    try {
      document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.handlerRan = true">');
    } catch {
      outcome['html'] = 'blocked';
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { ...outcome, inlineRan: 'inlineRan' in window, handlerRan: 'handlerRan' in window, violations };
  });
  expect(ran).toMatchObject({ eval: 'blocked', html: 'blocked', inlineRan: false, handlerRan: false });
  expect(ran.violations.length).toBeGreaterThan(0);
});

test('no request leaves the window', async ({ page }) => {
  const reached = await page.evaluate(async () => {
    const tries = ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'app://other/index.html'];
    return Promise.all(
      tries.map((url) =>
        fetch(url)
          .then(() => true)
          .catch(() => false),
      ),
    );
  });
  expect(reached).toEqual([false, false, false, false]);
});

test('the window goes nowhere and opens nothing', async ({ app, page, appUrl }) => {
  const before = appUrl();
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/#app://assay/';
    document.body.append(link);
    link.click();
    window.open('https://example.com/', '_blank');
    window.open('app://assay/index.html', '_blank');
  });
  await page.waitForTimeout(500);
  expect(appUrl()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('permissions are refused, asked for or checked, but for what a Copy button needs', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const asked = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      ),
    );
    const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'granted',
        () => 'denied',
      );
    const write = await outcome(navigator.clipboard.writeText('a line'));
    const read = await outcome(navigator.clipboard.readText());
    return { asked, media: media ?? 'denied', write, read };
  });
  expect(states).toEqual({ asked: 'denied', media: 'denied', write: 'granted', read: 'denied' });
});
