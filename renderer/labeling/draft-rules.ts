import type { Decision, Draft, EditReason } from '../../shared/domain/label.ts';
import { type PartialScores, type ScaleId, type Score, scaleIds, scoreSchema } from '../../shared/domain/rubric.ts';

/**
 * Where the labeler is in the verdict; also the `data-place` of the element that has the focus there. DOM focus is the
 * only cursor: this follows it, and it follows this.
 */
export type Place = `scale.${ScaleId}` | 'decision' | 'reasons' | `final.${ScaleId}`;

/** The verdict at work on one sample. Every rule below takes one and gives the next; what changes nothing is the same. */
export type Work = {
  draft: Draft;
  /** The draft answer, which a correction is compared with. */
  response: string;
  place: Place;
  /** The criterion that Esc leads back to. */
  criterion: ScaleId;
  /** The score given last: what the one-key fill repeats. */
  last: Score | null;
};

export const scalePlace = (id: ScaleId): Place => `scale.${id}`;
export const finalPlace = (id: ScaleId): Place => `final.${id}`;

/** The scale of a place, and whose scores it takes: the draft's or the correction's. */
export function scaleAt(place: Place): { scale: ScaleId; of: 'scores' | 'correctionScores' } | null {
  const [kind, name] = place.split('.');
  const scale = scaleIds.find((id) => id === name);
  if (!scale) return null;
  return { scale, of: kind === 'final' ? 'correctionScores' : 'scores' };
}

export function isPlace(name: string): name is Place {
  return name === 'decision' || name === 'reasons' || /^(scale|final)\./.test(name);
}

/** Opens a draft where it was left: at its first missing score, else at the decision. */
export function openWork(draft: Draft, response: string, place?: Place): Work {
  const open = nextUnscored(draft.scores, 'overall');
  const scored = scaleIds.filter((id) => draft.scores[id] !== undefined);
  const work: Work = {
    draft,
    response,
    place: open ? scalePlace(open) : 'decision',
    criterion: open ?? 'overall',
    last: draft.scores[scored.at(-1) ?? 'overall'] ?? null,
  };
  return place && places(work).includes(place) ? moveTo(work, place) : work;
}

/** True when the labeler wrote a correction that differs from the draft answer. */
export function hasCorrection({ draft, response }: Work): boolean {
  return draft.correctionText !== null && draft.correctionText !== response && draft.correctionText.trim() !== '';
}

export function needsReasons({ draft }: Work): boolean {
  return draft.decision === 'edit' || draft.decision === 'reject';
}

/** The places that ↑ and ↓ walk through. */
function places(work: Work): Place[] {
  const { draft } = work;
  return [
    ...scaleIds.map(scalePlace),
    'decision',
    ...(needsReasons(work) ? (['reasons'] as const) : []),
    ...(draft.decision === 'edit' ? scaleIds.map(finalPlace) : []),
  ];
}

/** The first scale without a score after `from`, going round; undefined when all are scored. */
function nextUnscored(scores: PartialScores, from: ScaleId): ScaleId | undefined {
  const start = scaleIds.indexOf(from) + 1;
  return [...scaleIds.slice(start), ...scaleIds.slice(0, start)].find((id) => scores[id] === undefined);
}

export function moveTo(work: Work, place: Place): Work {
  if (place === work.place) return work;
  const at = scaleAt(place);
  return { ...work, place, criterion: at?.of === 'scores' ? at.scale : work.criterion };
}

export function move(work: Work, step: 1 | -1): Work {
  const all = places(work);
  const next = all[all.indexOf(work.place) + step];
  return next ? moveTo(work, next) : work;
}

/** Puts a score on one scale, without moving. */
export function scoreAt(work: Work, place: Place, score: Score): Work {
  const at = scaleAt(place);
  if (!at) return work;
  const { draft } = work;
  const scores = { ...draft[at.of], [at.scale]: score };
  const next: Draft =
    at.of === 'scores'
      ? { ...draft, scores, filled: draft.filled.filter((id) => id !== at.scale) }
      : { ...draft, correctionScores: scores, correctionConfirmed: false };
  return { ...work, draft: next, last: score };
}

