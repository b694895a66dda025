import type { Item } from '../../../shared/contract/calls.ts';
import { draftOf, type Label, type SkipReason, skipReasons, type Verdict } from '../../../shared/domain/label.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import type { Drafts } from './drafts.ts';
import { labelReader, labelWriter, newLabelId } from './labels.ts';
import { type Action, type ActionKind, UndoStack } from './undo.ts';

export type Labeling = ReturnType<typeof createLabeling>;

/**
 * The labeling loop's writes. Each is one FULL transaction: when it returns, the verdict is on the disk together with
 * what stands, what can be undone, and the removal of its draft.
 */
export function createLabeling(work: Connection, samples: SampleReader, drafts: Drafts, labelerId: string) {
  const labels = labelReader(work);
  const writer = labelWriter(work, labelerId);
  const stack = new UndoStack(work);

  function item(sampleId: string): Item {
    const sample = samples.get(sampleId);
    if (!sample) throw noSample(sampleId);
    return { sample, draft: drafts.get(sampleId), ...labels.standing(sampleId) };
  }

  const commit = work.transaction((id: string, sampleId: string, verdict: Verdict): Label => {
    const repeated = labels.get(id);
    if (repeated) return sameLabel(repeated, sampleId);
    const before = labels.standing(sampleId).label;
    const label = writer.append({ id, sampleId, verdict, supersedes: before?.id ?? null });
    stack.push({ sampleId, what: 'label', before: before?.id ?? null, after: id });
    drafts.remove(sampleId);
    return label;
  });

  const skip = work.transaction((sampleId: string, reason: SkipReason): void => {
    const { label, skipped: before } = labels.standing(sampleId);
    if (label) throw alreadyJudged();
    writer.skip(sampleId, reason);
    stack.push({ sampleId, what: 'skip', before, after: reason });
  });

  const flag = work.transaction((sampleId: string, flagged: boolean): void => {
    const before = labels.standing(sampleId).flagged;
    if (before === flagged) return;
    writer.flag(sampleId, flagged);
    stack.push({ sampleId, what: 'flag', before: before ? '1' : null, after: flagged ? '1' : null });
  });

  /** Makes `state` stand again: a label by superseding, nothing by withdrawal. */
  function restore({ sampleId, what }: Action, state: string | null): void {
    if (what === 'flag') writer.flag(sampleId, state === '1');
    else if (what === 'skip') writer.skip(sampleId, skipReasons.find((reason) => reason === state) ?? null);
    else restoreLabel(sampleId, state);
  }

  function restoreLabel(sampleId: string, state: string | null): void {
    const target = state === null ? null : labels.get(state);
    const verdict = target?.kind === 'verdict' ? target.verdict : null;
    const standing = labels.standing(sampleId).label;
    writer.append({ id: newLabelId(), sampleId, verdict, supersedes: standing?.id ?? null });
  }

  const undo = work.transaction((): Action | null =>
    stack.undo((action) => {
      const taken = action.what === 'label' ? labels.standing(action.sampleId).label : null;
      restore(action, action.before);
      // The verdict taken back returns to the screen as a draft: undoing is mostly the start of a correction.
      if (taken) drafts.put(action.sampleId, draftOf(taken.verdict));
    }),
  );

  const redo = work.transaction((): Action | null =>
    stack.redo((action) => {
      restore(action, action.after);
      if (action.what === 'label') drafts.remove(action.sampleId);
    }),
  );

  function answer(action: Action | null): { what: ActionKind; item: Item } | null {
    return action && { what: action.what, item: item(action.sampleId) };
  }

  function known(sampleId: string): string {
    if (!samples.has(sampleId)) throw noSample(sampleId);
    return sampleId;
  }

  return {
    /** The items that exist, in the order asked for. */
    items: (sampleIds: readonly string[]): Item[] => sampleIds.flatMap((id) => (samples.has(id) ? [item(id)] : [])),
    history: (sampleId: string): Label[] => labels.history(sampleId),
    count: labels.count,
    commit: (id: string, sampleId: string, verdict: Verdict): Label => commit.immediate(id, known(sampleId), verdict),
    skip: (sampleId: string, reason: SkipReason): void => skip.immediate(known(sampleId), reason),
    flag: (sampleId: string, flagged: boolean): void => flag.immediate(known(sampleId), flagged),
    undo: () => answer(undo.immediate()),
    redo: () => answer(redo.immediate()),
  };
}

function sameLabel(label: Label, sampleId: string): Label {
  if (label.sampleId === sampleId) return label;
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

function noSample(sampleId: string): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: `There is no sample ${sampleId} in this workspace.`,
    safe: 'Nothing was changed.',
    remedy: 'Go on with the next sample.',
  });
}
