import { v7 as uuidv7 } from 'uuid';
import type { LeadDay, QueuePlan } from '../../../shared/domain/lead.ts';
import type { Rubric } from '../../../shared/domain/rubric.ts';
import { AssayError } from '../../../shared/errors.ts';
import { daySchema } from '../../../shared/sync/day.ts';
import { writeInvite } from '../../../shared/sync/invite.ts';
import { doneSchema, eraseAnswerSchema, inviteAnswerSchema } from '../../../shared/sync/protocol.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { dayOf, specOf } from './wire.ts';

/**
 * What a lead does. Decisions about queues and people are calls to the server: they need it. Answers are operations
 * like a label: they wait in the outbox where there is no network.
 */
export class Lead {
  readonly #work: Connection;
  readonly #outbox: Outbox;
  readonly #sync: SyncEngine;
  readonly #asked;

  constructor(work: Connection, corpus: Connection, outbox: Outbox, sync: SyncEngine) {
    this.#work = work;
    this.#asked = corpus.prepare<[string], number>('SELECT 1 FROM questions WHERE question_id = ?').pluck();
    this.#outbox = outbox;
    this.#sync = sync;
  }

  async day(): Promise<LeadDay> {
    return dayOf(await this.#sync.ask('assay_day', {}, daySchema));
  }

  saveQueue(plan: QueuePlan): Promise<void> {
    return this.#sync.change('assay_save_queue', { spec: specOf(plan) }, doneSchema);
  }

  /** Saves it as the next version; what was judged by an older one keeps that. */
  saveRubric(body: Rubric): Promise<void> {
    return this.#sync.change('assay_save_rubric', { body }, doneSchema);
  }

  /** @returns the link, this once: the server keeps no more than a hash of its code */
  async invite(name: string, role: string, days: number): Promise<{ link: string; expiresAt: string }> {
    const { code, expires_at } = await this.#sync.ask('assay_invite', { name, role, days }, inviteAnswerSchema);
    return { link: writeInvite({ team: this.#sync.waysIn.team, code }), expiresAt: expires_at };
  }

  removeMember(memberId: string): Promise<void> {
    return this.#sync.change('assay_remove_member', { member_id: memberId }, doneSchema);
  }

  returnSample({ queueId, sampleId, memberId, reason }: ReturnedSample): Promise<void> {
    return this.#sync.change(
      'assay_return',
      { queue_id: queueId, sample_id: sampleId, member_id: memberId, reason },
      doneSchema,
    );
  }

  requeue(memberId: string, since: string, reason: string): Promise<void> {
    return this.#sync.change('assay_requeue', { member_id: memberId, since, reason }, doneSchema);
  }

  /** Erases samples for good. @returns how many of them the team had */
  erase(sampleIds: readonly string[]): Promise<{ erased: number }> {
    return this.#sync.change('assay_erase', { sample_ids: sampleIds }, eraseAnswerSchema);
  }

  /** @throws AssayError not-found when the question has gone meanwhile */
  rule(questionId: string, text: string): void {
    if (this.#asked.get(questionId) !== 1) throw noQuestion();
    const body = { kind: 'ruling', question_id: questionId, text } as const;
    const write = this.#work.transaction(() => this.#outbox.add(uuidv7(), body, new Date().toISOString()));
    write.immediate();
  }
}

function noQuestion(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'This question is no longer there: its sample was erased.',
    safe: 'The answer was not sent, and nothing else was changed.',
    remedy: 'Go on with the next question.',
  });
}

type ReturnedSample = { queueId: string; sampleId: string; memberId: string; reason: string };
