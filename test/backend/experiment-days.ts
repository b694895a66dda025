import { randomUUID } from 'node:crypto';
import { type Choice, servingAgent } from '../../resources/supabase/serving-agent.ts';
import type { ExperimentPlan } from '../../shared/domain/experiment.ts';
import { experimentPlan } from '../fixtures/experiments.ts';
import type { Backend } from './backend.ts';

/** Of a hundred conversations of an arm. `csat` is what every second customer says. */
export type ArmTruth = { approved: number; edited: number; violations: number; csat: readonly [number, number] };

/** Bars that a few hundred conversations can tell. */
export const smallPlan = (): ExperimentPlan =>
  experimentPlan({
    criteria: {
      approval: { bar: 0.05, expected: 0.3 },
      edits: { bar: 0.05, expected: 0.3 },
      csat: { bar: 0.2, expected: 1 },
      violations: { margin: 0.08 },
    },
    baseline: { approval: 0.5, edits: 0.4, violations: 0.01, csatDeviation: 1 },
  });

/** The days of an experiment that runs on a team's server: its customers, its reviewers, and the time, which a test lets pass. */
export function experimentDays(
  { url, secretKey, sql }: Pick<Backend, 'url' | 'secretKey' | 'sql'>,
  id: string,
  plan: ExperimentPlan,
) {
  const newServer = () =>
    servingAgent({
      ...{ url, secretKey, agent: plan.agent, model: 'built-in' },
      timeoutMs: 5_000,
    });
  const server = newServer();
  let conversations = 0;

  /** One customer after the other asks, and is answered by the model of their arm. */
  async function converse(count: number): Promise<Choice[]> {
    const choices: Choice[] = [];
    for (let n = 0; n < count; n++) {
      const name = `talk ${conversations++}`;
      const choice = await server.choose(name, null);
      await server.writeSample(choice, {
        sample_id: randomUUID(),
        source: { agent_name: plan.agent, conversation_id: name },
        query: { text: 'Where is my parcel?', intent: conversations % 3 === 0 ? 'parcel' : 'refund' },
        agent_response: { text: 'On its way.', sources: [], confidence: 0.9 },
      });
      choices.push(choice);
    }
    return choices;
  }

  /** Verdicts are written back and customers say how content they are, in the shares that are true of each model. */
  async function review(truths: Record<'control' | 'treatment', ArmTruth>): Promise<void> {
    for (const { name, model } of plan.arms) {
      const { approved, edited, violations, csat } = truths[name];
      await sql(`
        update public.agent_training_samples s set
          training_flags = '{"quality_reviewed": true}',
          human_feedback = case when place.nth % 100 < ${approved} then '{"approved": true}'::jsonb
            when place.nth % 100 < ${approved + edited} then '{"approved": true, "human_edited_text": "Better."}'::jsonb
            else '{"approved": false}'::jsonb end,
          customer_outcome = jsonb_build_object('policy_violation', place.nth % 100 >= ${100 - violations},
            'csat', case place.nth % 4 when 0 then ${csat[0]} when 2 then ${csat[1]} end)
        from (
          -- 61 is prime to 100: any hundred in a row have each place once, in no order that an arm could keep.
          select sample_id, 61 * row_number() over (order by created_at, sample_id) as nth
          from public.agent_training_samples where source ->> 'model' = '${model}'
        ) place
        where place.sample_id = s.sample_id`);
    }
  }

  /** So many days have passed since the start, and the conversations have come in evenly. */
  async function pass(days: number): Promise<void> {
    await sql(`update public.assay_experiments set started_at = now() - interval '1 day' * ${days},
      ends_at = now() - interval '1 day' * ${days - plan.days} where experiment_id = '${id}'`);
    // Nobody may change when a conversation met its arm, but a test that lets time pass.
    await sql('alter table public.assay_exposures disable trigger append_only');
    await sql(`update public.assay_exposures x set at = e.started_at + (now() - e.started_at) * place.share
      from public.assay_experiments e, (
        select exposure_id, percent_rank() over (order by at, exposure_id) * 0.999 as share
        from public.assay_exposures where experiment_id = '${id}') place
      where e.experiment_id = '${id}' and place.exposure_id = x.exposure_id`);
    await sql('alter table public.assay_exposures enable trigger append_only');
    await sql(`update public.assay_outcomes o set at = clock_timestamp() from public.assay_exposures x
      where x.exposure_id = o.exposure_id and x.experiment_id = '${id}'`);
  }

  return { newServer, converse, review, pass };
}
