import type { CorrectionPattern, CorrectionsFinding, PatternNeed, ReadinessVerdict } from '../domain/readiness.ts';
import { counted, listed, number, percent } from './readiness-words.ts';

/** A verdict on a pattern, as its row has it. */
export const patternWords: Record<ReadinessVerdict, string> = {
  met: 'consistent',
  'not met': 'not consistent',
  'cannot tell': 'cannot tell',
};

const needNames: Record<PatternNeed, string> = {
  cases: 'more cases',
  share: 'a larger share of the edits',
  labelers: 'a second labeler',
  halves: 'cases in both halves of the time',
  direction: 'changes that mostly go the same way',
};

const reasonNames = (reason: string): string => reason.replaceAll('_', ' ');

/** What a pattern rests on, as short facts. */
export function patternFacts(pattern: CorrectionPattern): string[] {
  const { share, labelers, halves, sameDirection, reason, rises } = pattern;
  return [
    `${percent(share)} % of edits`,
    counted(labelers, 'labeler'),
    `${number(halves[0])} older, ${number(halves[1])} newer`,
    `${number(100 * sameDirection)} % the same way`,
    ...(reason === null ? [] : [`mostly ${reasonNames(reason)}`]),
    ...(rises === null ? [] : [`raises ${rises.criterion} by ${rises.by.toFixed(1)}`]),
  ];
}

/** What a pattern lacks to be consistent; null for one that is. */
export function patternLacks({ verdict, fails }: CorrectionPattern): string | null {
  return verdict === 'met' ? null : `Lacks ${listed(fails.map((need) => needNames[need]))}.`;
}

/** What stands above the patterns. */
export function patternsCaption({ edits, rewrites, labelers }: CorrectionsFinding): string {
  const whole = rewrites === 0 ? '' : `, ${counted(rewrites, 'of them a rewrite', 'of them rewrites')}`;
  return `in ${counted(edits, 'correction')}${whole}, by ${counted(labelers, 'labeler')}`;
}

/** Instead of patterns, where there are none. */
export function noPatternsText({ edits }: CorrectionsFinding): string {
  return edits === 0
    ? 'Nobody has corrected an answer yet. Corrections show what a fine-tune could teach.'
    : 'No change comes again and again: it takes at least five alike, and 3 % of the corrections.';
}
