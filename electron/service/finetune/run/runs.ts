import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { providerSchema } from '../../../../shared/domain/provider.ts';
import {
  type DatedFact,
  datedFactSchema,
  estimateSchema,
  type Run,
  type RunCheckpoint,
  type RunEvent,
  type RunFact,
  type RunMetric,
  runCheckpointSchema,
  runEventSchema,
  runFactSchema,
  runFileSchema,
  runMetricSchema,
  runPlanSchema,
  runSides,
} from '../../../../shared/domain/run.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { after, runState } from '../../../../shared/rules/run.ts';
import type { Connection } from '../../store/database.ts';
import type { Watched } from '../providers/provider.ts';
import type { RunPast } from './world.ts';

const bodySchema = z.object({
  plan: runPlanSchema,
  provider: providerSchema,
  datasetName: z.string(),
  files: z.partialRecord(z.enum(runSides), runFileSchema),
  estimate: estimateSchema,
  createdAt: z.string(),
});
/** What a run is begun with. */
export type RunBody = z.infer<typeof bodySchema>;

type Row = { id: string; body: string; job_id: string | null };

/** The runs of a workspace, in work.db: what was asked for, what happened to it, what the provider told. */
export class Runs {
  readonly #db: Connection;
  readonly #changed: (run: Run) => void;
  readonly #statements;

