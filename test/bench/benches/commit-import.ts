import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
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
import { type BenchLabel, labelFor } from '../verdicts.ts';

const samples = 100_000;
const perRound = 400;
/** Fifty labels a second: some hundred times a person's pace, and as many as an import's seconds need for a p99. */
const paceMs = 20;

type Round = { labels: number[]; longestTask: number };

/**
 * Labels while an import of 100,000 runs through the same service, against the bare statements of bench `commit` at the
 * same pace without an import: the p99 of the one may lie so many milliseconds above the other's.
 *
 * The longest task of the process that hosts the service is read from its event loop: `monitorEventLoopDelay` has a
 * timer due every millisecond and keeps how late it came. That is a task's length to a millisecond, whatever the task
 * waited for, the disk included; a loop of immediates would be finer and take the core that the import needs.
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
        const measured = await watched(() => paced(labels, () => false, raw.saveDraft, raw.commit));
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
      { name: 'commit-import p50', unit: 'ms', ...each(({ labels }) => quantile(labels, 0.5)) },
      { name: 'commit-import p99', unit: 'ms', ...each(({ labels }) => quantile(labels, 0.99)) },
      { name: 'commit-import longest task', unit: 'ms', ...each(({ longestTask }) => longestTask) },
    ];
  },
};

async function duringImport(path: string): Promise<Round> {
  const folder = scratchFolder('commit-import');
  const service = openBench(folder);
  const labels = firstLabels();
  const { id } = await ask(service, 'jobs.import', { path, format: 'ndjson' });
  const end = finished(service, id);
  let importing = true;
  void end.finally(() => {
    importing = false;
  });
  while ((await ask(service, 'workspace.info', undefined)).samples < labels.length) await sleep(20);
  const round = await watched(() =>
    paced(
      labels,
      () => !importing,
      ({ sampleId, draft }) => ask(service, 'labeling.saveDraft', { sampleId, draft }),
      (label) => commit(service, label),
    ),
  );
  await end;
  await service.close();
  removeFolder(folder);
  const worst = Math.max(...round.labels).toFixed(1);
  note(
    `${round.labels.length} labels beside the import; longest label ${worst} ms, task ${round.longestTask.toFixed(1)}`,
  );
  return round;
}

function commit(service: Service, { id, sampleId, verdict }: BenchLabel): Promise<unknown> {
  return ask(service, 'labeling.commit', { id, sampleId, verdict });
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

async function watched(work: () => Promise<number[]>): Promise<Round> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const labels = await work();
  delay.disable();
  return { labels, longestTask: delay.max / 1e6 };
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
