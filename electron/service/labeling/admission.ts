import type { Verdict } from '../../../shared/domain/label.ts';
import type { Unit } from '../../../shared/domain/queue.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Erased } from './erased.ts';
import type { QueueReader } from './queues.ts';

/**
 * What may be done to which unit. In a team's queue it takes an assignment, in whatever state: work on what was given
 * back or came too late is the server's to judge, and is never lost here.
 */
export class Admission {
  readonly #samples: SampleReader;
  readonly #queues: QueueReader;
  readonly #erased: Erased;

  constructor(samples: SampleReader, queues: QueueReader, erased: Erased) {
    this.#samples = samples;
    this.#queues = queues;
    this.#erased = erased;
  }

  /** True when the unit can be shown here: it is on this device, and seen in this queue. */
  shows({ queueId, sampleId }: Unit): boolean {
    if (!this.#samples.has(sampleId)) return false;
    return queueId === null
      ? !this.#queues.hidden(sampleId)
      : this.#queues.assignment({ queueId, sampleId })?.held === true;
  }

  /** @throws AssayError not-found for a unit that this labeler does not have; erased for one that nobody has any more */
  admit(unit: Unit): void {
    this.#erased.refuse(unit.sampleId);
    if (unit.queueId === null ? !this.shows(unit) : this.#queues.assignment(unit) === null) throw noUnit(unit);
  }

  /** @throws AssayError not-found, erased; conflict for what the queue forbids */
  admitVerdict(unit: Unit, { filled }: Verdict): void {
    this.admit(unit);
    if (unit.queueId !== null && filled.length > 0 && !this.#queues.rules(unit.queueId).allow_fill) throw noFill();
  }

  /** @throws AssayError not-found, erased; conflict for what the queue forbids */
  admitSkip(unit: Unit): void {
    this.admit(unit);
    if (unit.queueId !== null && !this.#queues.rules(unit.queueId).allow_skip) throw noSkip();
  }
}

function noUnit({ queueId, sampleId }: Unit): AssayError {
  const where = queueId === null ? 'in this workspace' : 'assigned to you in this queue';
  return new AssayError({
    kind: 'not-found',
    message: `There is no sample ${sampleId} ${where}.`,
    safe: 'Nothing was changed.',
    remedy: 'Go on with the next sample.',
  });
}

function noFill(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'This queue wants every score given by itself, and key 0 has filled some.',
    safe: 'The label was not saved; what you entered is kept as a draft.',
    remedy: 'Give the filled scores one by one, then commit again.',
  });
}

function noSkip(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'This queue does not allow skipping.',
    safe: 'Nothing was changed.',
    remedy: 'Ask the lead about the sample, or judge it.',
  });
}
