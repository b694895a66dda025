import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Preflight } from '../../../shared/domain/preflight.ts';
import type { Provider as ProviderRecord, ServedModel } from '../../../shared/domain/provider.ts';
import type { RunPlan } from '../../../shared/domain/run.ts';
import { AssayError, toReport } from '../../../shared/errors.ts';
import { Board } from '../dataset/board.ts';
import { samplesAt } from '../dataset/lockfile/samples-at.ts';
import { datasetIn } from '../dataset/lockfile/store.ts';
import { serve } from '../store/worker.ts';
import { nameInDataset } from './file-here.ts';
import type { PreflightFacts, Settled } from './preflight/facts.ts';
import { gatherDataset, gatherServer, type Stop } from './preflight/gather.ts';
import { preflightOf } from './preflight/lines.ts';
import { stopped } from './providers/failures.ts';
import { openProvider } from './providers/openai-shaped.ts';
import type { ListedJob } from './providers/provider.ts';

const data = z
  .object({
    folder: z.string(),
    board: z.instanceof(Int32Array),
    writer: z.object({ pid: z.int(), token: z.string() }),
  })
  .parse(workerData);
const board = new Board(data.board);
/** Ends every question to a provider that is under way. */
const closing = new AbortController();

type Access = { provider: ProviderRecord; key: string };
type Asked = {
  question: number;
  plan: RunPlan;
  access: Access;
  settled: Settled;
};

function stopOf(question: number): Stop {
  const why = () => stopped('Nothing was sent but questions, and nothing was charged.');
  return {
    signal: board.signal(question, why),
    mustGoOn() {
      if (board.stopped(question)) throw why();
    },
  };
}

async function datasetFacts(
  plan: RunPlan,
  stop: Stop,
  read: (done: number, total: number) => void,
): Promise<PreflightFacts['dataset']> {
  try {
    return await gatherDataset(datasetIn(data.folder, data.writer, plan.datasetId), data.folder, plan, stop, read);
  } catch (error) {
    stop.mustGoOn();
    return toReport(error);
  }
}

/** The thread that asks providers on behalf of a person: what they have, and whether a run would work. */
const api = {
  models: ({ provider, key }: Access): Promise<{ models: ServedModel[] }> =>
    openProvider(provider, key).models(closing.signal),

  /** The newest jobs of the account. */
  jobs: ({ provider, key }: Access): Promise<ListedJob[]> =>
    openProvider(provider, key).jobs(null, 'newest', closing.signal),

  /** @returns null where the dataset is not here any more, or has no such line */
  sampleAt({ datasetId, path, line }: { datasetId: string; path: string; line: number }): string | null {
    try {
      const { folder } = datasetIn(data.folder, data.writer, datasetId);
      return samplesAt(folder, nameInDataset(path), new Set([line])).get(line) ?? null;
    } catch (error) {
      if (error instanceof AssayError) return null;
      throw error;
    }
  },

  async preflight({ question, plan, access: { provider, key }, settled }: Asked): Promise<Preflight> {
    const stop = stopOf(question);
    const read = (done: number, total: number) => {
      board.share = total === 0 ? 1 : done / total;
    };
    const server = await gatherServer(openProvider(provider, key), AbortSignal.any([stop.signal, closing.signal]));
    const dataset = await datasetFacts(plan, stop, read);
    stop.mustGoOn();
    return preflightOf({ plan, provider, now: Date.now(), server, dataset, ...settled });
  },
};
export type TuningApi = typeof api;

serve(api, () => closing.abort());
