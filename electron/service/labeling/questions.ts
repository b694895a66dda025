import { v7 as uuidv7 } from 'uuid';
import type { Unit } from '../../../shared/domain/queue.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import { queueKey } from './labels.ts';
import type { QueueReader } from './queues.ts';

/** Questions to the lead: those asked here, and what the server has of them. */
export class Questions {
  readonly #outbox: Outbox;
  readonly #queues: QueueReader;
  readonly #insert;
  readonly #stand;
  readonly #text;

  constructor(work: Connection, outbox: Outbox, queues: QueueReader) {
    this.#outbox = outbox;
    this.#queues = queues;
    this.#insert = work.prepare('INSERT INTO asked (id, queue, sample_id, text, asked_at) VALUES (?, ?, ?, ?, ?)');
    this.#stand = work.prepare(
      `INSERT INTO standings (queue, sample_id, question) VALUES (?, ?, ?)
       ON CONFLICT (queue, sample_id) DO UPDATE SET question = excluded.question`,
    );
    this.#text = work.prepare<[string], string>('SELECT text FROM asked WHERE id = ?').pluck();
  }

  /** Records a question with its operation, as a part of a transaction that the caller holds. */
  ask({ queueId, sampleId }: Unit, text: string): void {
    const id = uuidv7();
    const at = new Date().toISOString();
    this.#insert.run(id, queueKey(queueId), sampleId, text, at);
    this.#stand.run(queueKey(queueId), sampleId, id);
    this.#outbox.add(id, { kind: 'question', queue_id: queueId, sample_id: sampleId, text }, at);
  }

  /**
   * What was asked last about a unit, and the ruling.
   *
   * @param askedHere the last question of this device: until the server has it, it is newer than all that it has
   */
  last(unit: Unit, askedHere: string | null): { question: string | null; ruling: string | null } {
    const told = this.#queues.questions(unit);
    if (askedHere !== null && !told.some(({ question_id }) => question_id === askedHere))
      return { question: this.#text.get(askedHere) ?? null, ruling: null };
    const last = told.at(-1);
    return { question: last?.text ?? null, ruling: last?.ruling ?? null };
  }
}
