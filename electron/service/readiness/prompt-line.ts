import type { Candidate, CorrectionEdit } from './candidate.ts';
import { isFixed } from './wording.ts';

/** Nearly always the same words: then a line can ask for them, and nothing has to be learned. */
export const uniform = 0.8;

/**
 * A line of a system prompt that might do what a pattern does; null where the change depends on the case. It is a
 * suggestion: trying a line costs minutes, and a fine-tune does not.
 */
export function promptLineOf(candidate: Candidate, edits: readonly CorrectionEdit[]): string | null {
  const { kind, removed, added, place } = candidate;
  if (candidate.uniform < uniform || !isFixed(`${removed} ${added}`)) return null;
  switch (kind) {
    case 'added_sentence':
      return place === null ? null : `${place === 'start' ? 'Begin' : 'End'} every answer with “${added}”`;
    case 'removed_sentence':
    case 'removed_phrase':
      return `Do not write “${removed}”.`;
    case 'replaced_phrase':
      return `Write “${added}” instead of “${removed}”.`;
    case 'shorter':
      return `Keep answers to about ${middleLength(edits)} characters.`;
    case 'added_phrase':
    case 'longer':
      return null;
  }
}

/** The median, to the nearest fifty. */
function middleLength(edits: readonly CorrectionEdit[]): number {
  const lengths = edits.map(({ correction }) => correction.length).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return Math.max(50, Math.round(median / 50) * 50);
}
