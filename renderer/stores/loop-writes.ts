import { v7 as uuidv7 } from 'uuid';
import type { Item, LoopCounts } from '../../shared/contract/calls.ts';
import type { SkipReason, VerdictLabel } from '../../shared/domain/label.ts';
import type { Unit } from '../../shared/domain/queue.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import type { Work } from '../labeling/draft-rules.ts';
import { editDistance, liveEditDistance } from '../labeling/edit-distance.ts';
import { refuseContradiction, refuseIncomplete } from '../labeling/refuse.ts';
import { says, verdictOf } from '../labeling/verdict.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { notice } from '../ui/notice.tsx';
import { draftNow, hasSteps, itemMs, redoStep, rubricNow, undoStep, useDraft } from './draft.ts';
import {
  announcePlace,
  forgetDraft,
  forgetErased,
  goTo,
  goToItem,
  itemOfLoop,
  leave,
  next,
  trailNow,
  writeDraft,
} from './loop.ts';
import { recount } from './loop-counts.ts';
import { useLoop } from './loop-state.ts';
import { cache } from './loop-supply.ts';
import { countLabel } from './sitting.ts';
import { useWorkspace } from './workspace.ts';

/** Enter: commits what is complete and meant, and shows the next sample before the disk has answered. */
export function commit(): void {
  const item = itemOfLoop();
  const { info } = useWorkspace.getState();
  const rubric = rubricNow();
  if (!item || !info || !rubric || useLoop.getState().phase !== 'item') return;
  const { work } = useDraft.getState();
  // What a lead has returned wants a new label, even one that says the same.
  if (item.label && item.returnedReason === null && says(work.draft, item.label.verdict)) next();
  else if (!refuseIncomplete(work, rubric) && !refuseContradiction(work, rubric))
    write(item, work, info.labelerId, rubric.version);
}

function write(item: Item, work: Work, labelerId: string, rubricVersion: number): void {
  const { sampleId, responseHash } = item.sample;
  const { queueId } = item;
  const { order } = useLoop.getState();
  const text = work.draft.correctionText ?? '';
  const cheap = work.draft.decision === 'edit' ? liveEditDistance(work.response, text) : 0;
  const verdictWith = (distance: number) =>
    verdictOf(work, { order, rubricVersion, activeMs, responseHash, editDistance: distance });
  const activeMs = itemMs();
  const id = uuidv7();
  const label: VerdictLabel = {
    kind: 'verdict',
    id,
    seq: 0,
    queueId,
    sampleId,
    labelerId,
    committedAt: new Date().toISOString(),
    supersedes: item.label?.id ?? null,
    verdict: verdictWith(cheap ?? 0),
  };
  forgetDraft();
  const first = item.label === null;
  if (first) countLabel(1);
  moveOn(
    { ...item, draft: draftNow() },
    { ...item, draft: null, label, returnedReason: null },
    first ? { labeled: 1, skipped: item.skipped ? -1 : 0 } : {},
    async () => {
      // Reckoning the distance of a rewritten book waits until the next sample is painted.
      if (cheap === null) await scheduler.postTask(() => {}, { priority: 'background' });
      const verdict = cheap === null ? verdictWith(editDistance(work.response, text)) : label.verdict;
      const answer = await ask('labeling.commit', { id, queueId, sampleId, verdict });
      const held = useLoop.getState().queueId === queueId ? cache.get(sampleId) : undefined;
      if (answer.kind === 'verdict' && held?.label?.id === id) cache.put({ ...held, label: answer });
    },
    () => first && countLabel(-1),
  );
}

export function skip(reason: SkipReason): void {
  leave();
  const item = itemOfLoop();
  if (!item) return;
  const before: Item = { ...item, draft: draftNow() };
  const counted = item.label === null && item.skipped === null;
  moveOn(before, { ...before, skipped: reason }, counted ? { skipped: 1 } : {}, () =>
    ask('labeling.skip', { queueId: item.queueId, sampleId: item.sample.sampleId, reason }),
  );
}

/**
 * Sends the question to the lead and shows the next sample; this one waits for the answer. It is not an action that undo
 * takes back: the lead may have read it.
 */
export function sendQuestion(): void {
  const item = itemOfLoop();
  const question = useDraft.getState().work.draft.question.trim();
  if (!item || item.queueId === null || question === '') return;
  const { queueId } = item;
  const before: Item = { ...item, draft: draftNow() };
  const draft = { ...draftNow(), question: '' };
  forgetDraft();
  writeDraft(item, draft);
  moveOn(before, { ...before, draft, question, ruling: null }, {}, () =>
    ask('labeling.ask', { queueId, sampleId: item.sample.sampleId, text: question }),
  );
}

/** Writes on their way; undo waits for them, because it takes back what was written last. */
const writing = new Set<Promise<void>>();

/**
 * Shows the next sample as if `send` had succeeded. If it fails, the sample comes back as it was `before`; other writes
 * on their way stay as they are.
 */
function moveOn(
  before: Item,
  after: Item,
  step: Partial<LoopCounts>,
  send: () => Promise<void>,
  revert: () => unknown = () => {},
): void {
  const { sampleId } = before.sample;
  cache.put(after);
  countBy(step, 1);
  void goTo(trailNow().at + 1).then(announcePlace);
  const sent = send().then(
    () => succeeded(sampleId),
    (thrown: unknown) => {
      revert();
      const error = reportOf(thrown);
      const erased = error.kind === 'erased';
      if (before.draft && !erased) writeDraft(before, before.draft);
      // Another queue that was opened meanwhile has counts of its own.
      if (before.queueId === useLoop.getState().queueId) countBy(step, -1);
      if (!erased) return putBack(before, error);
      forgetErased([sampleId], error);
      notice(error);
    },
  );
  track(sent);
}

