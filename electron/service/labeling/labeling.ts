import type { Item } from '../../../shared/contract/calls.ts';
import {
  type Draft,
  draftOf,
  type Label,
  type LabelFate,
  type SkipReason,
  skipReasons,
  type Verdict,
} from '../../../shared/domain/label.ts';
import type { QueueId, Unit } from '../../../shared/domain/queue.ts';
import { AssayError } from '../../../shared/errors.ts';
import { type Outbox, OutboxReader } from '../outbox/outbox.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import { Admission } from './admission.ts';
import type { Drafts } from './drafts.ts';
import { Erased } from './erased.ts';
import { itemReader } from './items.ts';
import { labelReader, labelWriter, newLabelId } from './labels.ts';
import { Questions } from './questions.ts';
import type { QueueReader } from './queues.ts';
import { type Action, type ActionKind, UndoStack } from './undo.ts';

export type Labeling = ReturnType<typeof createLabeling>;

type Parts = {
  /** FULL: its only writer. */
  work: Connection;
  outbox: Outbox;
  samples: SampleReader;
  queues: QueueReader;
  drafts: Drafts;
  labelerId: string;
};

/**
 * The labeling loop's writes. Each is one FULL transaction: when it returns, the verdict is on the disk together with
 * what stands, what can be undone, the removal of its draft, and what is to be sent to the team's server.
 */
export function createLabeling({ work, outbox, samples, queues, drafts, labelerId }: Parts) {
  const labels = labelReader(work);
  const writer = labelWriter(work, outbox, labelerId);
  const questions = new Questions(work, outbox, queues);
  const stack = new UndoStack(work);
  const sent = new OutboxReader(work);
  const erased = new Erased(work, samples);
  const admission = new Admission(samples, queues, erased);
  const item = itemReader({ samples, queues, admission, drafts, labels, questions });

  const commit = work.transaction((id: string, unit: Unit, verdict: Verdict): Label => {
    const repeated = labels.get(id);
    if (repeated) return sameLabel(repeated, unit);
    admission.admitVerdict(unit, verdict);
    const before = labels.standing(unit).label;
    const label = writer.append({ id, unit, verdict, supersedes: before?.id ?? null });
    stack.push({ unit, what: 'label', before: before?.id ?? null, after: id });
    drafts.remove(unit);
    return label;
  });

  const skip = work.transaction((unit: Unit, reason: SkipReason): void => {
    admission.admitSkip(unit);
    const { label, skipped: before } = labels.standing(unit);
    if (label) throw alreadyJudged();
    writer.skip(unit, reason);
    stack.push({ unit, what: 'skip', before, after: reason });
  });

  const flag = work.transaction((unit: Unit, flagged: boolean): void => {
    admission.admit(unit);
    const before = labels.standing(unit).flagged;
    if (before === flagged) return;
    writer.flag(unit, flagged);
    stack.push({ unit, what: 'flag', before: before ? '1' : null, after: flagged ? '1' : null });
  });

  const ask = work.transaction((unit: Unit, text: string): void => {
    admission.admit(unit);
    questions.ask(unit, text);
  });

  /** Makes `state` stand again: a label by superseding, nothing by withdrawal. */
  function restore({ unit, what }: Action, state: string | null): void {
    if (what === 'flag') writer.flag(unit, state === '1');
    else if (what === 'skip') writer.skip(unit, skipReasons.find((reason) => reason === state) ?? null);
    else restoreLabel(unit, state);
  }

  function restoreLabel(unit: Unit, state: string | null): void {
    const target = state === null ? null : labels.get(state);
    const verdict = target?.kind === 'verdict' ? target.verdict : null;
    const standing = labels.standing(unit).label;
    writer.append({ id: newLabelId(), unit, verdict, supersedes: standing?.id ?? null });
  }

  const on = (unit: Unit) => admission.shows(unit);

  const undo = work.transaction((): Action | null =>
    stack.undo({
      on,
      apply: (action) => {
        const taken = action.what === 'label' ? labels.standing(action.unit).label : null;
        restore(action, action.before);
        // The verdict taken back returns to the screen as a draft: undoing is mostly the start of a correction.
        if (taken) drafts.put(action.unit, draftOf(taken.verdict));
      },
    }),
  );

  const redo = work.transaction((): Action | null =>
    stack.redo({
      on,
      apply: (action) => {
        restore(action, action.after);
        if (action.what === 'label') drafts.remove(action.unit);
      },
    }),
  );

  function answer(action: Action | null): { what: ActionKind; item: Item } | null {
    const moved = action && item(action.unit);
    return moved && { what: action.what, item: moved };
  }

  return {
    /** The items that are in this queue, in the order asked for. */
    items: (queueId: QueueId, sampleIds: readonly string[]): Item[] =>
      sampleIds.flatMap((sampleId) => item({ queueId, sampleId }) ?? []),
    /** Every label of a sample in a queue, oldest first. */
    history: (unit: Unit): Label[] => labels.history(unit),
    /** Where the standing label of a unit is; null without one, and where there is no server. */
    fate(unit: Unit): LabelFate | null {
      const { label } = labels.standing(unit);
      if (label === null || outbox.account === null) return null;
      return fates[sent.stateOf(label.id) ?? 'acknowledged'];
    },
    /** What has a verdict; a sample counts in each of its queues. */
    count: (): number => labels.count(),
    /** Keeps what is entered and not committed, on whatever is still on the screen. @throws AssayError erased */
    saveDraft(unit: Unit, draft: Draft): void {
      erased.refuse(unit.sampleId);
      drafts.save(unit, draft);
    },
    commit: (id: string, unit: Unit, verdict: Verdict): Label => commit.immediate(id, unit, verdict),
    skip: (unit: Unit, reason: SkipReason): void => skip.immediate(unit, reason),
    flag: (unit: Unit, flagged: boolean): void => flag.immediate(unit, flagged),
    ask: (unit: Unit, text: string): void => ask.immediate(unit, text),
    undo: () => answer(undo.immediate()),
    redo: () => answer(redo.immediate()),
  };
}

const fates = { waiting: 'here', acknowledged: 'server', rejected: 'refused' } as const;

function sameLabel(label: Label, { queueId, sampleId }: Unit): Label {
  if (label.sampleId === sampleId && label.queueId === queueId) return label;
  throw new AssayError({
    kind: 'conflict',
    message: 'This label id is already used for another sample.',
    safe: 'The earlier label is unchanged; the new one was not saved.',
    remedy: 'Commit again.',
  });
}

function alreadyJudged(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'This sample has a verdict, so that it cannot be skipped.',
    safe: 'The verdict is unchanged.',
    remedy: 'Change the verdict, or take it back first.',
  });
}
