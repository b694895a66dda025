import type { FormatReason } from '../domain/dataset.ts';
import type { ExampleReason } from './example.ts';
import type { GateReason } from './gate.ts';

/** What only shows beside other samples; `of` is the sample that stays in this one's place. */
export type SelectionReason =
  | { code: 'too_long'; tokens: number; limit: number }
  | { code: 'left_out' }
  | { code: 'exact_duplicate' | 'near_duplicate' | 'conflicting_answer'; of: string }
  | { code: 'for_evaluation' }
  /** A dataset holds it out, or another sample of its conversation. */
  | { code: 'held_out' }
  /** Its group was held out in one dataset and trained on in another. */
  | { code: 'quarantined' };

/** Why a sample stays out of a dataset. */
export type DatasetReason = GateReason | ExampleReason | SelectionReason | { code: FormatReason };

/** A reason as counts name it: `rejected`, `score_below:tone`, `special_token:answer`. */
export function reasonKey(reason: { code: string; scale?: unknown; part?: unknown }): string {
  const of = reason.scale ?? reason.part;
  return of === undefined ? reason.code : `${reason.code}:${of}`;
}

/** `no_place` is told of a dataset beside another one: see `diffDatasets`. */
const texts: Record<DatasetReason['code'] | 'no_place', (of: string) => string> = {
  not_reviewed: () => 'not reviewed yet',
  waiting_for_labels: () => 'waiting for more labels',
  disagreement: () => 'labelers disagree',
  rejected: () => 'rejected',
  answer_changed: () => 'answer changed since it was approved',
  flagged_out: () => 'kept out by its own training flag',
  not_scored: (scale) => `${scale} not scored`,
  score_below: (scale) => `${scale} below the bar`,
  empty_text: (part) => `${part} empty`,
  nul_character: (part) => `NUL character in the ${part}`,
  lone_surrogate: (part) => `broken character in the ${part}`,
  special_token: (part) => `special token in the ${part}`,
  tools_do_not_match: () => 'tool calls and answers do not match',
  too_long: () => 'longer than the target takes',
  left_out: () => 'left out by choice',
  exact_duplicate: () => 'same prompt and answer as another',
  near_duplicate: () => 'nearly the same prompt as another',
  conflicting_answer: () => 'same prompt as another, other answer',
  for_evaluation: () => 'kept for evaluation',
  held_out: () => 'held out by a dataset',
  quarantined: () => 'alike samples were held out and trained on',
  no_place: () => 'no format with a place for rejected drafts',
  no_chosen: () => 'no answer that passes',
  no_pair: () => 'no second answer to compare',
  no_question: () => 'prompt ends with no question',
  system_not_first: () => 'system turn in the middle',
  tool_use_malformed: () => 'malformed tool call',
  turns_not_alternating: () => 'turns do not alternate',
  text_beside_tool_call: () => 'text beside a tool call',
};

/** A few words for a person, from a key of the counts; a key that no rule here makes is shown as it is. */
export function reasonText(key: string): string {
  const [code = '', of = ''] = key.split(':');
  const text = Object.entries(texts).find(([known]) => known === code)?.[1];
  return text ? text(of) : key;
}
