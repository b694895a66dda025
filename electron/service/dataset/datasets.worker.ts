import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import type { CostSettings } from '../../../shared/domain/costs.ts';
import type { BuiltDataset, Recipe } from '../../../shared/domain/dataset.ts';
import type { CountedReadiness } from '../../../shared/domain/readiness.ts';
import { AssayError } from '../../../shared/errors.ts';
import { Assessor } from '../readiness/assessor.ts';
import { saveReport } from '../readiness/report/save.ts';
import { serve } from '../store/worker.ts';
import { Analyst } from './analyst.ts';
import { Board } from './board.ts';
import { builtOf, summaryOfDiff } from './built.ts';
import { DatasetStore, wholeLedger } from './lockfile/store.ts';
import { verifyDataset } from './lockfile/verify.ts';
import { compilePatterns } from './pii/custom.ts';

const data = z
  .object({
    folder: z.string(),
    board: z.instanceof(Int32Array),
    writer: z.object({ pid: z.int(), token: z.string() }),
  })
  .parse(workerData);
const board = new Board(data.board);
let question = 0;

function surveyed(share: number): void {
  board.share = share;
  if (!board.stopped(question)) return;
  throw new AssayError({
    kind: 'cancelled',
    message: 'The question was stopped.',
    safe: 'Nothing was changed.',
    remedy: 'Ask again when you like.',
  });
}

type Desk = { analyst: Analyst; assessor: Assessor };
let opened: Desk | null = null;

/** Opened by the first question: what stands in the way is its answer, and once that is mended the next one works. */
function desk(): Desk {
  if (opened) return opened;
  // Whoever counts must know of datasets that the ledger has lost.
  wholeLedger(data.folder, data.writer);
  const analyst = new Analyst(data.folder, surveyed);
  opened = { analyst, assessor: new Assessor(analyst) };
  return opened;
}

function withStore<T>(work: (store: DatasetStore) => T): T {
  const store = new DatasetStore(data.folder, data.writer);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

type Asked<T> = { question: number; input: T };

/** Takes note of the question before it is answered: only older ones are stopped. */
function answers<I, O>(answer: (input: I) => O): (asked: Asked<I>) => O {
  return (asked) => {
    question = asked.question;
    return answer(asked.input);
  };
}

/** The thread for datasets: what a recipe would give, on a survey that it holds, and what was built. */
const api = {
  count: answers((recipe: CallInput<'dataset.count'>): CallOutput<'dataset.count'> => desk().analyst.count(recipe)),
  fate: answers((input: CallInput<'dataset.fate'>): CallOutput<'dataset.fate'> => desk().analyst.fate(input)),
  samples: answers(
    (input: CallInput<'dataset.samples'>): CallOutput<'dataset.samples'> => desk().analyst.samples(input),
  ),
  line: answers((input: CallInput<'dataset.line'>): CallOutput<'dataset.line'> => desk().analyst.line(input)),
  clusters: answers(
    (input: CallInput<'dataset.clusters'>): CallOutput<'dataset.clusters'> => desk().analyst.clusters(input),
  ),
  readiness: answers(
    ({ recipe, costs }: { recipe: Recipe; costs: CostSettings }): CountedReadiness =>
      desk().assessor.count(recipe, costs),
  ),
  reckon: (costs: CostSettings): CountedReadiness | null => desk().assessor.reckon(costs),
  corrections: (input: CallInput<'readiness.corrections'>): CallOutput<'readiness.corrections'> =>
    desk().assessor.corrections(input),
  report: ({ path, workspace }: { path: string; workspace: string }): CallOutput<'readiness.report'> =>
    saveReport(desk().assessor.last, { folder: data.folder, workspace, path }),
  personalData: answers(
    (input: CallInput<'dataset.personalData'>): CallOutput<'dataset.personalData'> =>
      desk().analyst.personalData(input),
  ),
  tryPatterns({ patterns, text }: CallInput<'dataset.tryPatterns'>): CallOutput<'dataset.tryPatterns'> {
    return { found: compilePatterns(patterns).flatMap(({ find }) => find(text, [])) };
  },
  list(_: null) {
    const { analyst } = desk();
    return withStore((store) => {
      const { datasets, unreadable } = store.list();
      const readable: Omit<BuiltDataset, 'recorded'>[] = [];
      for (const dataset of datasets) {
        try {
          readable.push(builtOf(dataset, analyst.erasedIn(dataset)));
        } catch (error) {
          // Its records were changed: that one is told, and the others are listed.
          if (!(error instanceof AssayError)) throw error;
          unreadable.push({ id: dataset.id, folder: dataset.folder });
        }
      }
      return { datasets: readable, unreadable };
    });
  },
  remove: ({ id }: CallInput<'dataset.remove'>): void => withStore((store) => store.remove(id)),
  async verify({ id }: CallInput<'dataset.verify'>): Promise<CallOutput<'dataset.verify'>> {
    return { changes: await verifyDataset(withStore((store) => store.get(id))) };
  },
  diff({ before, after, limit }: CallInput<'dataset.diff'>): CallOutput<'dataset.diff'> {
    const [one, other] = withStore((store) => [store.get(before), store.get(after)]);
    return summaryOfDiff(one, other, limit);
  },
};
export type DatasetsApi = typeof api;

serve(api, () => opened?.analyst.close());
