import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { insertSamples, saveQueue } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { make, push } from './desk.ts';
import {
  arms,
  begin,
  type ExperimentDesk,
  experimentOf,
  expose,
  openExperimentDesk,
  plan,
  sourceOf,
} from './experiment-desk.ts';

/** Which turns of an experiment are reviewed, and that nobody who reviews them can tell its arms apart. */

let desk: ExperimentDesk;
beforeAll(async () => {
  desk = await openExperimentDesk();
});
afterAll(() => desk.backend.close());

/** Turns of conversations `of 1`, `of 2` and so on, by the agent of an experiment. */
const converse = (experiment: string, conversations: number, turns: number) =>
  desk.backend.sql(`insert into public.agent_training_samples (sample_id, source, query, agent_response)
    select 'turn ' || t || ' of ' || n || ' in ${experiment}',
      '${JSON.stringify(sourceOf(experiment, ''))}' || jsonb_build_object('conversation_id', 'of ' || n),
      '{"text": "?"}', '{"text": "!"}'
    from generate_series(1, ${conversations}) n, generate_series(1, ${turns}) t`);

const rowsSchema = z.array(z.object({ sample_id: z.string(), conversation: z.string(), arm: z.string().nullable() }));

/** What a queue holds. */
async function itemsOf(queue: string) {
  return rowsSchema.parse(
    await desk.backend.sql(`select i.sample_id, s.source ->> 'conversation_id' as conversation, x.arm
      from public.assay_queue_items i join public.agent_training_samples s on s.sample_id = i.sample_id
      left join public.assay_queues q on q.queue_id = i.queue_id
      left join public.assay_exposures x on x.conversation_id = s.source ->> 'conversation_id'
        and x.experiment_id::text = q.filter ->> 'experiment'
      where i.queue_id = '${queue}' order by 1`),
  );
}

const review = (experiment: string) => saveQueue(desk.lead, { name: 'Review', filter: { experiment } });

it('tells a labeler nothing that tells the arms apart', async () => {
  const planned = { ...plan({ name: 'Secret comparison' }), arms: arms(5_000) };
  const experiment = experimentOf(desk.lead);
  await experiment.save(planned);
  await experiment.start();
  const queue = await saveQueue(desk.lead, { name: 'Answers of this week', filter: { experiment: experiment.id } });
  const talks = Array.from({ length: 12 }, (_, n) => `blind ${n}`);
  for (const talk of talks) {
    const { arm, model } = await desk.agent.assign(experiment.id, talk);
    await insertSamples(desk.backend, [
      turn('', talk, 1, {
        created_at: new Date().toISOString(),
        source: {
          ...{ agent_name: planned.agent, conversation_id: talk, model },
          ...{ experiment: experiment.id, prompt_version: `prompt of ${arm}`, arm },
        },
        customer_outcome: { csat: 5, arm },
        training_flags: { arm },
        human_feedback: { approved: false, arm },
      }),
    ]);
  }
  await desk.ann.claim(queue, talks.length);
  await push(desk.ann, [make.label(queue, `${talks[0]}, turn 1`)]);
  const told = JSON.stringify(await desk.told(desk.ann));
  expect(told).toContain('blind 3, turn 1');
  const clues = ['control', 'treatment', 'base-1', 'tuned-1', 'prompt of', 'Secret comparison', experiment.id];
  for (const clue of clues) expect([clue, told.includes(clue)]).toEqual([clue, false]);
  const lead = JSON.stringify(await desk.told(desk.lead));
  for (const clue of clues) expect([clue, lead.includes(clue)]).toEqual([clue, true]);
});

it('reviews as many conversations of either arm, one turn of each, and the share that the plan asks for', async () => {
  const id = (n: number) => `0198a3c0-0000-4000-8000-00000000010${n}`;
  const shares = [10_000, 5_000];
  const met = [];
  for (const [n, share] of shares.entries()) {
    await begin(desk.lead, { arms: arms(8_000), review_share: share }, id(n));
    met.push(await expose(desk.backend, id(n), 1_900));
    await converse(id(n), 2_000, 3);
  }
  for (const [n, share] of shares.entries()) {
    const experiment = id(n);
    const armOf = met[n] ?? new Map();
    const items = await itemsOf(await review(experiment));
    expect(new Set(items.map(({ conversation }) => conversation)).size).toBe(items.length);
    // None that has met no arm.
    expect(items.every(({ conversation, arm }) => armOf.get(conversation) === arm)).toBe(true);
    const smaller = armOf.values().filter((arm) => arm === 'treatment');
    const expected = ([...smaller].length * share) / 10_000;
    const counts = Object.groupBy(items, ({ arm }) => arm ?? '');
    for (const arm of ['control', 'treatment'])
      expect(Math.abs((counts[arm]?.length ?? 0) - expected)).toBeLessThan(3 * Math.sqrt(expected));
    // Not the first turns alone, and as often each.
    const turns = Object.groupBy(items, ({ sample_id }) => sample_id.split(' ')[1] ?? '');
    for (const turn of ['1', '2', '3'])
      expect(Math.abs((turns[turn]?.length ?? 0) - items.length / 3)).toBeLessThan(
        3 * Math.sqrt(items.length * (2 / 9)),
      );
  }
});

