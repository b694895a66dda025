import type { Unit } from '../../../shared/domain/queue.ts';
import type { Connection } from '../store/database.ts';
import { queueIdOf, queueKey } from './labels.ts';

export type ActionKind = 'label' | 'skip' | 'flag';

/**
 * One thing that was done. `before` and `after` are what stood: a label's id, a skip reason, or '1' for a flag; null is
 * nothing.
 */
export type Action = { seq: number; unit: Unit; what: ActionKind; before: string | null; after: string | null };

type ActionRow = {
  seq: number;
  queue: string;
  sample_id: string;
  what: ActionKind;
  before: string | null;
  after: string | null;
};

/** How a step is taken: on which units, and what it does, before the pointer moves and in the caller's transaction. */
type Step = { on: (unit: Unit) => boolean; apply: (action: Action) => void };

/**
 * The undo stack, durable and without limit: it survives restarts, so that Monday's first key can take back Friday's
 * last label. One stack for all queues, because a person takes back what they did last. Only the pointer moves here;
 * labels and marks themselves are never removed.
 */
export class UndoStack {
  readonly #push;
  readonly #dropUndone;
  readonly #lastDone;
  readonly #firstUndone;
  readonly #setUndone;

  constructor(db: Connection) {
    this.#push = db.prepare('INSERT INTO actions (queue, sample_id, what, before, after) VALUES (?, ?, ?, ?, ?)');
    this.#dropUndone = db.prepare('DELETE FROM actions WHERE undone = 1');
    this.#lastDone = db.prepare<[number], ActionRow>(
      'SELECT * FROM actions WHERE undone = 0 AND seq < ? ORDER BY seq DESC LIMIT 1',
    );
    this.#firstUndone = db.prepare<[number], ActionRow>(
      'SELECT * FROM actions WHERE undone = 1 AND seq > ? ORDER BY seq LIMIT 1',
    );
    this.#setUndone = db.prepare('UPDATE actions SET undone = ? WHERE seq = ?');
  }

  /** Records what was done. What was undone before can no longer be done again. */
  push({ unit, what, before, after }: Omit<Action, 'seq'>): void {
    this.#dropUndone.run();
    this.#push.run(queueKey(unit.queueId), unit.sampleId, what, before, after);
  }

  /**
   * Takes back the last action, or gives null. What is on units that `on` refuses is passed over: nobody could see what
   * was taken back there.
   */
  undo(step: Step): Action | null {
    return this.#step((from) => this.#lastDone.get(from), Number.MAX_SAFE_INTEGER, 1, step);
  }

  redo(step: Step): Action | null {
    return this.#step((from) => this.#firstUndone.get(from), 0, 0, step);
  }

  #step(next: (from: number) => ActionRow | undefined, from: number, undone: 0 | 1, { on, apply }: Step) {
    for (let row = next(from); row; row = next(row.seq)) {
      const { seq, queue, sample_id, what, before, after } = row;
      const action: Action = { seq, unit: { queueId: queueIdOf(queue), sampleId: sample_id }, what, before, after };
      if (!on(action.unit)) continue;
      apply(action);
      this.#setUndone.run(undone, seq);
      return action;
    }
    return null;
  }
}
