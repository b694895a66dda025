import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { ArmName } from '../../shared/domain/experiment.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { eraseAnswerSchema } from '../../shared/sync/protocol.ts';
import { insertSamples, saveQueue } from '../backend/team.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { make, push } from './desk.ts';
import { arms, begin, type ExperimentDesk, expose, openExperimentDesk, sourceOf } from './experiment-desk.ts';

/** What becomes of a conversation, read off its samples. */

let desk: ExperimentDesk;
let experiment: string;
beforeAll(async () => {
  desk = await openExperimentDesk();
  experiment = await begin(desk.lead);
});
afterAll(() => desk.backend.close());

const unknown = { reviewed: false, approved: null, edited: null, csat: null, violation: null, intent: null };

async function outcomeOf(conversation: string) {
  const [row] = await desk.backend.sql(`select reviewed, approved, edited, csat, violation, intent
    from public.assay_outcomes join public.assay_exposures using (exposure_id)
    where experiment_id = '${experiment}' and conversation_id = '${conversation}'`);
  return row;
}

let made = 0;

type Talk = { conversation: string; arm: ArmName | null; turns: string[]; from: string };

/** A conversation in an arm, in an hour of its own and its turns a minute apart, written as the agent's server does. */
async function converse(...changes: Partial<SampleRow>[]): Promise<Talk> {
  const conversation = `chat ${++made}`;
  const { arm } = await desk.agent.assign(experiment, conversation);
  const at = (minute: number) => new Date(Date.UTC(2026, 8, 1, made, minute)).toISOString();
  const turns = changes.map((_, n) => `${conversation} turn ${n}`);
  await insertSamples(
    desk.backend,
    changes.map((change, n) =>
      sampleRow(`${conversation} turn ${n}`, {
        created_at: at(n),
        source: sourceOf(experiment, conversation),
        ...change,
      }),
    ),
  );
  return { conversation, arm, turns, from: at(0) };
}

/** One turn in an arm, claimed by Ann from a queue with this filter beside: without one, from the experiment's review. */
async function reviewed(filter: object = { experiment }) {
  const talk = await converse({});
  return { ...talk, label: await claimed(talk, filter) };
}

async function claimed({ turns, from }: Talk, filter: object) {
  const to = new Date(Date.parse(from) + 3_600_000).toISOString();
  const queue = await saveQueue(desk.lead, { filter: { from, to, ...filter } });
  await desk.ann.claim(queue, 1);
  return async (change: Parameters<typeof verdict>[1] | null, supersedes: string | null = null) => {
    const op = make.label(queue, turns[0] ?? '', { verdict: change && verdict('the answer', change), supersedes });
    expect(await push(desk.ann, [op])).toEqual(['applied']);
    return op.op_id;
  };
}

const write = (sampleId: string, column: string, value: object | null) =>
  desk.backend.sql(`update public.agent_training_samples
    set ${column} = ${value ? `'${JSON.stringify(value)}'` : 'null'} where sample_id = '${sampleId}'`);

/** Reviewed by the team itself, outside of Assay. */
async function judge(sampleId = '', feedback: object) {
  await write(sampleId, 'human_feedback', feedback);
  await write(sampleId, 'training_flags', { quality_reviewed: true });
}

const scores = (policy: 1 | 2 | 3 | 5) => ({ scores: { ...allScores(5), policy } });
const rejection = { decision: 'reject' as const, reasons: ['other' as const] };
const correction = {
  decision: 'edit' as const,
  reasons: ['policy_clarification' as const],
  correction: { text: 'As the policy has it.', scores: allScores(5), confirmed: true, editDistance: 9 },
};

it('knows nothing of a conversation before anybody has looked at it, but what it is about', async () => {
  const { conversation } = await converse(
    { query: { text: 'Hello?' } },
    { query: { text: 'A refund?', intent: 'refund' } },
  );
  expect(await outcomeOf(conversation)).toEqual({ ...unknown, intent: 'refund' });
});

it('takes an approval as it was for one, and takes it back with the verdict', async () => {
  const { conversation, label } = await reviewed();
  const before = await outcomeOf(conversation);
  const id = await label({});
  expect(await outcomeOf(conversation)).toMatchObject({
    reviewed: true,
    approved: true,
    edited: false,
    violation: false,
  });
  await label(null, id);
  expect(await outcomeOf(conversation)).toEqual(before);
});

it('takes a conversation for approved if every reviewed turn is, and for edited or against the rules if one is', async () => {
  const { conversation, turns } = await converse({}, {}, {});
  const policy = (score: number) => ({ quality_scores: { policy: score } });
  await judge(turns[0], { approved: true, ...policy(5) });
  expect(await outcomeOf(conversation)).toMatchObject({ approved: true, edited: false, violation: false });
  await judge(turns[1], { approved: true, human_edited_text: 'As the policy has it.', ...policy(3) });
  expect(await outcomeOf(conversation)).toMatchObject({ approved: false, edited: true, violation: false });
  await judge(turns[2], { approved: false, ...policy(2) });
  expect(await outcomeOf(conversation)).toMatchObject({ approved: false, edited: true, violation: true });
  await judge(turns[1], { approved: true, ...policy(5) });
  expect(await outcomeOf(conversation)).toMatchObject({ approved: false, edited: false, violation: true });
});

