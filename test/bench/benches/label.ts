import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { generator } from '../corpus.ts';
import { keyLatencies } from '../key-latency.ts';
import { type Effects, expectSameFrame, watchFrames } from '../same-frame.ts';
import { copyOf } from '../scratch.ts';
import { grownWorkspace } from '../service.ts';
import { quantile } from '../stats.ts';
import { type KeyName, openWindow, press } from '../window.ts';

const samples = 100_000;
const warmUp = 50;
/** Labels of a round whose keys are measured one by one; the rest only add to the two thousand. */
const measuredLabels = 60;
const otherLabels = 340;
const bareKeys = 240;

const considered: KeyName[] = ['5', '4', '5', '5', '4', '5', 'a', 'Enter'];
const clean: KeyName[] = ['5', '0', 'a', 'Enter'];

/** What a digit and Enter change: one more score, another sample. */
const effects: Effects = {
  4: { count: 'input:checked' },
  5: { count: 'input:checked' },
  Enter: { text: '[aria-labelledby="question"] p' },
};

/**
 * The labeling loop in the real window on 100,000 samples: digit to presented frame, and Enter to the next sample,
 * against a bare page in a second window of the same running browser, whose key handler changes one text node. Keys go
 * through the browser's input path at random moments of its frames; key-latency.ts says how they are measured.
 *
 * A figure counts only if what the key should change was changed in the frame that the trace speaks of: same-frame.ts
 * watches both pages, and a later change fails the bench.
 */
export const label: Bench = {
  name: 'label',
  async run() {
    const folder = copyOf(await grownWorkspace({ samples, slim: false }));
    const { app, page, cdp } = await openWindow(folder);
    const bare = await openBarePage(app);
    try {
      await type(cdp, ['0', 'a', 'Enter']);
      const quickly = async (labels: number) => {
        for (let i = 0; i < labels; i++) {
          // Faster than anybody: the samples held ready can run out, and a key pressed then would go nowhere.
          await page.locator('[data-waiting="false"]').waitFor();
          await type(cdp, clean);
        }
      };
      await quickly(warmUp - 1);
      const before = await heap(cdp);

      const random = generator(7);
      const paced = (to: CDPSession, keys: readonly KeyName[]) => type(to, keys, () => sleep(25 + random() * 17));
      const measured = await interleave(rounds, {
        async reference() {
          const keys = Array<KeyName>(bareKeys).fill('5');
          await bare.page.bringToFront();
          await watchFrames(bare.page, { 5: { text: 'p' } });
          const latencies = await keyLatencies(bare.cdp, () => paced(bare.cdp, keys));
          await expectSameFrame(bare.page);
          return presented(latencies, bareKeys);
        },
        async product() {
          const keys = Array<KeyName[]>(measuredLabels).fill(considered).flat();
          await page.bringToFront();
          await watchFrames(page, effects);
          const latencies = presented(await keyLatencies(cdp, () => paced(cdp, keys)), keys.length);
          await expectSameFrame(page);
          await quickly(otherLabels);
          const those = (wanted: (key: KeyName) => boolean) => latencies.filter((_, i) => wanted(keys[i] ?? 'a'));
          return { digits: those((key) => /\d/.test(key)), enters: those((key) => key === 'Enter') };
        },
      });
      const after = await heap(cdp);
      const labels = warmUp + rounds * (measuredLabels + otherLabels);
      await page.getByText(`${labels.toLocaleString('en')} of `).waitFor();

      const reference = (q: number) => measured.map(({ reference }) => quantile(reference, q));
      const digits = (q: number) => measured.map(({ product }) => quantile(product.digits, q));
      const enters = (q: number) => measured.map(({ product }) => quantile(product.enters, q));
      return [
        { name: 'label digit to frame p50', unit: 'ms', product: digits(0.5), reference: reference(0.5) },
        { name: 'label digit to frame p95', unit: 'ms', product: digits(0.95), reference: reference(0.95) },
        { name: 'label Enter to next sample p50', unit: 'ms', product: enters(0.5), reference: reference(0.5) },
        { name: 'label Enter to next sample p95', unit: 'ms', product: enters(0.95), reference: reference(0.95) },
        { name: 'label heap after 2,000', unit: 'MB', product: [after], reference: [before] },
      ];
    } finally {
      await bare.page.close();
      await app.close();
    }
  },
};

async function openBarePage(app: ElectronApplication): Promise<{ page: Page; cdp: CDPSession }> {
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

async function type(cdp: CDPSession, keys: readonly KeyName[], between = async () => {}): Promise<void> {
  for (const key of keys) {
    await between();
    await press(cdp, key);
  }
}

function presented(latencies: readonly (number | null)[], expected: number): number[] {
  const shown = latencies.filter((ms) => ms !== null);
  if (shown.length !== expected)
    throw new Error(`${expected} keys were pressed, ${latencies.length} were traced and ${shown.length} presented`);
  return shown;
}

/** What the page's objects hold once the garbage is gone, in MB. */
async function heap(cdp: CDPSession): Promise<number> {
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
