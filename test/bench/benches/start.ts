import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { copyOf } from '../scratch.ts';
import { grownWorkspace } from '../service.ts';
import { openWindow } from '../window.ts';

/**
 * From the start of the app's process to the first keystroke handled, in a workspace of a million samples against one
 * of a single sample. The first start on each is not counted: it fills the same caches for both.
 */
export const bench: Bench = {
  async run() {
    const [large, single] = [await fresh(1_000_000), await fresh(1)];
    const timed = async ({ workspace, restore }: Fresh) => {
      // The key of the start before has left its draft.
      restore();
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

type Fresh = { workspace: string; restore: () => void };

async function fresh(samples: number): Promise<Fresh> {
  const grown = await grownWorkspace({ samples, slim: true });
  const workspace = copyOf(grown);
  const work = join(workspace, 'work.db');
  return {
    workspace,
    restore() {
      for (const suffix of ['-wal', '-shm']) rmSync(work + suffix, { force: true });
      copyFileSync(join(grown, 'work.db'), work);
    },
  };
}
