import type { Decision, EditReason, SkipReason } from '../../shared/domain/label.ts';
import { type OrderStrategy, orderStrategies } from '../../shared/domain/order.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import type { Turn } from '../../shared/domain/sample.ts';

export const decisionNames: Record<Decision, string> = { approve: 'Approve', edit: 'Edit', reject: 'Reject' };

/** The same, of a verdict that was given. */
export const decidedNames: Record<Decision, string> = {
  approve: 'Approved',
  edit: 'Approved with edit',
  reject: 'Rejected',
};

/** Who said a turn of a conversation. */
export const roleNames: Record<Turn['role'], string> = {
  user: 'Customer',
  assistant: 'Agent',
  system: 'System',
  tool: 'Tool',
};

/** In the place of a text that is not there: nothing would look like a fault of the screen. */
export const emptyTexts = { query: 'The question is empty.', response: 'The answer is empty.' };

export function isBlankText(text: string): boolean {
  return text.trim() === '';
}

export const reasonNames: Record<EditReason, string> = {
  tone_adjustment: 'Tone',
  factual_correction: 'Factual correction',
  policy_clarification: 'Policy',
  added_context: 'Added context',
  removed_content: 'Removed content',
  complete_rewrite: 'Complete rewrite',
  other: 'Other',
};

export const skipNames: Record<SkipReason, string> = {
  unclear: 'Unclear what is asked',
  language: 'A language I do not read well',
  missing_context: 'Context is missing',
  personal_data: 'Holds personal data',
  other: 'Another reason',
};

export const orderNames: Record<OrderStrategy, string> = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  least_confident: 'Least confident first',
  random: 'Random',
  by_intent: 'Each intent in turn',
  by_conversation: 'By conversation',
};

/** The orders to choose from: in a team's queue none tells how sure the agent was. */
export function strategiesIn(queueId: QueueId): readonly OrderStrategy[] {
  return queueId === null ? orderStrategies : orderStrategies.filter((strategy) => strategy !== 'least_confident');
}
