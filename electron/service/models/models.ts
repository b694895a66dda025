import type { Model } from '../../../shared/domain/model.ts';
import type { ServedModel } from '../../../shared/domain/provider.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Connection } from '../store/database.ts';

type Known = Pick<Model, 'status' | 'shutdown' | 'notes'> & {
  provider_id: string;
  name: string;
  seen_at: string | null;
};

/**
 * The models of a workspace. Those of its runs are there by themselves, with where they come from; others that are
 * compared or rolled out are added by name.
 */
export class Models {
  readonly #db: Connection;
  readonly #runs: () => readonly Run[];
  readonly #statements;

  /** @param runs of the workspace, newest first */
  constructor(db: Connection, runs: () => readonly Run[]) {
    this.#db = db;
    this.#runs = runs;
    this.#statements = {
      all: db.prepare<[], Known>('SELECT * FROM models ORDER BY provider_id, name'),
      add: db.prepare('INSERT OR IGNORE INTO models (provider_id, name) VALUES (?, ?)'),
      note: db.prepare('UPDATE models SET notes = ? WHERE provider_id = ? AND name = ?'),
      seen: db.prepare(
        `UPDATE models SET status = 'available', seen_at = ?, shutdown = ? WHERE provider_id = ? AND name = ?`,
      ),
      // Its own end stays as it was told last.
      gone: db.prepare(`UPDATE models SET status = 'gone', seen_at = ? WHERE provider_id = ? AND name = ?`),
    };
  }

  /** Tuned ones first, the newest of them at the top; then the others by name. */
  list(): Model[] {
    const known = new Map(this.#statements.all.all().map((row) => [keyOf(row.provider_id, row.name), row]));
    const models = new Map<string, Model>();
    const put = (model: Pick<Model, 'providerId' | 'name' | 'kind'> & Partial<Model>) => {
      const key = keyOf(model.providerId, model.name);
      if (models.has(key)) return;
      const row = known.get(key);
      models.set(key, {
        base: null,
        runId: null,
        datasetId: null,
        datasetName: null,
        status: row?.status ?? 'unseen',
        seenAt: row?.seen_at ?? null,
        shutdown: row?.shutdown ?? null,
        notes: row?.notes ?? '',
        ...model,
      });
    };
    const runs = this.#runs();
    for (const { id, model, provider, plan, datasetName } of runs)
      if (model !== null)
        put({
          providerId: provider.id,
          name: model,
          kind: 'tuned',
          base: plan.model,
          runId: id,
          datasetId: plan.datasetId,
          datasetName,
        });
    for (const { provider, plan } of runs) put({ providerId: provider.id, name: plan.model, kind: 'base' });
    for (const { provider_id, name } of known.values()) put({ providerId: provider_id, name, kind: 'base' });
    return [...models.values()].map((model) => endsWithBase(model, models));
  }

  add(providerId: string, name: string): void {
    this.#statements.add.run(providerId, name);
  }

  /** @throws AssayError not-found */
  note(providerId: string, name: string, notes: string): void {
    this.#mustKnow(providerId, name);
    this.#statements.add.run(providerId, name);
    this.#statements.note.run(notes, providerId, name);
  }

  /** Takes over what a server says of its models: of those that are not in its list, that they are gone. */
  heard(providerId: string, served: readonly ServedModel[], at: string): void {
    const byName = new Map(served.map((model) => [model.name, model]));
    this.#db.transaction(() => {
      for (const { providerId: of, name } of this.list()) {
        if (of !== providerId) continue;
        const model = byName.get(name);
        this.#statements.add.run(of, name);
        if (model) this.#statements.seen.run(at, model.shutdown, of, name);
        else this.#statements.gone.run(at, of, name);
      }
    })();
  }

  #mustKnow(providerId: string, name: string): void {
    if (this.list().some((model) => model.providerId === providerId && model.name === name)) return;
    throw new AssayError({
      kind: 'not-found',
      message: `There is no model “${name}” here.`,
      safe: 'Nothing was changed.',
      remedy: 'Add it first.',
    });
  }
}

const keyOf = (providerId: string, name: string): string => `${providerId} ${name}`;

/** Where its own end is not announced, it ends with its base, or with what that was tuned from. */
function endsWithBase(model: Model, models: ReadonlyMap<string, Model>): Model {
  const met = new Set<Model>();
  for (let of: Model | undefined = model; of && !met.has(of); ) {
    if (of.shutdown !== null) return { ...model, shutdown: of.shutdown };
    met.add(of);
    of = of.base === null ? undefined : models.get(keyOf(of.providerId, of.base));
  }
  return model;
}
