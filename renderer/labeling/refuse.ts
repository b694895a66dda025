import type { Rubric } from '../../shared/domain/rubric.ts';
import { focusOn, notify, useDraft } from '../stores/draft.ts';
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