const waiting = async (sql: postgres.TransactionSql) => {
  // Within a transaction, what others do is told as it was first asked for.
  await sql`select pg_stat_clear_snapshot()`;
  const rows =
    await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
};

const turn = (experiment: string, conversation: string, n: number, change: Parameters<typeof sampleRow>[1] = {}) =>
  sampleRow(`${conversation}, turn ${n}`, { source: sourceOf(experiment, conversation), ...change });

/** The turns below a number, that one first which the hash prefers. */
async function preferred(talk: string, experiment: string, turns: number): Promise<number[]> {
  const rows = await desk.backend.sql(`select n from generate_series(0, ${turns - 1}) n
    order by hashtextextended('${talk}, turn ' || n || '${experiment}', 0)`);
  return rows.map((row) => Number(row['n']));
}

it('takes a conversation in as it goes on, and never two of its turns', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment);
  const held = async () => (await itemsOf(queue)).map(({ sample_id }) => sample_id);
  const talk = 'goes on';
  await desk.agent.assign(experiment, talk);
  const [first = 0, ...others] = await preferred(talk, experiment, 12);
  // Each one that nobody has had gives way to a later one that the hash prefers, and to no other.
  for (const n of [first, ...others.slice(0, 5)].reverse()) {
    await insertSamples(desk.backend, [turn(experiment, talk, n)]);
    expect(await held()).toEqual([`${talk}, turn ${n}`]);
  }
  for (const n of others.slice(5)) await insertSamples(desk.backend, [turn(experiment, talk, n)]);
  expect(await held()).toEqual([`${talk}, turn ${first}`]);
  const [taken = ''] = await held();
  await desk.ann.claim(queue, 1);
  for (let n = 12; n < 40; n++) await insertSamples(desk.backend, [turn(experiment, talk, n)]);
  expect(await held()).toEqual([taken]);
  // Filled anew, it is the same.
  await saveQueue(desk.lead, { queue_id: queue, name: 'Review', filter: { experiment }, item_order: 'newest' });
  expect(await held()).toEqual([taken]);
});

it('takes no turn that the other arm’s model has answered', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment);
  const talk = 'not waited for';
  const { arm } = await desk.agent.assign(experiment, talk);
  const other = arm === 'control' ? 'tuned-1' : 'base-1';
  await insertSamples(desk.backend, [turn(experiment, talk, 1, { source: sourceOf(experiment, talk, other) })]);
  expect(await itemsOf(queue)).toEqual([]);
  await insertSamples(desk.backend, [turn(experiment, talk, 2)]);
  expect((await itemsOf(queue)).map(({ sample_id }) => sample_id)).toEqual([`${talk}, turn 2`]);
});

it('leaves a turn to whoever claims it while another one comes that the hash prefers', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment);
  const talk = 'claimed meanwhile';
  await desk.agent.assign(experiment, talk);
  const [first = 0, other = 0] = await preferred(talk, experiment, 2);
  await insertSamples(desk.backend, [turn(experiment, talk, other)]);
  const sql = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  let inserted: Promise<void> | null = null;
  await sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claim.sub', ${desk.ben.memberId}, true)`;
    const [{ claim } = {}] =
      await tx`select public.assay_claim(gen_random_uuid(), ${queue}, 1, now() + interval '1 day')
      ->> 'claimed' as claim`;
    expect(claim).toBe('1');
    inserted = insertSamples(desk.backend, [turn(experiment, talk, first)]);
    // The claim holds the item, and the insert waits for it.
    await expect.poll(() => waiting(tx)).toBe(1);
  });
  await inserted;
  await sql.end();
  expect((await itemsOf(queue)).map(({ sample_id }) => sample_id)).toEqual([`${talk}, turn ${other}`]);
});