it('counts no verdict of a queue that picks by something else, until the review has one too', async () => {
  const { label, ...talk } = await reviewed({});
  const { conversation } = talk;
  const before = await outcomeOf(conversation);
  await label({ ...rejection, ...scores(1) });
  expect(await outcomeOf(conversation)).toEqual(before);
  const review = await claimed(talk, { experiment });
  await review({});
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: true, approved: true, violation: false });
});

it('counts a turn that the review holds too once the review has decided it, whatever the other queue has said', async () => {
  const { label, ...talk } = await reviewed();
  const { conversation } = talk;
  const other = await claimed(talk, {});
  const before = await outcomeOf(conversation);
  await other({ ...rejection, ...scores(1) });
  expect(await outcomeOf(conversation)).toEqual(before);
  // The same verdict, so that the table has it already.
  const id = await label({ ...rejection, ...scores(1) });
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: true, approved: false, violation: true });
  await label(null, id);
  expect(await outcomeOf(conversation)).toEqual(before);
});

it('is told nothing by a turn that the other arm’s model has answered', async () => {
  const { conversation, arm, turns } = await converse({}, {});
  const [own, other] = arm === 'control' ? ['base-1', 'tuned-1'] : ['tuned-1', 'base-1'];
  const by = (turn: string | undefined, model: string) =>
    write(turn ?? '', 'source', sourceOf(experiment, conversation, model));
  await judge(turns[0], { approved: true });
  await judge(turns[1], { approved: false });
  await write(turns[1] ?? '', 'customer_outcome', { csat: 1, policy_violation: true });
  expect(await outcomeOf(conversation)).toMatchObject({ approved: false, csat: 1, violation: true });
  await by(turns[0], own);
  await by(turns[1], other);
  expect(await outcomeOf(conversation)).toMatchObject({ approved: true, csat: null, violation: null });
  // A provider may name the model in another way: that is no other model.
  await by(turns[1], `${own}-2026-07-18`);
  expect(await outcomeOf(conversation)).toMatchObject({ approved: false, csat: 1, violation: true });
});

it('looks for violations in as many conversations of either arm', async () => {
  const uneven = await begin(desk.lead, { arms: arms(9_000) }, '0198a3c0-0000-4000-8000-000000000201');
  const met = await expose(desk.backend, uneven, 2_000);
  await desk.backend.sql(`insert into public.agent_training_samples
      (sample_id, source, query, agent_response, customer_outcome)
    select 'checked ' || n, '${JSON.stringify(sourceOf(uneven, ''))}' || jsonb_build_object('conversation_id', 'of ' || n),
      '{"text": "?"}', '{"text": "!"}', '{"policy_violation": false, "csat": 4}' from generate_series(1, 2000) n`);
  const [row] = await desk.backend.sql(`select count(*) filter (where arm = 'control')::int as control,
      count(*) filter (where arm = 'treatment')::int as treatment
    from public.assay_outcomes join public.assay_exposures using (exposure_id)
    where experiment_id = '${uneven}' and violation is not null`);
  const treatment = [...met.values()].filter((arm) => arm === 'treatment').length;
  expect(row?.['treatment']).toBe(treatment);
  expect(Math.abs(Number(row?.['control']) - treatment)).toBeLessThan(4 * Math.sqrt(2 * treatment));
});

it('sees a rule that the draft broke, although the correction keeps it', async () => {
  const { conversation, turns, label } = await reviewed();
  await label({ ...correction, ...scores(1) });
  const [row] = await desk.backend.sql(`select human_feedback -> 'quality_scores' -> 'policy' as policy
    from public.agent_training_samples where sample_id = '${turns[0]}'`);
  expect(row).toEqual({ policy: 5 });
  expect(await outcomeOf(conversation)).toMatchObject({ edited: true, violation: true });
});

it('reads what a team has written itself: verdicts from before, satisfaction, flags', async () => {
  const { conversation, turns } = await converse({}, {}, {});
  const [first = '', second = '', third = ''] = turns;
  await write(first, 'customer_outcome', { csat: 2 });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 2, violation: null });
  // The latest that says something, whatever was written last; nonsense is not known.
  await write(third, 'customer_outcome', { csat: 4.5, policy_violation: false });
  await write(second, 'customer_outcome', { csat: 1 });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 4.5, violation: false });
  for (const csat of [0, 6, '5', 1e300, null]) {
    await write(third, 'customer_outcome', { csat, policy_violation: 'yes' });
    expect(await outcomeOf(conversation)).toMatchObject({ csat: 1, violation: null });
  }
  await write(second, 'customer_outcome', { policy_violation: true });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 2, violation: true });
  await write(second, 'customer_outcome', null);
  // Scores count once somebody has reviewed.
  await write(first, 'human_feedback', { approved: true, quality_scores: { policy_alignment: 2 } });
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: false, approved: null, violation: null });
  await write(first, 'training_flags', { quality_reviewed: true });
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: true, approved: true, violation: true });
});

