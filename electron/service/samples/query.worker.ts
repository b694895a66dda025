import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { CallInput, CallOutput, Finding } from '../../../shared/contract/calls.ts';
import { AssayError } from '../../../shared/errors.ts';
import { openReadonly } from '../store/database.ts';
import { serve } from '../store/worker.ts';
import { examine } from '../workspace/doctor.ts';
import { asksForStanding, type Condition, conditions } from './query/filter.ts';
import { summaryReader } from './query/summaries.ts';

/** The thread that reads much: the loop's order, the browser, counts. It writes nothing. */
const data = z.object({ work: z.string(), corpus: z.string() }).parse(workerData);
const db = openReadonly(data.corpus, { work: data.work });
const summaries = summaryReader(db);

const joined = 'FROM samples s LEFT JOIN work.standings t ON t.sample_id = s.sample_id';
const views = new Map<number, number[]>();
let lastView = 0;

const orders: Record<CallInput<'labeling.next'>['order']['strategy'], string> = {
  oldest: 's.id',
  newest: 's.id DESC',
  least_confident: 's.confidence IS NULL, s.confidence, s.id',
  random: '((s.shuffle + ?) * 2654435) & 4294967295, s.id',
  by_intent: 'row_number() OVER (PARTITION BY s.intent ORDER BY s.id), s.intent, s.id',
  by_conversation: 's.conversation_id IS NULL, s.conversation_id, s.id',
};
const sorts: Record<CallInput<'samples.search'>['sort'], string> = {
  newest: 's.id DESC',
  oldest: 's.id',
  least_confident: orders.least_confident,
  last_labeled: 't.labeled_at DESC, s.id DESC',
};

function where(all: Condition[]): { sql: string; params: (string | number)[] } {
  return { sql: ['1', ...all.map(({ sql }) => sql)].join(' AND '), params: all.flatMap(({ params }) => params) };
}

function view(viewId: number): number[] {
  const ids = views.get(viewId);
  if (ids) return ids;
  throw new AssayError({
    kind: 'not-found',
    message: 'These search results are no longer kept.',
    safe: 'Nothing was changed.',
    remedy: 'Open the search again.',
  });
}

const api = {
  next({ order, filter, after, limit }: CallInput<'labeling.next'>): CallOutput<'labeling.next'> {
    const all = conditions(filter);
    if (!asksForStanding(filter)) all.push({ sql: 't.label_id IS NULL AND t.skipped IS NULL', params: [] });
    const kept = where(all);
    const seeded = order.strategy === 'random' ? [order.seed ?? 0] : [];
    const ids = db
      .prepare<unknown[], string>(
        `SELECT s.sample_id ${joined} WHERE (${kept.sql}) OR s.sample_id = ? ORDER BY ${orders[order.strategy]}`,
      )
      .pluck()
      .all(...kept.params, after, ...seeded);
    const from = after === null ? 0 : ids.indexOf(after) + 1;
    return { sampleIds: ids.slice(from, from + limit) };
  },
  counts({ filter }: CallInput<'labeling.counts'>): CallOutput<'labeling.counts'> {
    const { sql, params } = where(conditions(filter));
    const counted = db
      .prepare<unknown[], CallOutput<'labeling.counts'>>(
        `SELECT count(*) AS total, count(t.label_id) AS labeled,
           count(CASE WHEN t.label_id IS NULL THEN t.skipped END) AS skipped ${joined} WHERE ${sql}`,
      )
      .get(...params);
    return counted ?? { total: 0, labeled: 0, skipped: 0 };
  },
  search({ filter, sort }: CallInput<'samples.search'>): CallOutput<'samples.search'> {
    const { sql, params } = where(conditions(filter));
    const ids = db
      .prepare<unknown[], number>(`SELECT s.id ${joined} WHERE ${sql} ORDER BY ${sorts[sort]}`)
      .pluck()
      .all(...params);
    views.set(++lastView, ids);
    for (const viewId of [...views.keys()].slice(0, -4)) views.delete(viewId);
    return { viewId: lastView, rows: summaries(ids.slice(0, 100)) };
  },
  total({ viewId }: CallInput<'samples.total'>): CallOutput<'samples.total'> {
    return { total: view(viewId).length };
  },
  rows({ viewId, offset, limit }: CallInput<'samples.rows'>): CallOutput<'samples.rows'> {
    return { rows: summaries(view(viewId).slice(offset, offset + limit)) };
  },
  facets(_: null): CallOutput<'samples.facets'> {
    const facet = (sql: string) => db.prepare<[], { value: string; count: number }>(sql).all();
    const counted = 'count(*) AS count FROM samples';
    return {
      agents: facet(`SELECT agent AS value, ${counted} GROUP BY agent ORDER BY count DESC, value`),
      intents: facet(
        `SELECT intent AS value, ${counted} WHERE intent IS NOT NULL GROUP BY intent ORDER BY count DESC, value`,
      ),
      tags: facet('SELECT tag AS value, count(*) AS count FROM sample_tags GROUP BY tag ORDER BY count DESC, value'),
    };
  },
  examine(_: null): Finding[] {
    const work = openReadonly(data.work);
    const corpus = openReadonly(data.corpus);
    try {
      return examine({ work, corpus });
    } finally {
      work.close();
      corpus.close();
    }
  },
};
export type QueryApi = typeof api;

serve(api, () => db.close());
