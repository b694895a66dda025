import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../../../electron/service/service.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { corpusFile, grow } from '../corpus.ts';
import { labelsOf } from '../labeled.ts';
import { note } from '../note.ts';
import { openRawLabels } from '../reference/labels.ts';
import { copyOf, removeFolder, scratchFolder } from '../scratch.ts';
import { ask, finished, grownWorkspace, openBench } from '../service.ts';
import { quantile } from '../stats.ts';
import { type LongestTask, watchTasks } from '../tasks.ts';
import { type BenchLabel, labelFor } from '../verdicts.ts';

const samples = 100_000;
const perRound = 400;
/** Fifty labels a second: some hundred times a person's pace, and as many as an import's seconds need for a p99. */
const paceMs = 20;

type Round = { value: number[]; longest: LongestTask };

/**
 * Labels while an import of 100,000 runs through the same service, against the bare statements of bench `commit` at the
 * same pace without an import: the p99 of the one may lie so many milliseconds above the other's.
 *
 * The longest task of the process that hosts the service is of processor time (tasks.ts): that a commit waits for a disk
 * which the import keeps busy is what the p99 judges. The longest wait is told beside it.
 */
export const commitImport: Bench = {
  name: 'commit-import',
  async run() {
    const folder = copyOf(await grownWorkspace({ samples, slim: false }));
    const path = corpusFile({ samples, slim: false });
    const raw = openRawLabels(folder);
    const rawLabels = [...labelsOf(folder, perRound * rounds)];
    const measured = await interleave(rounds, {
      async reference(round) {
        const labels = rawLabels.slice(round * perRound, (round + 1) * perRound);
        const measured = await watchTasks(() => paced(labels, () => false, raw.saveDraft, raw.commit));
        raw.checkpoint();
        return measured;
      },
      product: () => duringImport(path),
    });
    raw.close();
    const each = (pick: (round: Round) => number) => ({
      product: measured.map(({ product }) => pick(product)),
      reference: measured.map(({ reference }) => pick(reference)),
    });
    return [
      { name: 'commit-import p50', unit: 'ms', ...each(({ value }) => quantile(value, 0.5)) },
      { name: 'commit-import p99', unit: 'ms', ...each(({ value }) => quantile(value, 0.99)) },
      { name: 'commit-import longest task', unit: 'ms', ...each(({ longest }) => longest.cpu) },
    ];
  },
};

async function duringImport(path: string): Promise<Round> {
  const folder = scratchFolder('commit-import');
  const service = openBench(folder);
  const labels = firstLabels();
  const round = await watchTasks(async () => {
    const { id } = await ask(service, 'jobs.import', { path, format: 'ndjson' });
    const end = finished(service, id);
    let importing = true;
    void end.finally(() => {
      importing = false;
    });
    while ((await ask(service, 'workspace.info', undefined)).samples < labels.length) await sleep(20);
    const times = await paced(
      labels,
      () => !importing,
      ({ sampleId, draft }) => ask(service, 'labeling.saveDraft', { queueId: null, sampleId, draft }),
      (label) => commit(service, label),
    );
    await end;
    return times;
  });
  await service.close();
  removeFolder(folder);
  const { wall, cpu } = round.longest;
  note(
    `${round.value.length} labels beside the import; the longest took ${Math.max(...round.value).toFixed(1)} ms, ` +
      `the longest task ${wall.toFixed(1)} ms and the longest work ${cpu.toFixed(1)} ms`,
  );
  return round;
}

function commit(service: Service, { id, sampleId, verdict }: BenchLabel): Promise<unknown> {
  return ask(service, 'labeling.commit', { queueId: null, id, sampleId, verdict });
}

/** Saves and commits one label after the other, and answers how long each commit took. */
async function paced(
  labels: readonly BenchLabel[],
  done: () => boolean,
  save: (label: BenchLabel) => unknown,
  commit: (label: BenchLabel) => unknown,
): Promise<number[]> {
  const times: number[] = [];
  for (const label of labels) {
    if (done()) break;
    await sleep(paceMs);
    await save(label);
    const began = performance.now();
    await commit(label);
    times.push(performance.now() - began);
  }
  return times;
}

/** Labels for what the import stores first. */
function firstLabels(): BenchLabel[] {
  return grow({ samples: 1_000, slim: false })
    .map(({ sample_id, agent_response: { text } }, index) => {
      const responseHash = createHash('sha256').update(text).digest('hex');
      return labelFor({ sampleId: sample_id, response: text, responseHash }, index);
    })
    .toArray();
}
