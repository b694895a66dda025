import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { copyOf } from '../scratch.ts';
import { grownWorkspace } from '../service.ts';
import { openWindow } from '../window.ts';

/**
 * From the start of the app's process to the first keystroke handled, in a workspace of a million samples against one
 * of a single sample. The first start on each is not counted: it fills the same caches for both.
 */
export const start: Bench = {
  name: 'start',
  async run() {
    const large = copyOf(await grownWorkspace({ samples: 1_000_000, slim: true }));
    const single = copyOf(await grownWorkspace({ samples: 1, slim: true }));
    const timed = async (workspace: string) => {
      const { app, firstKeystrokeMs } = await openWindow(workspace);
      await app.close();
      return firstKeystrokeMs;
    };
    for (const workspace of [single, large]) await timed(workspace);
    const measured = await interleave(rounds, { reference: () => timed(single), product: () => timed(large) });
    return [
      {
        name: 'start to first keystroke',
        unit: 'ms',
        product: measured.map(({ product }) => product),
        reference: measured.map(({ reference }) => reference),
      },
    ];
  },
};
