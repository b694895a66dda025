import { describe, expect, it } from 'vitest';
import { planOf as evaluationPlanOf, firstForm } from '../../renderer/evaluation/plan-form.ts';
import { draftOf } from '../../renderer/experiment/plan-draft.ts';
import { planOf as experimentPlanOf } from '../../renderer/experiment/plan-read.ts';
import { planOf as runPlanOf, useDraft } from '../../renderer/finetune/draft.ts';
import { serverProblems, typedServer } from '../../renderer/finetune/server.ts';
import { numberIn } from '../../renderer/ui/number-in.ts';
import { experimentPlan } from '../fixtures/experiments.ts';

describe('a number as it is typed', () => {
  it('is read as Assay and JavaScript write one', () => {
    const written = { ' 12.5 ': 12.5, '-3': -3, '.5': 0.5, '7.': 7, '1,200': 1_200, '1,234,567.5': 1_234_567.5 };
    for (const [typed, value] of Object.entries(written)) expect(numberIn(typed), typed).toBe(value);
    for (const value of [1e-7, 1e21, 0.001]) expect(numberIn(String(value))).toBe(value);
    expect(numberIn('  ')).toBeNull();
  });

  it('is none with a comma that could be a decimal one, and none that is not finite', () => {
    const none = ['0,001', '0,500', '12,5', '1,20', '1200,500', '1,2,3', '1,200,5', '.5,000', '0x10', '1e999', 'many'];
    for (const typed of [...none, '9'.repeat(400)]) expect(numberIn(typed), typed).toBeNaN();
  });
});

it('no form takes a decimal comma for one between thousands', () => {
  const run = { ...useDraft.getInitialState(), model: 'gpt-4o-mini', learningRate: '0,001' };
  const chosen = { datasetId: 'd'.repeat(64), providerId: 'own', validation: false };
  expect(runPlanOf(run, chosen).problems).toHaveProperty('learningRate');
  expect(runPlanOf({ ...run, learningRate: String(1e-7) }, chosen).plan).toMatchObject({ learningRate: 1e-7 });

  expect(serverProblems({ ...typedServer(null), largestFile: '0,512' })).toHaveProperty('largestFile');

  const models = { base: { providerId: 'own', model: 'a' }, tuned: { providerId: 'own', model: 'b' } };
  const form = { ...firstForm({ datasets: [{ id: 'd' }], providers: [], runs: [] }), ...models, name: 'Round' };
  expect(evaluationPlanOf({ ...form, items: '0,005' })).toMatch(/^Items is a whole number from 1 to/);

  const experiment = draftOf(experimentPlan());
  expect(experimentPlanOf({ ...experiment, perDay: '1,200' })).toMatchObject({ traffic: { perDay: 1_200 } });
  for (const perDay of ['12,5', '0x10'])
    expect(experimentPlanOf({ ...experiment, perDay })).toBe('“Conversations a day” is no number, as in 12.5.');
});
