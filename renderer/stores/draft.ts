import { create } from 'zustand';
import type { Item } from '../../shared/contract/calls.ts';
import { type Draft, decisions, draftOf, emptyDraft } from '../../shared/domain/label.ts';
import type { Rubric } from '../../shared/domain/rubric.ts';
import { isPlace, openWork, type Place, scaleAt, type Work } from '../labeling/draft-rules.ts';
import { focusNow } from '../labeling/focus-element.ts';
import { workedMs } from './sitting.ts';
import { useInfo, useWorkspace } from './workspace.ts';

const fields = ['editor', 'note', 'question', 'tags', 'sources', 'history'] as const;
/** What can have the focus on the labeling screen, by its `data-place`. */
export type Target = Place | (typeof fields)[number] | `source.${number}`;

export function isTarget(name: string | null): name is Target {
  return name !== null && (isPlace(name) || name.startsWith('source.') || fields.some((field) => field === name));
}

/** Where the focus should go once the target is there. Caret and scroll are given when a place is restored. */
export type FocusWish = {
  target: Target;
  caret?: { start: number; end: number } | null;
  scroll?: Record<string, number>;
};

/** What stands between the draft and its commit, in sentences. */
export type Notice = { kind: 'missing' | 'against'; lines: readonly string[] };

type DraftState = {
  item: Item | null;
  /** The item is the loop's: others borrow the screen. */
  ofLoop: boolean;
  /** What it is judged by; null is the workspace's own rubric. */
  rubric: Rubric | null;
  work: Work;
  notice: Notice | null;
  /** A wish that could not be fulfilled at once; each is an object of its own. */
  focus: FocusWish | null;
  /** What is opened on this sample alone. */
  noteOpen: boolean;
  questionOpen: boolean;
  tagsOpen: boolean;
  historyOpen: boolean;
  openSources: readonly number[];
  /** One types: the keys that help are others. */
  inText: boolean;
};

/** The verdict in the making on the sample that is on the screen. */
export const useDraft = create<DraftState>()(() => ({
  item: null,
  ofLoop: false,
  rubric: null,
  work: openWork(emptyDraft, ''),
  notice: null,
  focus: null,
  noteOpen: false,
  questionOpen: false,
  tagsOpen: false,
  historyOpen: false,
  openSources: [],
  inText: false,
}));

/** Undo inside the sample: the works before each step. Across samples the service keeps its own, durable stack. */
let done: Work[] = [];
let undone: Work[] = [];
/** Typing in one field is one step until something else happens. */
let typingIn: string | null = null;
/** Working time when the sample came on the screen. */
let shownAt = 0;
let onChange: () => void = () => {};

type ShowOptions = {
  ofLoop?: boolean;
  rubric?: Rubric | null;
  resume?: { target: Target; caret: FocusWish['caret']; scroll: Record<string, number> } | undefined;
  /** Called after every change of the draft. */
  changed: () => void;
};

/** Puts a sample on the screen: with its draft, else with what stands, else blank. */
export function showItem(item: Item, { ofLoop = false, rubric = null, resume, changed }: ShowOptions): void {
  const draft = item.draft ?? (item.label ? draftOf(item.label.verdict) : emptyDraft);
  const work = openWork(draft, item.sample.response, resume && isPlace(resume.target) ? resume.target : undefined);
  done = [];
  undone = [];
  typingIn = null;
  shownAt = workedMs();
  onChange = changed;
  useDraft.setState({
    item,
    ofLoop,
    rubric,
    work,
    notice: null,
    noteOpen: false,
    questionOpen: false,
    tagsOpen: false,
    historyOpen: false,
    openSources: [],
    ...(resume?.target === 'note' && { noteOpen: true }),
    ...(resume?.target === 'question' && { questionOpen: true }),
    ...(resume?.target === 'tags' && { tagsOpen: true }),
  });
  if (resume) useDraft.setState({ focus: { ...resume } });
  else bringFocus(work.place, true);
}

function bringFocus(target: Target, fresh = false): void {
  if (!focusNow(target, memberAt(target), fresh)) useDraft.setState({ focus: { target } });
}

/** Which button of a group stands for what is chosen: the page shows that only after the next render. */
function memberAt(target: Target): number | undefined {
  const { draft } = useDraft.getState().work;
  if (target === 'decision') return draft.decision === null ? 0 : decisions.indexOf(draft.decision);
  const at = isPlace(target) ? scaleAt(target) : null;
  return at ? (draft[at.of][at.scale] ?? 1) - 1 : undefined;
}

type ApplyOptions = {
  /** The text field that is typed in. */
  typing?: string;
  /** Where the focus goes; null leaves it where it is. By default it follows the place. */
  focus?: Target | null;
};

/** Applies a rule to the work on the screen; false when it changed nothing. */
export function apply(rule: (work: Work) => Work, { typing, focus }: ApplyOptions = {}): boolean {
  const { work: before, notice } = useDraft.getState();
  const work = rule(before);
  const target = focus === undefined ? work.place : focus;
  if (work === before && focus === undefined) return false;
  const changed = work.draft !== before.draft;
  if (changed && (typing === undefined || typing !== typingIn)) done.push(before);
  if (changed) {
    typingIn = typing ?? null;
    undone = [];
  }
  useDraft.setState({ work, notice: changed ? null : notice });
  if (target !== null) bringFocus(target);
  if (changed) onChange();
  return true;
}

/** Takes back the last step on this sample; false when there is none. */
export function undoStep(): boolean {
  return stepTo(done, undone);
}

export function redoStep(): boolean {
  return stepTo(undone, done);
}

function stepTo(from: Work[], to: Work[]): boolean {
  const work = from.pop();
  if (!work) return false;
  to.push(useDraft.getState().work);
  typingIn = null;
  useDraft.setState({ work, notice: null });
  bringFocus(work.place);
  onChange();
  return true;
}

/** True after a step of this sample that could be taken back: then a redo across samples would overwrite it. */
export function hasSteps(): boolean {
  return done.length > 0;
}

type Opening = Partial<Pick<DraftState, 'noteOpen' | 'questionOpen' | 'tagsOpen' | 'historyOpen'>>;

export function focusOn(target: Target, open: Opening = {}) {
  useDraft.setState(open);
  bringFocus(target);
}

export function notify(notice: Notice | null): void {
  useDraft.setState({ notice });
}

/** What the item on the screen is judged by; null until the workspace is loaded. */
export function rubricNow(): Rubric | null {
  return useDraft.getState().rubric ?? useWorkspace.getState().info?.rubric ?? null;
}

export function useRubric(): Rubric {
  const own = useInfo((info) => info.rubric);
  return useDraft(({ rubric }) => rubric) ?? own;
}

/** Working time on this sample, over all visits. */
export function itemMs(): number {
  return useDraft.getState().work.draft.activeMs + workedMs() - shownAt;
}

/** The draft as it is to be saved. */
export function draftNow(): Draft {
  return { ...useDraft.getState().work.draft, activeMs: Math.round(itemMs()) };
}
