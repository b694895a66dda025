import { apply, focusOn, notify, rubricNow, useDraft } from '../stores/draft.ts';
import { announce } from '../ui/announce.tsx';
import { approve, decide, hasCorrection, moveTo, nudge, scalePlace } from './draft-rules.ts';
import { useScreen } from './screen-state.ts';
import { missing } from './verdict.ts';

/** The place that has the focus, of the verdict or beside it. */
function fieldInFocus(): string | null {
  const place = document.activeElement?.closest<HTMLElement>('[data-place]')?.dataset['place'];
  return place ?? null;
}

const correctionCounts =
  'Your correction is what would be approved, so that Edit is chosen. To approve the draft answer itself, reset the correction first.';

/**
 * A, and the button that names it: a correction is never dropped for it, and that is said where the button does not show what
 * was asked for.
 *
 * @param stay the focus and the place stay at the decision, as a pointer left them
 */
export function approveAnswer({ stay = false } = {}): void {
  if (stay) apply((work) => moveTo(approve(work), 'decision'), { focus: null });
  else apply(approve);
  sayWhatCounts();
}

/** ←: the score one lower, or the decision before. */
export function stepLower(): void {
  const { place, draft } = useDraft.getState().work;
  apply((work) => nudge(work, -1));
  if (place === 'decision' && draft.decision === 'edit') sayWhatCounts();
}

function sayWhatCounts(): void {
  if (!hasCorrection(useDraft.getState().work)) return;
  notify({ kind: 'missing', lines: [correctionCounts] });
  announce(correctionCounts);
}

/** E: the editor takes the answer's place, with the draft answer in it. */
export function editAnswer(): void {
  apply((work) => decide(work, 'edit'), { focus: 'editor' });
}

export function writeNoteNow(): void {
  focusOn('note', { noteOpen: true });
}

/** Q: a question to the lead, in the place of the note. */
export function writeQuestionNow(): void {
  focusOn('question', { questionOpen: true });
}

export function writeTagsNow(): void {
  focusOn('tags', { tagsOpen: true });
}

/**
 * Esc: back to the criterion. From the editor with everything scored, on to what the edit still needs: its reason and
 * final scores.
 */
export function back(): void {
  const { work } = useDraft.getState();
  const rubric = rubricNow();
  if (fieldInFocus() === 'editor' && rubric) {
    const next = missing(work, rubric).find(({ place }) => place !== 'editor')?.place ?? 'decision';
    if (next !== 'editor') apply((now) => moveTo(now, next), { focus: next });
    return;
  }
  const place = scalePlace(work.criterion);
  apply((now) => moveTo(now, place), { focus: place });
}

/** O: to the sources and back. */
export function toggleSources(): void {
  const { item, work } = useDraft.getState();
  if (item?.sample.sources.length === 0) announce('This answer has no sources.');
  else if (fieldInFocus()?.startsWith('source')) focusOn(work.place);
  else focusOn('sources');
}

export function toggleSource(index: number): void {
  useDraft.setState(({ openSources }) => ({
    openSources: openSources.includes(index) ? openSources.filter((open) => open !== index) : [...openSources, index],
  }));
}

/** A citation in the answer: shows the source that it names. */
export function showSource(index: number): void {
  useDraft.setState(({ openSources }) => ({
    openSources: openSources.includes(index) ? openSources : [...openSources, index],
  }));
  focusOn(`source.${index}`);
}

export function toggleHistory(): void {
  useDraft.setState(({ historyOpen }) => ({ historyOpen: !historyOpen }));
}

export function toggleDiff(): void {
  useScreen.setState(({ diff }) => ({ diff: !diff }));
}

/** I: the guidelines beside the answer, at the criterion; again, or Esc, and they are gone. */
export function toggleGuidelines(): void {
  const open = !useScreen.getState().guidelines;
  useScreen.setState({ guidelines: open });
  if (!open) focusOn(useDraft.getState().work.place);
}

/** Space: a page of the answer, less two lines to read on from. */
export function scrollAnswer(step: 1 | -1): void {
  // In a narrow window the whole item scrolls, and not the answer in it.
  for (const column of document.querySelectorAll('[data-scroll="answer"], [data-scroll="item"]'))
    column.scrollBy({ top: step * (column.clientHeight - 52) });
}