/** A digit: the score where the labeler is, and on to the next scale without one; after the last to the decision. */
export function score(work: Work, value: Score): Work {
  const at = scaleAt(work.place);
  if (!at) {
    const open = nextUnscored(work.draft.scores, 'overall');
    return open ? score(moveTo(work, scalePlace(open)), value) : work;
  }
  const next = scoreAt(work, work.place, value);
  const open = nextUnscored(next.draft[at.of], at.scale);
  if (!open) return moveTo(next, 'decision');
  return moveTo(next, at.of === 'scores' ? scalePlace(open) : finalPlace(open));
}

/** Key 0: every scale still unscored gets the score given last; it is recorded which. */
export function fill(work: Work): Work {
  const { draft, last } = work;
  if (last === null) return work;
  const of = scaleAt(work.place)?.of ?? 'scores';
  const rest = scaleIds.filter((id) => draft[of][id] === undefined);
  if (rest.length === 0) return work;
  const scores = { ...draft[of], ...Object.fromEntries(rest.map((id) => [id, last])) };
  const next: Draft =
    of === 'scores'
      ? { ...draft, scores, filled: [...draft.filled, ...rest] }
      : { ...draft, correctionScores: scores, correctionConfirmed: false };
  return moveTo({ ...work, draft: next }, 'decision');
}

const decisionOrder: readonly Decision[] = ['approve', 'edit', 'reject'];

/** ← and →: the score one lower or higher (from nothing to the middle), or the decision beside. */
export function nudge(work: Work, step: 1 | -1): Work {
  if (work.place === 'decision') {
    const now = work.draft.decision;
    const next = decisionOrder[now === null ? 0 : decisionOrder.indexOf(now) + step];
    if (next === undefined) return work;
    return { ...(next === 'approve' ? approve(work) : decide(work, next)), place: 'decision' };
  }
  const at = scaleAt(work.place);
  if (!at) return work;
  const now = work.draft[at.of][at.scale];
  const next = scoreSchema.safeParse(now === undefined ? 3 : now + step);
  return next.success ? scoreAt(work, work.place, next.data) : work;
}

/** A decision as named. Whatever needs a reason leads to the reasons; a correction without a change goes. */
export function decide(work: Work, decision: Decision): Work {
  const { draft, response } = work;
  const kept = decision === 'edit' ? { ...draft, correctionText: draft.correctionText ?? response } : draft;
  const next = decision === 'edit' || hasCorrection(work) ? kept : withoutCorrection(kept);
  return moveTo({ ...work, draft: { ...next, decision } }, decision === 'approve' ? 'decision' : 'reasons');
}

/** Approve, by key or button: what would be trained on, the correction where one was written, else the draft answer. */
export function approve(work: Work): Work {
  return decide(work, hasCorrection(work) ? 'edit' : 'approve');
}

function withoutCorrection(draft: Draft): Draft {
  return { ...draft, correctionText: null, correctionScores: {}, correctionConfirmed: false };
}

export function toggleReason(work: Work, reason: EditReason): Work {
  const { reasons } = work.draft;
  const next = reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason];
  return { ...work, draft: { ...work.draft, reasons: next } };
}

/** What is typed into the editor. */
export function writeCorrection(work: Work, text: string): Work {
  return { ...work, draft: { ...work.draft, correctionText: text } };
}

/** Drops the correction and its final scores; a decision to edit goes with it. */
export function dropCorrection(work: Work): Work {
  if (work.draft.correctionText === null) return work;
  const draft = withoutCorrection(work.draft);
  const decision = draft.decision === 'edit' ? null : draft.decision;
  return moveTo({ ...work, draft: { ...draft, decision } }, 'decision');
}

/** One key says that the correction meets the bar, in place of six final scores. */
export function meetsBar(work: Work): Work {
  if (work.draft.decision !== 'edit') return work;
  return moveTo({ ...work, draft: { ...work.draft, correctionScores: {}, correctionConfirmed: true } }, 'decision');
}

export function writeNote(work: Work, note: string): Work {
  return { ...work, draft: { ...work.draft, note } };
}

export function writeQuestion(work: Work, question: string): Work {
  return { ...work, draft: { ...work.draft, question } };
}

export function setTags(work: Work, tags: string[]): Work {
  return { ...work, draft: { ...work.draft, tags } };
}