function track(sent: Promise<void>): void {
  writing.add(sent);
  useLoop.setState({ unsaved: writing.size });
  void sent.finally(() => {
    writing.delete(sent);
    useLoop.setState({ unsaved: writing.size });
  });
}

function countBy(step: Partial<LoopCounts>, sign: 1 | -1): void {
  useLoop.setState(({ counts }) => ({
    counts: {
      total: counts.total,
      labeled: counts.labeled + sign * (step.labeled ?? 0),
      skipped: counts.skipped + sign * (step.skipped ?? 0),
    },
  }));
}

function succeeded(sampleId: string): void {
  const { failure } = useLoop.getState();
  if (!failure?.sampleIds.includes(sampleId)) return;
  const sampleIds = failure.sampleIds.filter((id) => id !== sampleId);
  useLoop.setState({ failure: sampleIds.length > 0 ? { ...failure, sampleIds } : null });
}

/** The first of several that failed is shown; the others follow it on the trail and are named with it. */
function putBack(before: Item, report: ErrorReport): void {
  const { sampleId } = before.sample;
  const error = {
    ...report,
    message: `This sample was not saved. ${report.message}`,
    safe: `What you entered is here again. ${report.safe}`,
    remedy: `Enter tries again. ${report.remedy}`,
  };
  const sampleIds = [...(useLoop.getState().failure?.sampleIds ?? []).filter((id) => id !== sampleId), sampleId];
  leave();
  useLoop.setState({ failure: { error, sampleIds } });
  if (before.queueId !== useLoop.getState().queueId) {
    void goToItem(before);
    return;
  }
  cache.put(before);
  const trail = trailNow();
  void goTo(Math.min(...sampleIds.map((id) => trail.indexOf(id))));
}

export function dismissFailure(): void {
  useLoop.setState({ failure: null });
}

/** Flags the sample on the screen, or takes the flag off. */
export function flag(): void {
  const item = itemOfLoop();
  if (!item) return;
  mark(item, !item.flagged);
  announce(item.flagged ? 'Flag taken off.' : 'Flagged.');
  const sampleId = item.sample.sampleId;
  track(
    ask('labeling.flag', { queueId: item.queueId, sampleId, flagged: !item.flagged }).then(
      () => succeeded(sampleId),
      (thrown: unknown) => {
        const held = cache.get(sampleId);
        if (held) mark(held, item.flagged);
        useLoop.setState({ failure: { error: reportOf(thrown), sampleIds: [] } });
      },
    ),
  );
}

function mark(item: Item, flagged: boolean): void {
  const marked = { ...item, flagged };
  cache.put(marked);
  if (itemOfLoop()?.sample.sampleId === item.sample.sampleId) useDraft.setState({ item: marked });
}

let queue: Promise<void> = Promise.resolve();

/** U: first the steps on this sample, then what was committed, skipped or flagged before, however long ago. */
export function undo(): void {
  if (itemOfLoop() && undoStep()) announce('Undone.');
  else queue = queue.then(() => across('labeling.undo'));
}

export function redo(): void {
  if (itemOfLoop() && redoStep()) announce('Done again.');
  else if (itemOfLoop() && hasSteps()) announce('There is nothing to do again.');
  else queue = queue.then(() => across('labeling.redo'));
}

async function across(name: 'labeling.undo' | 'labeling.redo'): Promise<void> {
  await Promise.allSettled(writing);
  leave();
  try {
    const result = await ask(name);
    const undone = name === 'labeling.undo';
    if (!result) {
      announce(undone ? 'There is nothing to undo.' : 'There is nothing to do again.');
      return;
    }
    // A change of a label that stood was not counted either.
    const { label } = result.item;
    if (result.what === 'label' && (undone ? label === null : label?.supersedes === null)) countLabel(undone ? -1 : 1);
    await goToItem(result.item);
    void recount();
    announce(`${undone ? 'Undone' : 'Done again'}: the ${result.what} on this sample.`);
  } catch (thrown) {
    useLoop.setState({ failure: { error: reportOf(thrown), sampleIds: [] } });
  }
}

/** G: a place on the trail of this sitting (1 is its first sample), or a sample by its id; says why not. */
export async function jump(wanted: string): Promise<string | null> {
  const text = wanted.trim();
  const trail = trailNow();
  leave();
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= trail.length) {
    await goTo(Number(text) - 1);
    announcePlace();
    return null;
  }
  const known =
    text !== '' && text.length <= 200 && (await visit({ queueId: useLoop.getState().queueId, sampleId: text }));
  return known ? null : `There is no sample “${text}”, and no such place on the trail (1 to ${trail.length}).`;
}

/** Shows one sample, whatever the loop holds: its filter and order stay, and going on leads back to where one was. */
export async function visit({ queueId, sampleId }: Unit): Promise<boolean> {
  leave();
  const [item] = await ask('labeling.items', { queueId, sampleIds: [sampleId] });
  if (!item) return false;
  await goToItem(item, { visit: true });
  announcePlace();
  return true;
}
