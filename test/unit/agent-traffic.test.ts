import { expect, it } from 'vitest';
import { trafficOf } from '../../electron/service/experiment/traffic.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { corpusWith } from '../fixtures/corpus.ts';
import { sampleRow } from '../fixtures/samples.ts';

it('tells how an agent has done lately, each conversation once', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 9, 1 + day)).toISOString();
  const turn = (conversation: string, day: number, told: Partial<SampleRow>) =>
    sampleRow(`${conversation} on ${day}`, {
      source: { agent_name: 'Order Support', conversation_id: conversation },
      created_at: at(day),
      ...told,
    });
  const reviewed = (approved: boolean, more: object = {}) => ({
    human_feedback: { approved, ...more },
    training_flags: { quality_reviewed: true },
  });
  const corpus = corpusWith([
    turn('long ago', 0, { customer_outcome: { csat: 1 } }),
    turn('a', 40, { ...reviewed(true), customer_outcome: { csat: 5 } }),
    turn('a', 44, { ...reviewed(true, { human_edited_text: 'Better.' }), customer_outcome: { csat: 3 } }),
    turn('b', 45, { ...reviewed(true, { quality_scores: { policy: 2 } }) }),
    turn('c', 46, { customer_outcome: { csat: 4, policy_violation: false } }),
    // What the server takes for unknown.
    turn('d', 49, { customer_outcome: { csat: 0, policy_violation: 1 } }),
    turn('d', 50, { customer_outcome: { csat: 10, policy_violation: 'true' } }),
    sampleRow('of another', { source: { agent_name: 'Sales' }, created_at: at(50) }),
  ]);
  expect(trafficOf(corpus, 'Order Support')).toEqual({
    ...{
      conversations: 4,
      perDay: 0.4,
      answered: 0.5,
      approval: 0.5,
      edits: 0.5,
      violations: 0.5,
      csatDeviation: 0.5,
    },
  });
  expect(trafficOf(corpus, 'Nobody')).toEqual({
    ...{ conversations: 0, perDay: null, answered: null, approval: null, edits: null, violations: null },
    csatDeviation: null,
  });
});
