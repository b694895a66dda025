import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { labelsOf } from '../labeled.ts';
import { openRawLabels } from '../reference/labels.ts';
import { sameRows } from '../same-rows.ts';
import { copyOf } from '../scratch.ts';
import { ask, grownWorkspace, openBench } from '../service.ts';
import { quantile } from '../stats.ts';

const perRound = 500;

/**
 * A label made durable: `labeling.commit` through the service's door, against the same statements in one FULL
 * transaction of a bare better-sqlite3 on a copy of the same files. Both save a draft before each commit, untimed; both
 * checkpoint between rounds, the service by itself in its quiet second.
 */
export const bench: Bench = {
  async run() {
    const grown = await grownWorkspace({ samples: 100_000, slim: false });
    const folders = { product: copyOf(grown), reference: copyOf(grown) };
    const service = openBench(folders.product);
    const raw = openRawLabels(folders.reference);
    const labels = [...labelsOf(folders.reference, perRound * rounds)];
    const share = (round: number) => labels.slice(round * perRound, (round + 1) * perRound);

    const measured = await interleave(rounds, {
      async reference(round) {
        const times = share(round).map((label) => {
          raw.saveDraft(label);
          const began = performance.now();
          raw.commit(label);
          return performance.now() - began;
        });
        raw.checkpoint();
        return times;
      },
      async product(round) {
        const times: number[] = [];
        for (const label of share(round)) {
          const { id, sampleId, verdict, draft } = label;
          await ask(service, 'labeling.saveDraft', { queueId: null, sampleId, draft });
          const began = performance.now();
          await ask(service, 'labeling.commit', { queueId: null, id, sampleId, verdict });
          times.push(performance.now() - began);
        }
        // The service checkpoints after a quiet second; the next round starts after it, as the reference's does.
        await sleep(1_500);
        return times;
      },
    });
    raw.close();
    await service.close();
    sameRows('work.db', folders.product, folders.reference);

    const figure = (q: number) => ({
      name: `commit p${q * 100}`,
      unit: 'ms',
      product: measured.map(({ product }) => quantile(product, q)),
      reference: measured.map(({ reference }) => quantile(reference, q)),
    });
    return [figure(0.5), figure(0.99)];
  },
};
