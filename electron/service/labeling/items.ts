import type { Item } from '../../../shared/contract/calls.ts';
import type { Unit } from '../../../shared/domain/queue.ts';
import { blind } from '../../../shared/rules/blind.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Admission } from './admission.ts';
import type { Drafts } from './drafts.ts';
import type { LabelReader } from './labels.ts';
import type { Questions } from './questions.ts';
import type { QueueReader } from './queues.ts';

type Parts = {
  samples: SampleReader;
  queues: QueueReader;
  admission: Admission;
  drafts: Drafts;
  labels: LabelReader;
  questions: Questions;
};

const ofOwnQueue = { rubricVersion: null, leaseUntil: null, returnedReason: null, question: null, ruling: null };

/** Reads what the labeling screen shows of a unit; null when it cannot be shown here. */
export function itemReader(parts: Parts): (unit: Unit) => Item | null {
  const { samples, queues, admission, drafts, labels, questions } = parts;
  return (unit) => {
    const sample = admission.shows(unit) ? samples.get(unit.sampleId) : null;
    if (!sample) return null;
    const standing = labels.standing(unit);
    const { label, skipped, flagged } = standing;
    const known = { queueId: unit.queueId, draft: drafts.get(unit), label, skipped, flagged };
    const assignment = queues.assignment(unit);
    if (!assignment) return { sample, ...known, ...ofOwnQueue };
    return {
      sample: blind(sample),
      ...known,
      rubricVersion: assignment.rubric_version,
      leaseUntil: assignment.lease_until,
      returnedReason: queues.returnedReason(assignment, standing),
      ...questions.last(unit, standing.question),
    };
  };
}