  constructor(db: Connection, changed: (run: Run) => void) {
    this.#db = db;
    this.#changed = changed;
    this.#statements = {
      insert: db.prepare('INSERT INTO runs (id, body) VALUES (?, ?)'),
      job: db.prepare('UPDATE runs SET job_id = ? WHERE id = ?'),
      one: db.prepare<[string], Row>('SELECT * FROM runs WHERE id = ?'),
      all: db.prepare<[], Row>('SELECT * FROM runs ORDER BY id DESC'),
      facts: db.prepare<[string], string>('SELECT fact FROM run_facts WHERE run_id = ? ORDER BY seq').pluck(),
      history: db.prepare<[string], { at: string; fact: string }>(
        'SELECT at, fact FROM run_facts WHERE run_id = ? ORDER BY seq',
      ),
      fact: db.prepare(
        `INSERT INTO run_facts (run_id, seq, at, fact)
         SELECT @id, coalesce(max(seq), 0) + 1, @at, @fact FROM run_facts WHERE run_id = @id`,
      ),
      event: db.prepare('INSERT OR IGNORE INTO run_events (run_id, id, at, body, metric) VALUES (?, ?, ?, ?, ?)'),
      eventIds: db.prepare<[string], string>('SELECT id FROM run_events WHERE run_id = ?').pluck(),
      events: db
        .prepare<[string, number], string>(
          'SELECT body FROM run_events WHERE run_id = ? ORDER BY at DESC, id DESC LIMIT ?',
        )
        .pluck(),
      eventCount: db.prepare<[string], number>('SELECT count(*) FROM run_events WHERE run_id = ?').pluck(),
      metrics: db
        .prepare<[string], string>(
          'SELECT metric FROM run_events WHERE run_id = ? AND metric IS NOT NULL ORDER BY at, id',
        )
        .pluck(),
      checkpoint: db.prepare(
        `INSERT INTO run_checkpoints (run_id, id, body) VALUES (?, ?, ?)
         ON CONFLICT (run_id, id) DO UPDATE SET body = excluded.body`,
      ),
      checkpoints: db.prepare<[string], string>('SELECT body FROM run_checkpoints WHERE run_id = ?').pluck(),
    };
  }

  /** @param id a UUIDv7: runs are listed by it, newest first */
  add(id: string, body: RunBody): void {
    this.#statements.insert.run(id, JSON.stringify(bodySchema.parse(body)));
  }

  /** What does it here, from now on. */
  setJob(id: string, jobId: string): void {
    this.#statements.job.run(jobId, id);
  }

  /** @throws AssayError not-found */
  get(id: string): Run {
    const row = this.#statements.one.get(id);
    if (row) return this.#read(row);
    throw new AssayError({
      kind: 'not-found',
      message: 'There is no such run in this workspace.',
      safe: 'Nothing was changed.',
      remedy: 'Look at the list of runs.',
    });
  }

  has(id: string): boolean {
    return this.#statements.one.get(id) !== undefined;
  }

  list(): Run[] {
    return this.#statements.all.all().map((row) => this.#read(row));
  }

  /** The dataset that a model was tuned on, where a run of this workspace has tuned it. */
  trainedOn(model: string): string | null {
    return this.list().find((run) => run.model === model)?.plan.datasetId ?? null;
  }

  facts(id: string): RunFact[] {
    return this.#statements.facts.all(id).map((fact) => runFactSchema.parse(JSON.parse(fact)));
  }

  /** What a run goes on from. */
  past(id: string): RunPast {
    const { eventIds, metrics } = this.#statements;
    const last = metrics.all(id).at(-1);
    const metric = last === undefined ? null : runMetricSchema.parse(JSON.parse(last));
    return {
      facts: this.facts(id),
      eventIds: eventIds.all(id),
      steps: metric === null ? null : { done: metric.step, total: metric.steps },
    };
  }

  /** Durable when it returns. A fact that changes nothing is not written down: a cancellation is heard of twice. */
  note(id: string, fact: RunFact): Run {
    const state = runState(this.facts(id));
    if (!isDeepStrictEqual(after(state, fact), state)) this.#append(id, fact);
    return this.tell(id);
  }

  #append(id: string, fact: RunFact): void {
    this.#statements.fact.run({ id, at: new Date().toISOString(), fact: JSON.stringify(runFactSchema.parse(fact)) });
  }

  /** Notes what the provider told, whole or not at all. A fact that is as the last one is noted once. */
  noteWatched(id: string, { job, events, checkpoints }: Omit<Watched, 'unread'>): Run {
    const { event, checkpoint } = this.#statements;
    this.#db.transaction(() => {
      for (const { metric, ...told } of events)
        event.run(id, told.id, told.at, JSON.stringify(told), metric === null ? null : JSON.stringify(metric));
      for (const saved of checkpoints) checkpoint.run(id, saved.id, JSON.stringify(saved));
      const last = JSON.stringify(this.get(id).remote);
      if (last !== JSON.stringify(job)) this.#append(id, { what: 'told', job });
    })();
    return this.tell(id);
  }

  /**
   * Facts as they happened, newest events last; the curves and checkpoints in the order of their steps.
   *
   * @param newest so many events at most, and `earlier` says of how many more there are; without it all of them
   */
  detail(
    id: string,
    newest = Number.MAX_SAFE_INTEGER,
  ): {
    facts: DatedFact[];
    events: RunEvent[];
    earlier: number;
    metrics: RunMetric[];
    checkpoints: RunCheckpoint[];
  } {
    const { history, events, eventCount, metrics, checkpoints } = this.#statements;
    const byStep = (a: { step: number }, b: { step: number }) => a.step - b.step;
    const told = events.all(id, newest).reverse();
    return {
      facts: history.all(id).map(({ at, fact }) => datedFactSchema.parse({ at, fact: JSON.parse(fact) })),
      events: told.map((event) => runEventSchema.parse(JSON.parse(event))),
      earlier: (eventCount.get(id) ?? 0) - told.length,
      metrics: metrics
        .all(id)
        .map((metric) => runMetricSchema.parse(JSON.parse(metric)))
        .sort(byStep),
      checkpoints: checkpoints
        .all(id)
        .map((checkpoint) => runCheckpointSchema.parse(JSON.parse(checkpoint)))
        .sort(byStep),
    };
  }

  /** Whoever looks hears how it is now. */
  tell(id: string): Run {
    const run = this.get(id);
    this.#changed(run);
    return run;
  }

  #read({ id, body, job_id }: Row): Run {
    const begun = bodySchema.parse(JSON.parse(body));
    const { phase, asked, cancelling, remote, model, error, jobId } = runState(this.facts(id));
    const { price } = begun.estimate;
    const tokens = remote?.trainedTokens ?? null;
    const cost = price === null || tokens === null ? null : (tokens / 1_000_000) * price.perMillion;
    return { id, ...begun, jobId: job_id, remoteId: jobId, phase, asked, cancelling, remote, model, error, cost };
  }
}
