import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Reader } from '../../electron/service/samples/query/source.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { type SampleFilter, sampleSorts } from '../../shared/domain/browse.ts';
import { orderStrategies } from '../../shared/domain/order.ts';
import { finish, openQueryParts } from '../fixtures/query.ts';
import { bind, queueA, tell } from '../fixtures/team.ts';
import { makeWorkspace } from '../property/query-oracle.ts';

const filters: SampleFilter[] = [
  {},
  { agent: 'Order Support' },
  { intent: 'refund' },
  { tag: 'vip' },
  { conversationId: 'c19' },
  { text: 'late ' },
  { text: 'late ', agent: 'Order Support' },
  { text: 'or' },
  { text: '-late ' },
  { status: 'unlabeled' },
  { status: 'skipped' },
  { decision: 'reject' },
  { hasCorrection: false },
  { score: { scale: 'overall', min: 1, max: 3 } },
  { minConfidence: 0.2, maxConfidence: 0.8 },
  { from: '2026-09-10', to: '2026-09-20' },
  { queue: queueA },
  { queue: queueA, tag: 'vip', status: 'labeled' },
];

/** A seek in an index that has all that is asked for, or a row by its key; FTS5 and lists of ids have no other plan. */
const goodSteps = [
  /^SEARCH \S+ USING (COVERING INDEX|PRIMARY KEY|INTEGER PRIMARY KEY)/,
  /^SEARCH work.standings USING INDEX standings_by_decision \(queue=\? AND decision=\? AND labeled_at<\?\)$/,
  /^SEARCH (t USING INDEX sqlite_autoindex_standings_1 \(queue=\? AND sample_id=\?\)|samples USING INDEX sqlite_autoindex_samples_1 \(sample_id=\?\))/,
  /^SEARCH a USING INDEX assignments_by_queue \(queue_id=\? AND id=\?\)$/,
  /^SEARCH (o|q) USING INDEX sqlite_autoindex_(outbox|questions)_1 \((op_id|question_id)=\?\)$/,
  // The labels of one sample, which are as many as labelers had it.
  /^SEARCH [ln] USING INDEX team_labels_by_sample \(sample_id=\?\)$/,
  // The largest row number.
  /^SEARCH work.standings$/,
  /^SCAN (samples_text|temp.words|w|wanted) VIRTUAL TABLE/,
  /^SCAN (found|latest|\(subquery-\d+\))$/,
  /^(LEFT|RIGHT|SETUP|RECURSIVE STEP|MERGE \(UNION ALL\)|CO-ROUTINE .*|(CORRELATED )?SCALAR SUBQUERY \d+|COMPOUND QUERY)$/,
];
/** What sorts only what it was given, or as much as is asked for. */
const sortsLittle = /json_each|standings_by_decision/;

describe('a search', () => {
  it('seeks in an index by every statement, and sorts no more than a page', () => {
    const { workspace, known } = makeWorkspace(31, 400);
    bind(workspace);
    const assignments = known.slice(0, 200).map(({ sampleId }) => ({ sample_id: sampleId, state: 'leased' as const }));
    tell(workspace, {
      assignments: assignments.map((row) => ({ queue_id: queueA, ...row })),
    });
    const asked = new Set<string>();
    const db = new Database(workspace.files.corpus, { readonly: true, verbose: (sql) => asked.add(String(sql)) });
    db.prepare('ATTACH ? AS work').run(workspace.files.work);
    const { views, loop } = openQueryParts(workspace, new Reader(db));
    for (const filter of filters) {
      const blind = (order: string) => filter.queue === undefined || order !== 'least_confident';
      for (const sort of sampleSorts.filter(blind)) finish(views.search({ filter, sort }));
      for (const strategy of orderStrategies.filter(blind))
        finish(loop.next({ order: { strategy, seed: 1 }, filter, after: 'sample 7', limit: 20 }));
    }
    const statements = [...asked].filter((sql) => /^\s*(SELECT|WITH)/.test(sql));
    expect(statements.length).toBeGreaterThan(100);
    for (const sql of statements) {
      const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
      const bad = plan
        .map(({ detail }) => detail)
        .filter((step) => !goodSteps.some((good) => good.test(step)))
        .filter((step) => !(step.startsWith('USE TEMP B-TREE') && sortsLittle.test(sql)));
      expect({ sql, bad }).toEqual({ sql, bad: [] });
    }
  });

  it('reads a page of ids for its first page, whatever the corpus holds', () => {
    const { workspace } = makeWorkspace(32, 6000);
    const reader = new CountingReader(openReadonly(workspace.files.corpus, { work: workspace.files.work }));
    const { views, loop } = openQueryParts(workspace, reader);
    const read = (work: () => unknown) => {
      reader.count = 0;
      work();
      return reader.count;
    };
    for (const sort of sampleSorts) expect(read(() => finish(views.search({ filter: {}, sort })))).toBeLessThan(400);
    for (const sort of ['newest', 'oldest'] as const)
      for (const filter of [{ agent: 'Order Support' }, { text: 'late ' }, { text: 'late ', agent: 'Order Support' }])
        expect(read(() => finish(views.search({ filter, sort })))).toBeLessThan(2000);
    for (const strategy of ['oldest', 'newest', 'least_confident', 'by_conversation'] as const) {
      const order = { strategy, seed: null };
      expect(read(() => finish(loop.next({ order, filter: {}, after: 'sample 7', limit: 20 })))).toBeLessThan(400);
    }
  });
});

/** Counts what SQLite gives back. */
class CountingReader extends Reader {
  count = 0;

  override column<T>(sql: string, ...params: unknown[]): T[] {
    const rows = super.column<T>(sql, ...params);
    this.count += rows.length;
    return rows;
  }

  override rows<T>(sql: string, ...params: unknown[]): T[] {
    const rows = super.rows<T>(sql, ...params);
    this.count += rows.length;
    return rows;
  }
}
