import { create } from 'zustand';
import { type ComparedItem, type Evaluation, emptyComparisonDraft } from '../../shared/domain/comparison.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { ScorePlace, Work } from './work.ts';

/** What a judge needs of an evaluation: no model is in it. */
export type Judged = { id: string; name: string; isScored: boolean };

/** An evaluation as one judge sits down to it. */
export type Judging = {
  evaluation: Judged;
  /** Judgments of this judge, and items. */
  judged: number;
  items: number;
  isAnswering: boolean;
};

export function judgingOf({ id, plan, judgedHere, items, phase }: Evaluation): Judging {
  const evaluation = { id, name: plan.name, isScored: plan.scored };
  return { evaluation, judged: judgedHere, items, isAnswering: phase === 'answering' };
}

/** One that the team judges: this member's share of it. */
export function judgingOfTeam({ id, name, scored, judged, given }: TeamEvaluation): Judging {
  return { evaluation: { id, name, isScored: scored }, judged, items: given, isAnswering: false };
}

type Comparing = {
  evaluation: Judged | null;
  /** end: nothing is left for this judge. */
  phase: 'opening' | 'item' | 'end' | 'failed';
  error: ErrorReport | null;
  item: ComparedItem | null;
  work: Work;
  /** The scale that has the focus; null while it is elsewhere. */
  scoring: ScorePlace | null;
  noteOpen: boolean;
  historyOpen: boolean;
  /** Judgments of this judge, and items. */
  judged: number;
  items: number;
  /** Answers may still come. */
  isAnswering: boolean;
  /** Writes whose durable answer is still out. */
  unsaved: number;
  /** What could not be written: its items are back with what was entered. */
  failure: { error: ErrorReport; itemIds: readonly string[] } | null;
  /** The draft on the screen could not be written. */
  draftError: ErrorReport | null;
};

/** The blind comparison: which item is on the screen, what is entered there, and how far this judge is. */
export const useComparing = create<Comparing>()(() => ({
  evaluation: null,
  phase: 'opening',
  error: null,
  item: null,
  work: emptyComparisonDraft,
  scoring: null,
  noteOpen: false,
  historyOpen: false,
  judged: 0,
  items: 0,
  isAnswering: false,
  unsaved: 0,
  failure: null,
  draftError: null,
}));
