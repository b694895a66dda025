import type { Rubric } from '../../shared/domain/rubric.ts';
import { focusOn, notify, useDraft } from '../stores/draft.ts';
import { queueOf } from '../stores/sync.ts';
import { announce } from '../ui/announce.tsx';
import type { Work } from './draft-rules.ts';
import { contradictions, missing } from './verdict.ts';

/** Leads to the first thing that is missing and says it; false when nothing is. */
export function refuseIncomplete(work: Work, rubric: Rubric): boolean {
  const [first] = missing(work, rubric);
  if (!first) return false;
  notify({ kind: 'missing', lines: [first.say] });
  focusOn(first.place);
  announce(first.say);
  return true;
}

/** Names what the verdict says against itself, once: the next Enter commits it all the same. */
export function refuseContradiction(work: Work, rubric: Rubric): boolean {
  const against = contradictions(work, rubric);
  if (against.length === 0 || useDraft.getState().notice?.kind === 'against') return false;
  notify({ kind: 'against', lines: against });
  announce(`${against.join(' ')} Enter again commits it.`);
  return true;
}

const forbidden = {
  skip: 'This queue does not allow skipping. Judge the sample, or ask the lead about it.',
  fill: 'This queue wants every score given by itself, so that key 0 does nothing here.',
};

/** Says what a queue does not allow its labelers; false when it does. */
export function refuseForbidden(what: keyof typeof forbidden): boolean {
  const { item, ofLoop } = useDraft.getState();
  const queue = ofLoop ? queueOf(item?.queueId ?? null) : null;
  if (!queue || (what === 'skip' ? queue.allowSkip : queue.allowFill)) return false;
  notify({ kind: 'missing', lines: [forbidden[what]] });
  announce(forbidden[what]);
  return true;
}

/** Says that a question has no text yet; false when it has. */
export function refuseEmptyQuestion(): boolean {
  if (useDraft.getState().work.draft.question.trim() !== '') return false;
  notify({ kind: 'missing', lines: ['The question has no text yet.'] });
  announce('The question has no text yet.');
  return true;
}
