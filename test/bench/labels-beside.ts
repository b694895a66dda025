import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../../electron/service/service.ts';
import { interleave, rounds } from './compare.ts';
import type { Measure } from './judge.ts';
import { labelsOf } from './labeled.ts';
import { note } from './note.ts';
import { openRawLabels } from './reference/labels.ts';
import { copyOf, removeFolder, scratchFolder } from './scratch.ts';
import { ask, grownWorkspace, openBench } from './service.ts';
import { quantile } from './stats.ts';
import { type LongestTask, watchTasks } from './tasks.ts';
import type { BenchLabel } from './verdicts.ts';

export const samples = 100_000;
const perRound = 400;
/** So many of what is stored first are labeled at most: the work ends before. */
const first = 1_000;
/** Fifty labels a second: some hundred times a person's pace, and as many as the work's seconds need for a p99. */
const paceMs = 20;

type Round = { value: number[]; longest: LongestTask };

/**
 * Labels while other work goes on in the same service, over 100,000 samples, against the bare statements of bench
 * `commit` at the same pace without it: the p99 of the one may lie so many milliseconds above the other's.
 *
 * The longest task of the process that hosts the service is of processor time (tasks.ts): that a commit waits for a disk
 * which the work keeps busy is what the p99 judges. The longest wait is told beside it.
 *
 * @param work starts it in a workspace, and ends with it
 * @param prepare a folder for each round; else a new one, which the work fills
 * @param before what a window has asked before it can start the work: it has compiled what the work needs
 */
export async function labelsBeside(
  name: string,
  work: (service: Service) => Promise<unknown>,
  {
    prepare = () => scratchFolder(name),
    before = async () => {},
  }: { prepare?: () => string; before?: (service: Service) => Promise<unknown> } = {},
): Promise<Measure[]> {
  const folder = copyOf(await grownWorkspace({ samples, slim: false }));
  const raw = openRawLabels(folder);
  const rawLabels = [...labelsOf(folder, perRound * rounds)];
  const measured = await interleave(rounds, {
    async reference(round) {
      const labels = rawLabels.slice(round * perRound, (round + 1) * perRound);
      const measured = await watchTasks(() => paced(labels, () => false, raw.saveDraft, raw.commit));
      raw.checkpoint();
      return measured;
    },
    product: () => beside(prepare(), before, work),
  });
  raw.close();
  const each = (pick: (round: Round) => number) => ({
    product: measured.map(({ product }) => pick(product)),
    reference: measured.map(({ reference }) => pick(reference)),
  });
  return [
    { name: `${name} p50`, unit: 'ms', ...each(({ value }) => quantile(value, 0.5)) },
    { name: `${name} p99`, unit: 'ms', ...each(({ value }) => quantile(value, 0.99)) },
    { name: `${name} longest task`, unit: 'ms', ...each(({ longest }) => longest.cpu) },
  ];
}

type Work = (service: Service) => Promise<unknown>;

async function beside(folder: string, before: Work, work: Work): Promise<Round> {
  const service = openBench(folder);
  await before(service);
  const round = await watchTasks(async () => {
    const end = work(service);
    let working = true;
    const ended = () => {
      working = false;
    };
    end.then(ended, ended);
    while (working && (await ask(service, 'workspace.info', undefined)).samples < first) await sleep(20);
    const times = await paced(
      // Few at a time: reading them is no work of the product.
      labelsOf(folder, first, 10),
      () => !working,
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
    `${round.value.length} labels beside it; the longest took ${Math.max(...round.value).toFixed(1)} ms, ` +
      `the longest task ${wall.toFixed(1)} ms and the longest work ${cpu.toFixed(1)} ms`,
  );
  return round;
}

function commit(service: Service, { id, sampleId, verdict }: BenchLabel): Promise<unknown> {
  return ask(service, 'labeling.commit', { queueId: null, id, sampleId, verdict });
}

/** Saves and commits one label after the other, and answers how long each commit took. */
async function paced(
  labels: Iterable<BenchLabel>,
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
