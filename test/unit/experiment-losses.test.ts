import { expect, it } from 'vitest';
import { lossesOf } from '../../electron/service/experiment/losses.ts';
import type { ExperimentPlan } from '../../shared/domain/experiment.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { corpusWith } from '../fixtures/corpus.ts';
import { experimentPlan, onDay } from '../fixtures/experiments.ts';
import { outcomeRow, storeRows } from '../fixtures/outcomes.ts';
import { sampleRow } from '../fixtures/samples.ts';

const id = '018f0000-0000-7000-8000-00000000000a';

it('tells an arm’s losses by the turn that was found wanting, the newest first', () => {
  const plan = experimentPlan();
  const [{ model: base }, { model: tuned }] = plan.arms;
  const by = (conversation: string, model: string) => ({
    source: { agent_name: 'Order Support', conversation_id: conversation, experiment: id, model },
  });
  const turn = (conversation: string, name: string, feedback: SampleRow['human_feedback'], more = {}) =>
    sampleRow(name, {
      source: { agent_name: 'Order Support', conversation_id: conversation, experiment: id },
      human_feedback: feedback,
      training_flags: { quality_reviewed: feedback !== null },
      ...more,
    });
  const corpus = corpusWith([
    turn('edited', 'first', { approved: true, human_edited_text: 'Better.' }),
    turn('edited', 'second', null),
    turn('fine', 'good', { approved: true }),
    turn('bad', 'bad', { approved: false }),
    turn('flagged', 'broke', null, { customer_outcome: { policy_violation: true } }),
    turn('flagged', 'went on', null),
    turn('scored', 'scored', { approved: true, quality_scores: { policy: 2 } }),
    turn('scored', 'bettered', { approved: true, human_edited_text: 'Better.' }),
    turn('went on', 'own', { approved: false }, by('went on', tuned)),
    turn('went on', 'of control', { approved: false }, by('went on', base)),
    turn(
      'bad',
      'handed over',
      { approved: false },
      { source: { agent_name: 'Refunds', conversation_id: 'bad', experiment: id } },
    ),
    turn(
      'bad',
      'went on without',
      { approved: false },
      { source: { agent_name: 'Order Support', conversation_id: 'bad' } },
    ),
  ]);
  const met = (conversation_id: string, day: number, known: object) =>
    outcomeRow({
      experiment_id: id,
      arm: 'treatment',
      conversation_id,
      exposed_at: onDay(day),
      reviewed: true,
      ...known,
    });
  storeRows(corpus, {
    outcomes: [
      met('edited', 1, { approved: false, edited: true }),
      met('bad', 2, { approved: false, edited: false }),
      met('fine', 3, { approved: true, edited: false }),
      met('erased', 4, { approved: false, edited: false }),
      met('flagged', 2.5, { reviewed: false, violation: true }),
      met('scored', 2.7, { approved: false, edited: true, violation: true }),
      met('went on', 4.5, { approved: false, edited: false }),
      met('later', 9, { approved: false, edited: false }),
      { ...met('elsewhere', 1, { approved: false, edited: false }), arm: 'control' },
    ],
  });
  const told = (plan: ExperimentPlan) =>
    lossesOf(corpus, { id, plan }, 'treatment', onDay(5)).map(({ sampleId, kind }) => [sampleId, kind]);
  expect(told(plan)).toEqual([
    ['own', 'rejected'],
    ['scored', 'violation'],
    ['broke', 'violation'],
    ['bad', 'rejected'],
    ['first', 'edited'],
  ]);
  // Of two arms with one model, every turn is of either.
  const same = plan.arms.map((arm) => ({ ...arm, model: base })) as typeof plan.arms;
  expect(told({ ...plan, arms: same })[0]).toEqual(['of control', 'rejected']);
});
