import { create } from 'zustand';
import { untouched } from '../../shared/contract/calls.ts';
import type { Draft } from '../../shared/domain/label.ts';
import type { PracticeItem } from '../../shared/domain/practice.ts';
import { sampleOf } from '../../shared/domain/sample.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { refuseIncomplete } from '../labeling/refuse.ts';
import { showItem, useDraft } from '../stores/draft.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { attempt } from '../ui/notice.tsx';
import { compare, type Difference } from './compare.ts';

type Practice = {
  items: readonly PracticeItem[];
  at: number;
  /** What differs from the expected verdict; null until the labeler has given one. */
  result: readonly Difference[] | null;
  /** Items on which the first verdict was as expected. */
  right: number;
  /** Items that have a first verdict. */
  judged: readonly number[];
  error: ErrorReport | null;
};

/** The ten explained items. Nothing of it is written, except that it was done or skipped. */
export const usePractice = create<Practice>()(() => ({
  items: [],
  at: 0,
  result: null,
  right: 0,
  judged: [],
  error: null,
}));

/** What was entered on each item, while the window is open: leaving loses nothing of it. */
const drafts = new Map<number, Draft>();

/** Begins, or goes on where practice was left. */
export async function openPractice(): Promise<void> {
  try {
    const known = usePractice.getState().items;
    const items = known.length > 0 ? known : await ask('workspace.practice');
    usePractice.setState({ items, error: null });
    show(usePractice.getState().at);
  } catch (thrown) {
    usePractice.setState({ error: reportOf(thrown) });
  }
}

function show(at: number): void {
  const practice = usePractice.getState().items[at];
  usePractice.setState({ at, result: null });
  if (!practice) {
    useDraft.setState({ item: null });
    void attempt(() => useWorkspace.getState().updateSettings({ practice: 'done' }));
    return;
  }
  // The row's hash ties a label to its text; here no label is made.
  const sample = sampleOf(practice.sample, '');
  showItem(
    { ...untouched, sample, draft: drafts.get(at) ?? null },
    { changed: () => drafts.set(at, useDraft.getState().work.draft) },
  );
  announce(`Practice ${at + 1} of ${usePractice.getState().items.length}: ${practice.teaches}. ${practice.task}`);
}

/** Enter: compares the verdict; after that, the next item. */
export function submit(): void {
  const { items, at, result, right, judged } = usePractice.getState();
  const practice = items[at];
  const rubric = useWorkspace.getState().info?.rubric;
  const { work } = useDraft.getState();
  if (!practice || !rubric) return;
  if (result !== null) {
    show(at + 1);
    return;
  }
  if (refuseIncomplete(work, rubric)) return;
  const differences = compare(work.draft, practice, rubric);
  usePractice.setState({
    result: differences,
    right: right + (differences.length === 0 && !judged.includes(at) ? 1 : 0),
    judged: [...judged, at],
  });
  announce(
    `${differences.length === 0 ? 'As expected.' : differences.map(({ about, given, expected }) => `${about}: you gave ${given}, expected ${expected}.`).join(' ')} ${practice.explain} Enter goes on.`,
  );
}

export function previousItem(): void {
  const { at } = usePractice.getState();
  if (at > 0) show(at - 1);
}

export function again(): void {
  usePractice.setState({ right: 0, judged: [] });
  drafts.clear();
  show(0);
}

/** Leaves for the loop; what was reached is kept until the window closes. */
export function leavePractice(): void {
  const { items, at } = usePractice.getState();
  useView.getState().go('labeling');
  if (at < items.length && useWorkspace.getState().settings?.practice === 'offered')
    void attempt(() => useWorkspace.getState().updateSettings({ practice: 'skipped' }));
}
