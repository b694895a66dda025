import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { generator } from '../corpus.ts';
import type { Measure } from '../judge.ts';
import { keyLatencies } from '../key-latency.ts';
import { type Effects, expectSameFrame, watchFrames } from '../same-frame.ts';
import { copyOf } from '../scratch.ts';
import { grownWorkspace } from '../service.ts';
import { quantile } from '../stats.ts';
import { type KeyName, openWindow, press } from '../window.ts';

const samples = 100_000;
/** V8 compiles what runs often, and keeps it: some 0.8 MB in the first labels, once. The heap is compared behind that. */
const warmUp = 500;
/** Labels of each round: measured while frames run, measured from idle, and typed only to make two thousand. */
const perRound = { running: 30, idle: 6, other: 364 };
const bareKeys = { running: 120, idle: 40 };

const considered: KeyName[] = ['5', '4', '5', '5', '4', '5', 'a', 'Enter'];
const clean: KeyName[] = ['5', '0', 'a', 'Enter'];

/** What a digit and Enter change: one more score, another sample. */
const effects: Effects = {
  4: { count: 'input:checked' },
  5: { count: 'input:checked' },
  Enter: { text: '[aria-labelledby="question"] p' },
};

/** Latencies by key, in ms. */
type Latencies = { digits: number[]; enters: number[] };
type Round<T> = { running: T; idle: T };

/**
 * The labeling loop in the real window on 100,000 samples: digit to presented frame, and Enter to the next sample,
 * against a bare page in a second window of the same running browser, whose key handler changes one text node. Keys go
 * through the browser's input path; key-latency.ts says how they are measured.
 *
 * Two conditions, each on both pages. *Running*: an empty animation loop keeps frames coming sixty times a second, and
 * keys fall at random moments between them. That is a display, which shows nothing between its frames; the budgets are
 * of this. *From idle*: headless Chromium has no display, so that a key after a pause is presented as soon as it is
 * drawn. That is the bare cost of a key, and shows a regression that the frames would hide.
 *
 * A figure counts only if what the key should change was changed in the frame that the trace speaks of: same-frame.ts
 * watches both pages, and a later change fails the bench.
 */
export const bench: Bench = {
  async run() {
    const { app, page, cdp } = await openWindow(copyOf(await grownWorkspace({ samples, slim: false })));
    const bare = await openBarePage(app);
    try {
      await type(cdp, ['0', 'a', 'Enter']);
      await quickly(page, cdp, warmUp - 1);
      const before = await heap(cdp);

      const bareLatencies = (idle: boolean) =>
        latencies(bare, idle, Array(idle ? bareKeys.idle : bareKeys.running).fill('5'), { 5: { text: 'p' } });
      const productLatencies = (idle: boolean) =>
        latencies(
          { page, cdp },
          idle,
          Array(idle ? perRound.idle : perRound.running)
            .fill(considered)
            .flat(),
          effects,
        );
      const measured = await interleave(rounds, {
        reference: async () => ({ running: await bareLatencies(false), idle: await bareLatencies(true) }),
        async product() {
          const round = { running: await productLatencies(false), idle: await productLatencies(true) };
          await quickly(page, cdp, perRound.other);
          return round;
        },
      });
      const after = await heap(cdp);
      const labels = warmUp + rounds * (perRound.running + perRound.idle + perRound.other);
      await page
        .locator('header')
        .getByText(`${labels.toLocaleString('en')} of `)
        .waitFor();

      const figure = (name: string, when: keyof Round<Latencies>, what: keyof Latencies, q: number): Measure => ({
        name: `label ${name} p${q * 100}`,
        unit: 'ms',
        product: measured.map(({ product }) => quantile(product[when][what], q)),
        reference: measured.map(({ reference }) => quantile(reference[when].digits, q)),
      });
      return [
        figure('digit to frame', 'running', 'digits', 0.5),
        figure('digit to frame', 'running', 'digits', 0.95),
        figure('Enter to next sample', 'running', 'enters', 0.95),
        figure('digit from idle', 'idle', 'digits', 0.5),
        figure('Enter from idle', 'idle', 'enters', 0.5),
        { name: 'label heap after 2,000', unit: 'MB', product: [after], reference: [before] },
      ];
    } finally {
      await bare.page.close();
      await app.close();
    }
  },
};

type Typed = { page: Page; cdp: CDPSession };

const random = generator(7);

async function latencies({ page, cdp }: Typed, idle: boolean, keys: KeyName[], expected: Effects): Promise<Latencies> {
  await page.bringToFront();
  await keepFramesRunning(page, !idle);
  await watchFrames(page, expected);
  // The spread is a frame, so that keys meet every moment of one; from idle, the frames that a key causes have ended.
  const pause = () => sleep((idle ? 100 : 35) + random() * 17);
  const found = await keyLatencies(cdp, () => type(cdp, keys, pause));
  await expectSameFrame(page);
  await keepFramesRunning(page, false);
  const shown = found.filter((ms) => ms !== null);
  if (found.length !== keys.length || shown.length < keys.length * 0.99)
    throw new Error(`${keys.length} keys were pressed, ${found.length} were traced and ${shown.length} presented`);
  // A frame that was skipped gave its key no end: it counts as the slowest.
  const slowest = Math.max(...shown);
  const of = (wanted: (key: KeyName) => boolean) =>
    found.filter((_, i) => wanted(keys[i] ?? 'a')).map((ms) => ms ?? slowest);
  return { digits: of((key) => /\d/.test(key)), enters: of((key) => key === 'Enter') };
}

async function keepFramesRunning(page: Page, on: boolean): Promise<void> {
  await page.evaluate((on) => {
    const state = window as Window & { benchFrames?: boolean };
    const frame = () => state.benchFrames && requestAnimationFrame(frame);
    if (on && !state.benchFrames) requestAnimationFrame(frame);
    state.benchFrames = on;
  }, on);
}

async function openBarePage(app: ElectronApplication): Promise<Typed> {
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow, screen }) => {
    const { width, height } = screen.getPrimaryDisplay().workAreaSize;
    const window = new BrowserWindow({ width: Math.min(width, 1440), height: Math.min(height, 900) });
    void window.loadURL('about:blank');
  });
  const page = await opened;
  await page.setContent(`<!doctype html><p>0</p><script>
    let n = 0;
    addEventListener('keydown', () => { document.querySelector('p').firstChild.data = String(++n); });
  </script>`);
  return { page, cdp: await app.context().newCDPSession(page) };
}

async function type(cdp: CDPSession, keys: readonly KeyName[], pause = async () => {}): Promise<void> {
  for (const key of keys) {
    await pause();
    await press(cdp, key);
  }
}

async function quickly(page: Page, cdp: CDPSession, labels: number): Promise<void> {
  for (let i = 0; i < labels; i++) {
    // Faster than anybody: the samples held ready can run out, and a key pressed then would go nowhere.
    await page.locator('[data-waiting="false"]').waitFor();
    await type(cdp, clean);
  }
}

/** What the page's objects hold once the garbage is gone, in MB. */
async function heap(cdp: CDPSession): Promise<number> {
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