it('takes a later turn while an earlier one of its conversation is changed', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment);
  const talk = 'goes on meanwhile';
  await desk.agent.assign(experiment, talk);
  const [later = 0, earlier = 0] = await preferred(talk, experiment, 2);
  await insertSamples(desk.backend, [turn(experiment, talk, earlier)]);
  const url = desk.backend.databaseUrl ?? '';
  const [holder, writer] = [postgres(url, { max: 1 }), postgres(url, { max: 1 })];
  const both: Promise<unknown>[] = [];
  await holder.begin(async (tx) => {
    await tx`select from public.assay_outcomes for update`;
    both.push(
      writer`update public.agent_training_samples set query = query || '{"intent": "refund"}'
        where sample_id = ${`${talk}, turn ${earlier}`}`.execute(),
    );
    await expect.poll(() => waiting(tx)).toBe(1);
    both.push(insertSamples(desk.backend, [turn(experiment, talk, later)]));
    await expect.poll(() => waiting(tx)).toBe(2);
  });
  await Promise.all(both);
  await Promise.all([holder.end(), writer.end()]);
  expect((await itemsOf(queue)).map(({ sample_id }) => sample_id)).toEqual([`${talk}, turn ${later}`]);
});

it('takes a turn that can be judged of a conversation whose first ones are empty', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment);
  await desk.agent.assign(experiment, 'before');
  await desk.backend.sql(`insert into public.agent_training_samples (sample_id, source, query, agent_response)
    select 'empty ' || n, '${JSON.stringify(sourceOf(experiment, 'before'))}', '{}', '{}'
    from generate_series(1, 20) n`);
  expect(await itemsOf(queue)).toEqual([]);
  await insertSamples(desk.backend, [turn(experiment, 'before', 1)]);
  expect((await itemsOf(queue)).map(({ sample_id }) => sample_id)).toEqual(['before, turn 1']);
});

it('goes together with an agent and a time', async () => {
  const experiment = await begin(desk.lead);
  const { agent_name: agent } = sourceOf(experiment, '');
  for (const talk of ['one talk', 'another']) {
    await desk.agent.assign(experiment, talk);
    await insertSamples(desk.backend, [turn(experiment, talk, 1)]);
  }
  const held = async (filter: object) =>
    (await itemsOf(await saveQueue(desk.lead, { filter: { experiment, ...filter } }))).map((item) => item.conversation);
  expect(await held({ agent })).toHaveLength(2);
  expect(await held({ agent: 'Another' })).toEqual([]);
  const sampleTime = sampleRow('').created_at;
  expect(await held({ to: sampleTime })).toEqual([]);
  expect(await held({ from: sampleTime })).toHaveLength(2);
});

it('picks by nothing that may differ between the arms', async () => {
  const experiment = await begin(desk.lead);
  const refused = { detail: 'bad_argument' };
  for (const other of [{ intent: 'refund' }, { tag: 'vip' }, { max_confidence: 0.5 }, { min_confidence: 0.5 }])
    await expect(saveQueue(desk.lead, { filter: { experiment, ...other } })).rejects.toMatchObject(refused);
  await expect(saveQueue(desk.lead, { filter: { experiment }, item_order: 'least_confident' })).rejects.toMatchObject(
    refused,
  );
});

it('counts what was reviewed under the id of an experiment in capitals', async () => {
  const experiment = await begin(desk.lead);
  const queue = await review(experiment.toUpperCase());
  await desk.agent.assign(experiment, 'in capitals');
  await insertSamples(desk.backend, [turn(experiment, 'in capitals', 1)]);
  await desk.ann.claim(queue, 1);
  await push(desk.ann, [make.label(queue, 'in capitals, turn 1')]);
  const [outcome] = await desk.backend.sql(`select reviewed from public.assay_outcomes
    join public.assay_exposures using (exposure_id) where experiment_id = '${experiment}'`);
  expect(outcome).toEqual({ reviewed: true });
});

it('stays the review of what its labelers were given', async () => {
  const [one, other] = [await begin(desk.lead), await begin(desk.lead)];
  const talk = 'of the first';
  const { agent_name: agent } = sourceOf(one, talk);
  await desk.agent.assign(one, talk);
  await insertSamples(desk.backend, [turn(one, talk, 1)]);
  const queue = await review(other);
  const save = (filter: object, change: object = {}) =>
    saveQueue(desk.lead, { queue_id: queue, name: 'Review', filter, ...change });
  // Until somebody has taken of it, it may still be made another's.
  await save({ experiment: one });
  await desk.ann.claim(queue, 1);
  for (const filter of [{ experiment: other }, {}])
    await expect(save(filter)).rejects.toMatchObject({ detail: 'bad_argument' });
  await save({ experiment: one, agent }, { state: 'closed' });

  const plain = await saveQueue(desk.lead, { filter: { agent } });
  await desk.ann.claim(plain, 1);
  await expect(saveQueue(desk.lead, { queue_id: plain, filter: { agent, experiment: one } })).rejects.toMatchObject({
    detail: 'bad_argument',
  });
});
