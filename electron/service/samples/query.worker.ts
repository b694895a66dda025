import { dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { CallInput, CallOutput, Finding } from '../../../shared/contract/calls.ts';
import { examineLedger } from '../dataset/lockfile/ledger-check.ts';
import { readTeam } from '../lead/team.ts';
import { readWork } from '../lead/work.ts';
import { openReadonly } from '../store/database.ts';
import { serve } from '../store/worker.ts';
import { examine } from '../workspace/doctor.ts';
import { countSamples, FacetCounts } from './query/counts.ts';
import { Filters } from './query/filter.ts';
import { Loop } from './query/loop.ts';
import { Orders } from './query/order.ts';
import { labelerQueues } from './query/queues.ts';
import { Reader } from './query/source.ts';
import { Turns } from './query/steps.ts';
import { summaryReader } from './query/summaries.ts';
import { Views } from './query/views.ts';

/**
 * The thread that reads much: the loop's order, the browser, counts. It writes nothing, and reads both files as they
 * are at each step: a label is seen by the next call after its commit.
 */
const data = z.object({ work: z.string(), corpus: z.string() }).parse(workerData);
const db = openReadonly(data.corpus, { work: data.work });
const turns = new Turns();
const filters = new Filters(new Reader(db));
const orders = new Orders(filters);
const loop = new Loop(filters, orders);
const views = new Views(orders, summaryReader(filters.reader));
const facets = new FacetCounts(filters.reader);

const api = {
  async next(input: CallInput<'labeling.next'>): Promise<CallOutput<'labeling.next'>> {
    return { sampleIds: await turns.finish(loop.next(input)) };
  },
  counts({ filter }: CallInput<'labeling.counts'>): Promise<CallOutput<'labeling.counts'>> {
    return turns.finish(countSamples(filters, filter));
  },
  queues(_: null): Promise<CallOutput<'labeling.queues'>> {
    return turns.finish(labelerQueues(filters.reader));
  },
  team(_: null): CallOutput<'lead.team'> {
    return readTeam(db);
  },
  work(input: CallInput<'lead.work'>): CallOutput<'lead.work'> {
    return { sampleIds: readWork(db, input) };
  },
  search(input: CallInput<'samples.search'>): Promise<CallOutput<'samples.search'>> {
    return turns.finish(views.search(input));
  },
  async total({ viewId }: CallInput<'samples.total'>): Promise<CallOutput<'samples.total'>> {
    return { total: await turns.finish(views.total(viewId)) };
  },
  async rows(input: CallInput<'samples.rows'>): Promise<CallOutput<'samples.rows'>> {
    return { rows: await turns.finish(views.rows(input)) };
  },
  facets(_: null): Promise<CallOutput<'samples.facets'>> {
    return turns.finish(facets.read());
  },
  /** Reads all files whole, and holds the other calls up meanwhile. */
  examine(_: null): Finding[] {
    const work = openReadonly(data.work);
    const corpus = openReadonly(data.corpus);
    try {
      return [...examine({ work, corpus }), examineLedger(dirname(data.work))];
    } finally {
      work.close();
      corpus.close();
    }
  },
};
export type QueryApi = typeof api;

serve(api, () => {
  turns.stop();
  db.close();
});
