import type { Handlers, ServiceCallName } from '../../../shared/contract/calls.ts';
import type { openQueries } from '../samples/queries.ts';
import type { Meta } from '../store/meta.ts';
import type { Drafts } from './drafts.ts';
import type { createLabeling } from './labeling.ts';
import { readKey, readMark } from './must-read.ts';
import type { QueueReader } from './queues.ts';

type LabelingCallName = Extract<ServiceCallName, `labeling.${string}`>;

type LabelingParts = {
  labeling: ReturnType<typeof createLabeling>;
  drafts: Drafts;
  queues: QueueReader;
  queries: ReturnType<typeof openQueries>;
  meta: Meta;
  /** Told of what was written: it is due for a checkpoint. */
  wrote: <T>(value: T) => T;
};

export function labelingHandlers({
  labeling,
  drafts,
  queues,
  queries,
  meta,
  wrote,
}: LabelingParts): Handlers<LabelingCallName> {
  return {
    'labeling.next': (input) => queries.call('next', input),
    'labeling.counts': (input) => queries.call('counts', input),
    'labeling.queues': () => queries.call('queues', null),
    'labeling.rubric': ({ version }) => queues.rubric(version),
    'labeling.items': ({ queueId, sampleIds }) => labeling.items(queueId, sampleIds),
    'labeling.history': (unit) => labeling.history(unit),
    'labeling.fate': (unit) => labeling.fate(unit),
    'labeling.confirmRead': ({ queueId, text }) => wrote(meta.set(readKey(queueId), readMark(text))),
    'labeling.saveDraft': ({ draft, ...unit }) => labeling.saveDraft(unit, draft),
    'labeling.savePosition': (position) => drafts.savePosition(position),
    'labeling.position': ({ queueId }) => drafts.position(queueId),
    'labeling.commit': ({ id, verdict, ...unit }) => wrote(labeling.commit(id, unit, verdict)),
    'labeling.skip': ({ reason, ...unit }) => wrote(labeling.skip(unit, reason)),
    'labeling.flag': ({ flagged, ...unit }) => wrote(labeling.flag(unit, flagged)),
    'labeling.ask': ({ text, ...unit }) => wrote(labeling.ask(unit, text)),
    'labeling.undo': () => wrote(labeling.undo()),
    'labeling.redo': () => wrote(labeling.redo()),
  };
}
