import { v7 as uuidv7 } from 'uuid';
import type { Draft, Verdict } from '../../../shared/domain/label.ts';
import type { Dispute } from '../../../shared/domain/lead.ts';
import type { Unit } from '../../../shared/domain/queue.ts';
import { blind } from '../../../shared/rules/blind.ts';
import { readLabelRow } from '../../../shared/sync/feeds.ts';
import type { Drafts } from '../labeling/drafts.ts';
import { Erased } from '../labeling/erased.ts';
import type { OpBody, Outbox } from '../outbox/outbox.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import { standingLabels } from './standing.ts';

type DisputedSample = { queueId: string; sampleId: string };
type FinalVerdict = DisputedSample & { verdict: Verdict; saw: readonly string[] };

type Parts = { work: Connection; corpus: Connection; outbox: Outbox; samples: SampleReader; drafts: Drafts };

/** A draft of a final verdict stands beside the lead's own draft in the same queue, and is never taken for it. */
function draftKey({ queueId, sampleId }: DisputedSample): Unit {
  return { queueId: `final ${queueId}`, sampleId };
}

/** Final verdicts of a lead: what they look at, what they have begun, and the operation that tells the server. */
export class Disputes {
  readonly #work: Connection;
  readonly #outbox: Outbox;
  readonly #samples: SampleReader;
  readonly #drafts: Drafts;
  readonly #erased: Erased;
  readonly #labels;

  constructor({ work, corpus, outbox, samples, drafts }: Parts) {
    this.#work = work;
    this.#outbox = outbox;
    this.#samples = samples;
    this.#drafts = drafts;
    this.#erased = new Erased(work, samples);
    this.#labels = corpus
      .prepare<[string, string], string>('SELECT body FROM team_labels WHERE sample_id = ? AND queue_id = ?')
      .pluck();
  }

  /** The sample with the labels that stand on it; null when it has none, or is not here. */
  read({ queueId, sampleId }: DisputedSample): Dispute | null {
    const sample = this.#samples.get(sampleId);
    const rows = this.#labels.all(sampleId, queueId).map(readLabelRow);
    const labels = standingLabels(rows).sort((a, b) => (a.labelerId < b.labelerId ? -1 : 1));
    if (!sample || labels.length === 0) return null;
    return {
      queueId,
      sample: blind(sample),
      rubricVersion: Math.max(...labels.map(({ verdict }) => verdict.rubricVersion)),
      labels,
      draft: this.#drafts.get(draftKey({ queueId, sampleId })),
    };
  }

  /** @throws AssayError erased */
  saveDraft(unit: DisputedSample, draft: Draft): void {
    this.#erased.refuse(unit.sampleId);
    this.#drafts.save(draftKey(unit), draft);
  }

  /**
   * @param saw the labels that the verdict settles: a later one opens the question anew
   * @throws AssayError erased
   */
  settle({ queueId, sampleId, verdict, saw }: FinalVerdict): void {
    this.#erased.refuse(sampleId);
    const body: OpBody = { kind: 'adjudication', queue_id: queueId, sample_id: sampleId, verdict, saw: [...saw] };
    const write = this.#work.transaction(() => {
      this.#outbox.add(uuidv7(), body, new Date().toISOString());
      this.#drafts.remove(draftKey({ queueId, sampleId }));
    });
    write.immediate();
  }
}
