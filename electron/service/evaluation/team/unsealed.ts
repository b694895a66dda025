import type { Connection } from '../../store/database.ts';

/**
 * Evaluations whose answers are in other workspaces, and of which this one was told whose they are: in work.db, and only
 * once they were opened there.
 */
export class UnsealedEvaluations {
  readonly #statements;

  constructor(db: Connection) {
    this.#statements = {
      add: db.prepare('INSERT INTO unsealed_evaluations (evaluation_id, secret) VALUES (?, ?) ON CONFLICT DO NOTHING'),
      secret: db.prepare<[string], Buffer>('SELECT secret FROM unsealed_evaluations WHERE evaluation_id = ?').pluck(),
    };
  }

  add(id: string, secret: Buffer): void {
    this.#statements.add.run(id, secret);
  }

  has(id: string): boolean {
    return this.secretOf(id) !== null;
  }

  secretOf(id: string): Buffer | null {
    return this.#statements.secret.get(id) ?? null;
  }
}
