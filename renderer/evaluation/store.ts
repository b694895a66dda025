import { create } from 'zustand';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import type { Outcome } from '../../shared/domain/opened-evaluation.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';
import { openComparing } from './comparing.ts';
import { type Judging, judgingOf, judgingOfTeam, useComparing } from './comparing-state.ts';

/** Where somebody is in the results of one: in which part, among which items, and at which of them; null for the first. */
type ResultsPlace = { part: 'summary' | 'items'; outcome: Outcome; item: string | null };

const firstPlace: ResultsPlace = { part: 'summary', outcome: 'lost', item: null };

type EvaluationState = {
  view: 'list' | 'compare' | 'results';
  /** Those of this workspace, newest first; null until they were read. */
  evaluations: readonly Evaluation[] | null;
  /** Those that the team judges, as this member sees them. */
  team: readonly TeamEvaluation[];
  error: ErrorReport | null;
  /** The one that the list stands on. */
  chosen: string | null;
  place: ResultsPlace;
  /** The form of a new one is open. */
  planning: boolean;
};

/** The evaluations of the workspace, and which of them is looked at; kept while other screens are open. */
export const useEvaluations = create<EvaluationState>()(() => ({
  view: 'list',
  evaluations: null,
  team: [],
  error: null,
  chosen: null,
  place: firstPlace,
  planning: false,
}));

const { getState: get, setState: set } = useEvaluations;

export async function loadEvaluations(): Promise<void> {
  try {
    const [evaluations, team] = await Promise.all([ask('evaluation.list'), ask('evaluation.team')]);
    set({ evaluations, team, error: null });
  } catch (thrown) {
    set({ error: reportOf(thrown) });
  }
}

/** The one of this workspace whose results are looked at. */
export function chosenOf({ evaluations, chosen }: EvaluationState): Evaluation | null {
  return evaluations?.find(({ id }) => id === chosen) ?? null;
}

/** A line of the list: an evaluation of this workspace, what the team has made of it, or one of the team from elsewhere. */
export type Listed =
  | { id: string; own: Evaluation; team: TeamEvaluation | null }
  | { id: string; own: null; team: TeamEvaluation };

/** Own ones first. */
export function listedOf({ evaluations, team }: Pick<EvaluationState, 'evaluations' | 'team'>): Listed[] {
  const own = evaluations ?? [];
  const ids = new Set(own.map(({ id }) => id));
  return [
    ...own.map((one) => ({ id: one.id, own: one, team: team.find(({ id }) => id === one.id) ?? null })),
    ...team.filter(({ id }) => !ids.has(id)).map((one) => ({ id: one.id, own: null, team: one })),
  ];
}

/** What there is for this judge to do in one; null when they are no judge of it, or it is over. */
export function toJudge({ own, team }: Listed): Judging | null {
  if (team) return team.isOpen && team.given > 0 ? judgingOfTeam(team) : null;
  const here = own !== null && own.openedAt === null && own.publishedAt === null && own.answered > 0;
  return here ? judgingOf(own) : null;
}

/** Answers come one after the other: the list is read again at most so often. */
const readEveryMs = 500;

/** Reads the list now, and again while a job of an evaluation goes on or ends, and when a sync has ended. */
export function followEvaluations(): () => void {
  void loadEvaluations();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void loadEvaluations();
    }, readEveryMs);
  };
  const stops = [
    listen('job', ({ kind }) => kind === 'evaluation' && soon()),
    // The team’s judges are heard of by the feeds.
    listen('sync', ({ activity }) => activity === null && soon()),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

export function judgeBlind(judging: Judging): void {
  set({ view: 'compare', chosen: judging.evaluation.id });
  void openComparing(judging);
}

export function showResults(id: string): void {
  set({ view: 'results', chosen: id, place: firstPlace });
}

export function toPlace(change: Partial<ResultsPlace>): void {
  set(({ place }) => ({ place: { ...place, ...change } }));
}

export function backToList(): void {
  set({ view: 'list' });
  void loadEvaluations();
}

/** Begins the sitting anew: what was on the screen may be gone. */
export async function reopen(): Promise<void> {
  await loadEvaluations();
  const listed = listedOf(get()).find(({ id }) => id === useComparing.getState().evaluation?.id);
  const judging = listed && toJudge(listed);
  if (judging) await openComparing(judging);
  else backToList();
}
