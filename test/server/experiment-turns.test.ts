import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ArmName } from '../../shared/domain/experiment.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { insertSamples, saveQueue } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { begin, type ExperimentDesk, experimentOf, expose, openExperimentDesk, sourceOf } from './experiment-desk.ts';

/** Which turns tell of the arm that their conversation is in: of one from before, from after, and in two experiments. */

let desk: ExperimentDesk;
beforeAll(async () => {
  desk = await openExperimentDesk();
});
afterAll(() => desk.backend.close());

type Source = Omit<ReturnType<typeof sourceOf>, 'experiment'> & { experiment: string | null };

const turn = (n: number, source: Source, told: Partial<SampleRow>): SampleRow =>
  sampleRow(`${source.conversation_id}, turn ${n}`, { source, ...told });

const fine = { customer_outcome: { policy_violation: false } };
const unhappy = { customer_outcome: { csat: 1, policy_violation: true } };

/** What is known of the conversations of an experiment, by their arms. */
const known = (experiment: string) =>
  desk.backend.sql(`select distinct arm, csat, violation from public.assay_outcomes
    join public.assay_exposures using (exposure_id) where experiment_id = '${experiment}' order by arm, csat`);

it('counts nothing that control’s model had answered before the conversation met its arm', async () => {
  const experiment = await begin(desk.lead);
  const talks = Array.from({ length: 30 }, () => randomUUID());
  await insertSamples(
    desk.backend,
    talks.map((talk) => turn(1, { ...sourceOf(experiment, talk, 'base-1'), experiment: null }, unhappy)),
  );
  for (const talk of talks) {
    const { model } = await desk.agent.assign(experiment, talk);
    await insertSamples(desk.backend, [turn(2, sourceOf(experiment, talk, model), fine)]);
  }
  expect(await known(experiment)).toEqual([
    { arm: 'control', csat: null, violation: false },
    { arm: 'treatment', csat: null, violation: false },
  ]);
});

it('counts nothing that control’s model answers once the experiment is over', async () => {
  const experiment = await begin(desk.lead);
  const talks = [...(await expose(desk.backend, experiment, 30))];
  await experimentOf(desk.lead, experiment).stop();
  const goOn = (n: number, sourceIn: (talk: string, arm: ArmName) => Source, told: Partial<SampleRow>) =>
    insertSamples(
      desk.backend,
      talks.map(([talk, arm]) => turn(n, sourceIn(talk, arm), told)),
    );
  await goOn(1, (talk) => ({ ...sourceOf(experiment, talk, 'base-1'), experiment: null }), unhappy);
  expect(await known(experiment)).toEqual([
    { arm: 'control', csat: null, violation: null },
    { arm: 'treatment', csat: null, violation: null },
  ]);
  // What was on its way when it was stopped is the arm's own.
  await goOn(2, (talk, arm) => sourceOf(experiment, talk, arm === 'control' ? 'base-1' : 'tuned-1'), fine);
  expect(await known(experiment)).toEqual([
    { arm: 'control', csat: null, violation: false },
    { arm: 'treatment', csat: null, violation: false },
  ]);
});

it('is told nothing by another agent that the conversation is handed over to, and has none of its turns reviewed', async () => {
  const experiment = await begin(desk.lead);
  const review = await saveQueue(desk.lead, { filter: { experiment } });
  const talks = Array.from({ length: 30 }, () => randomUUID());
  for (const talk of talks) {
    const { model } = await desk.agent.assign(experiment, talk);
    const own = sourceOf(experiment, talk, model);
    await insertSamples(desk.backend, [
      turn(1, own, fine),
      // What it answers with is one arm's model.
      turn(2, { ...own, agent_name: 'Refunds', model: 'tuned-1' }, unhappy),
    ]);
  }
  expect(await known(experiment)).toEqual([
    { arm: 'control', csat: null, violation: false },
    { arm: 'treatment', csat: null, violation: false },
  ]);
  const held = await desk.backend.sql(`select sample_id from public.assay_queue_items where queue_id = '${review}'`);
  expect(held.map((row) => row['sample_id']).sort()).toEqual(talks.map((talk) => `${talk}, turn 1`).sort());
});

it('takes a turn and an outcome at once of a conversation that has gone on into another experiment', async () => {
  const conversation = randomUUID();
  for (const one of [await begin(desk.lead), await begin(desk.lead)]) await desk.agent.assign(one, conversation);
  const [first, last] = await desk.backend.sql(`select exposure_id, experiment_id from public.assay_exposures
    where conversation_id = '${conversation}' order by exposure_id`);
  const row = sampleRow('of both', { source: sourceOf(String(first?.['experiment_id']), conversation) });
  await insertSamples(desk.backend, [row]);
  const url = desk.backend.databaseUrl ?? '';
  const [holder, writer] = [postgres(url, { max: 1 }), postgres(url, { max: 1 })];
  onTestFinished(async () => {
    await Promise.all([holder.end(), writer.end()]);
  });
  const waiting = (count: number) =>
    expect
      .poll(async () => {
        const rows = await desk.backend.sql(`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        return rows.length;
      })
      .toBe(count);
  const both: Promise<unknown>[] = [];
  await holder.begin(async (tx) => {
    await tx`select from public.assay_outcomes where exposure_id = ${String(first?.['exposure_id'])} for update`;
    both.push(
      writer`update public.agent_training_samples set customer_outcome = '{"csat": 2}'
        where sample_id = ${row.sample_id}`.execute(),
    );
    await waiting(1);
    both.push(desk.agent.record(String(last?.['experiment_id']), conversation, { csat: 5 }));
    await waiting(2);
  });
  await Promise.all(both);
  const csats = await desk.backend.sql(`select csat from public.assay_outcomes join public.assay_exposures
    using (exposure_id) where conversation_id = '${conversation}' order by exposure_id`);
  expect(csats).toEqual([{ csat: 2 }, { csat: 5 }]);
});
