import { type Rubric, scaleIds, scaleOf } from '../../shared/domain/rubric.ts';
import type { DatasetReason } from '../../shared/rules/reasons.ts';

type Code = DatasetReason['code'];

/** Why samples stay out, and what would let one of them in; `of` is a scale's name or a part of the example. */
const sentences: Record<Code, { why: (of: string) => string; way: string }> = {
  not_reviewed: { why: () => 'Nobody has reviewed them yet', way: 'Label it.' },
  waiting_for_labels: { why: () => 'They wait for more labelers', way: 'Another labeler must judge it too.' },
  disagreement: { why: () => 'Labelers disagree', way: 'Someone must settle which verdict counts.' },
  rejected: { why: () => 'They were rejected', way: 'A correction would let it in: approve with edit.' },
  answer_changed: { why: () => 'Their answer changed after approval', way: 'Label it again.' },
  flagged_out: { why: () => 'Their own training flag keeps them out', way: 'The row says include_in_training: false.' },
  not_scored: { why: (of) => `${of} has no score`, way: 'The verdict is from before Assay: label it again.' },
  score_below: { why: (of) => `${of} is below the bar`, way: 'A correction that meets the bar would let it in.' },
  empty_text: { why: (of) => `The ${of} is empty`, way: 'Correct the text.' },
  nul_character: { why: (of) => `The ${of} holds a NUL character`, way: 'Remove it where the sample came from.' },
  lone_surrogate: { why: (of) => `The ${of} holds half a character`, way: 'The text was cut: collect it again.' },
  special_token: {
    why: (of) => `The ${of} holds a model’s special token`,
    way: 'It would end or redirect a training example: correct the text.',
  },
  tools_do_not_match: {
    why: () => 'A tool’s turn answers no call, or a call has no answer',
    way: 'The turns of tools need tool_calls and tool_call_id, as OpenAI’s chat format has them.',
  },
  too_long: { why: () => 'They are longer than the target takes', way: 'Raise the limit, or shorten the history.' },
  left_out: { why: () => 'Somebody left them out', way: 'Take the choice back.' },
  exact_duplicate: { why: () => 'Another sample has the same prompt and answer', way: 'One of them says it all.' },
  near_duplicate: {
    why: () => 'Another sample has nearly the same prompt',
    way: 'Keep it by choice, or keep them all.',
  },
  conflicting_answer: { why: () => 'Another sample answers the same prompt otherwise', way: 'Choose which one stays.' },
  for_evaluation: {
    why: () => 'Their own flag keeps them for evaluation',
    way: 'The row says include_in_evaluation: true.',
  },
  held_out: {
    why: () => 'A dataset holds them out, or their conversation',
    way: 'Who is judged by it must not be trained on it.',
  },
  quarantined: {
    why: () => 'Samples like them were held out once, and trained on in another dataset',
    way: 'Neither side can have them without a leak.',
  },
  no_chosen: { why: () => 'No answer of theirs passes', way: 'The format trains on answers that pass the gate.' },
  no_pair: { why: () => 'There is no second answer to compare', way: 'A correction of a weaker draft makes a pair.' },
  no_question: { why: () => 'Their prompt ends with no question', way: 'The last turn must be the customer’s.' },
  system_not_first: {
    why: () => 'A system turn comes in the middle',
    way: 'This format takes it first, or not at all.',
  },
  tool_use_malformed: { why: () => 'A tool call is malformed', way: 'It needs an id, a name, and arguments in JSON.' },
  turns_not_alternating: {
    why: () => 'Customer and agent do not take turns',
    way: 'This format has no place for two turns of one in a row.',
  },
  text_beside_tool_call: {
    why: () => 'A turn says something and calls a tool',
    way: 'This format has room for one of the two.',
  },
};

export const reasonCodes = Object.keys(sentences) as Code[];

function isCode(code: string): code is Code {
  return Object.hasOwn(sentences, code);
}

/** A reason of the counts (`score_below:tone`) as a person reads it. A key that no rule here makes is shown as it is. */
export function reasonSentence(key: string, rubric: Rubric): { why: string; way: string | null } {
  const [code = '', of = ''] = key.split(':');
  if (!isCode(code)) return { why: key, way: null };
  const scale = scaleIds.find((id) => id === of);
  const { why, way } = sentences[code];
  return { why: why(scale ? scaleOf(rubric, scale).name : of), way };
}
