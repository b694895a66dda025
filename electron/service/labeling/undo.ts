import type { Connection } from '../store/database.ts';

export type ActionKind = 'label' | 'skip' | 'flag';

/**
 * One thing that was done. `before` and `after` are what stood: a label's id, a skip reason, or '1' for a flag; null is
 * nothing.
 */
export type Action = { seq: number; sampleId: string; what: ActionKind; before: string | null; after: string | null };

type ActionRow = { seq: number; sample_id: string; what: ActionKind; before: string | null; after: string | null };

/**
 * The undo stack, durable and without limit: it survives restarts, so that Monday's first key can take back Friday's
 * last label. Only the pointer moves here; labels and marks themselves are never removed.
 */
export class UndoStack {
  readonly #push;
  readonly #dropUndone;
  readonly #lastDone;
  readonly #firstUndone;
  readonly #setUndone;

  constructor(db: Connection) {
    this.#push = db.prepare('INSERT INTO actions (sample_id, what, before, after) VALUES (?, ?, ?, ?)');
    this.#dropUndone = db.prepare('DELETE FROM actions WHERE undone = 1');
    this.#lastDone = db.prepare<[], ActionRow>('SELECT * FROM actions WHERE undone = 0 ORDER BY seq DESC LIMIT 1');
    this.#firstUndone = db.prepare<[], ActionRow>('SELECT * FROM actions WHERE undone = 1 ORDER BY seq LIMIT 1');
    this.#setUndone = db.prepare('UPDATE actions SET undone = ? WHERE seq = ?');
  }

  /** Records what was done. What was undone before can no longer be done again. */
  push(action: Omit<Action, 'seq'>): void {
    this.#dropUndone.run();
    this.#push.run(action.sampleId, action.what, action.before, action.after);
  }

  /** The action to take back next, or null. `apply` runs before the pointer moves, in the caller's transaction. */
  undo(apply: (action: Action) => void): Action | null {
    return this.#step(this.#lastDone.get(), 1, apply);
  }

  redo(apply: (action: Action) => void): Action | null {
    return this.#step(this.#firstUndone.get(), 0, apply);
  }

  #step(row: ActionRow | undefined, undone: 0 | 1, apply: (action: Action) => void): Action | null {
    if (!row) return null;
    const { seq, sample_id, what, before, after } = row;
    const action = { seq, sampleId: sample_id, what, before, after };
    apply(action);
    this.#setUndone.run(undone, seq);
    return action;
  }
}