it('stands no other way for a table that holds nonsense', async () => {
  const { conversation, turns } = await converse({});
  for (const nonsense of ['[]', '"x"', '7', 'null', '{"quality_scores": [], "approved": "yes"}'])
    for (const column of ['human_feedback', 'customer_outcome', 'training_flags', 'query'])
      await desk.backend.sql(`update public.agent_training_samples
        set ${column} = '${nonsense}' where sample_id = '${turns[0]}'`);
  expect(await outcomeOf(conversation)).toEqual(unknown);
});

it('follows a turn that moves to another conversation', async () => {
  const one = await converse({ customer_outcome: { csat: 1 } });
  const other = await converse({});
  await write(one.turns[0] ?? '', 'source', sourceOf(experiment, other.conversation));
  expect(await outcomeOf(one.conversation)).toMatchObject({ csat: null });
  expect(await outcomeOf(other.conversation)).toMatchObject({ csat: 1 });
});

it('takes what the agent’s server records of a conversation as a whole', async () => {
  const { conversation, turns } = await converse({ customer_outcome: { csat: 2, policy_violation: true } });
  const record = (outcome: unknown) => desk.agent.record(experiment, conversation, outcome);
  expect(await desk.agent.record(experiment, 'in no arm', { csat: 5 })).toEqual({ recorded: false });
  expect(await record({ csat: 5, policy_violation: false })).toEqual({ recorded: true });
  // One thing that breaks a rule is enough, wherever it is said.
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 5, violation: true });
  await write(turns[0] ?? '', 'customer_outcome', { csat: 1 });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 5, violation: false });
  await record({ csat: null });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 1, violation: false });
  await record({ policy_violation: true });
  expect(await outcomeOf(conversation)).toMatchObject({ csat: 1, violation: true });
  for (const wrong of [null, [], 7, { csat: 6 }, { csat: '5' }, { policy_violation: 1 }, { CSAT: 5 }])
    await expect(record(wrong)).rejects.toMatchObject({ detail: 'bad_argument' });
});

it('goes on after the experiment was stopped, and moves no row that nothing has changed', async () => {
  const id = await begin(desk.lead);
  const conversation = 'goes on';
  const turns = ['went on'];
  await desk.agent.assign(id, conversation);
  await insertSamples(desk.backend, [sampleRow('went on', { source: sourceOf(id, conversation) })]);
  await desk.lead.rpc('assay_stop_experiment', { experiment_id: id }, z.unknown());
  await write(turns[0] ?? '', 'customer_outcome', { csat: 3 });
  const row = async () => {
    const [found] = await desk.backend.sql(`select csat, o.assay_xid::text as xid from public.assay_outcomes o
      join public.assay_exposures using (exposure_id) where experiment_id = '${id}'`);
    return found;
  };
  const before = await row();
  expect(before).toMatchObject({ csat: 3 });
  await write(turns[0] ?? '', 'customer_outcome', { csat: 3, resolved: true });
  await desk.agent.record(id, conversation, {});
  expect(await row()).toEqual(before);
});

it('adds up two turns that are written at once', async () => {
  const { conversation, turns } = await converse({}, {});
  const url = desk.backend.databaseUrl ?? '';
  const [one, other] = [postgres(url, { max: 1 }), postgres(url, { max: 1 })];
  const review = (sql: postgres.Sql | postgres.TransactionSql, turn: string, approved: boolean) => sql`
    update public.agent_training_samples set training_flags = '{"quality_reviewed": true}',
      human_feedback = jsonb_build_object('approved', ${approved}::boolean) where sample_id = ${turn}`;
  const waits = async () => {
    const rows = await desk.backend.sql(`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return rows.length;
  };
  let second: Promise<unknown> | null = null;
  await one.begin(async (tx) => {
    await review(tx, turns[0] ?? '', false);
    second = review(other, turns[1] ?? '', true).execute();
    await expect.poll(waits).toBe(1);
  });
  await second;
  await Promise.all([one.end(), other.end()]);
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: true, approved: false });
});

it('keeps of an erased conversation its name and its arm, and of an erased turn nothing', async () => {
  const { conversation, arm, turns } = await converse({}, {});
  await judge(turns[0], { approved: true });
  await judge(turns[1], { approved: false });
  await desk.agent.record(experiment, conversation, { csat: 4 });
  const erase = (sampleId = '') => desk.lead.rpc('assay_erase', { sample_ids: [sampleId] }, eraseAnswerSchema);
  expect(await erase(turns[1])).toEqual({ erased: 1 });
  expect(await outcomeOf(conversation)).toMatchObject({ reviewed: true, approved: true, csat: 4 });
  await erase(turns[0]);
  expect(await outcomeOf(conversation)).toEqual(unknown);
  expect(await desk.agent.assign(experiment, conversation)).toMatchObject({ arm });
});
