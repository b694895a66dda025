import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { insertSamples, joinTeam } from '../backend/team.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';
import { comparisonsOf, published, sealAndOpen, secret } from './evaluation-desk.ts';
import { agentServer, begin, experimentOf, expose, passHours, plan } from './experiment-desk.ts';

/**
 * Who may do what, declared. A table, function or role without a cell fails.
 *
 * nobody: a token without an account. anonymous: the publishable key alone. stranger: an account that is no member.
 */
const roles = ['anonymous', 'nobody', 'stranger', 'removed', 'ann', 'ben', 'lead'] as const;
type RoleName = (typeof roles)[number];

/** One sign a role, in the order above. `-` an error, `0` no row, `o` the caller's own rows, `a` all rows. */
type Cells = { select: string; insert: string; update: string; delete: string };
const never = { insert: '-------', update: '-------', delete: '-------' };
const tables: Record<string, Cells> = {
  assay_team: { select: '-000aaa', ...never },
  assay_members: { select: '-000aaa', ...never },
  assay_rubrics: { select: '-000aaa', ...never },
  assay_invites: { select: '-000000', ...never },
  assay_queues: { select: '-00000a', ...never },
  assay_queue_items: { select: '-00000a', ...never },
  assay_claims: { select: '-00000a', ...never },
  assay_assignments: { select: '-000ooa', ...never },
  assay_labels: { select: '-000ooa', ...never },
  assay_marks: { select: '-00000a', ...never },
  assay_questions: { select: '-000ooa', ...never },
  assay_adjudications: { select: '-00000a', ...never },
  assay_datasets: { select: '-00000a', ...never },
  assay_splits: { select: '-00000a', ...never },
  assay_experiments: { select: '-00000a', ...never },
  assay_arms: { select: '-00000a', ...never },
  assay_exposures: { select: '-00000a', ...never },
  assay_outcomes: { select: '-00000a', ...never },
  assay_looks: { select: '-00000a', ...never },
  assay_experiment_changes: { select: '-00000a', ...never },
  assay_active_models: { select: '-00000a', ...never },
  assay_active_model_changes: { select: '-00000a', ...never },
  assay_evaluations: { select: '-00000a', ...never },
  assay_evaluation_secrets: { select: '-000000', ...never },
  assay_evaluation_openings: { select: '-00000a', ...never },
  assay_evaluation_items: { select: '-00000a', ...never },
  assay_comparisons: { select: '-00000a', ...never },
  assay_judgments: { select: '-00000a', ...never },
  assay_receipts: { select: '-000000', ...never },
  assay_dead_letters: { select: '-00000a', ...never },
  assay_written: { select: '-00000a', ...never },
  assay_erased: { select: '-00000a', ...never },
  assay_devices: { select: '-000000', ...never },
  // The team's own: its grants are the team's, and its rows are held by policies alone.
  agent_training_samples: { select: '000000a', insert: '-------', update: '0000000', delete: '0000000' },
};

/** `y` it goes through, `-` it raises that the caller may not. */
const functions: Record<string, { call: string; cells: string }> = {
  assay_whoami: { call: '', cells: '----yyy' },
  assay_pull: { call: `gen_random_uuid(), null, null, '{}', 10`, cells: '----yyy' },
  assay_remaining: { call: `gen_random_uuid(), '{}'`, cells: '----yyy' },
  assay_push: { call: `gen_random_uuid(), now(), '[]'`, cells: '----yyy' },
  assay_claim: { call: `gen_random_uuid(), $queue, 1, now() + interval '1 day'`, cells: '----yyy' },
  assay_extend: { call: `$queue, now() + interval '1 day'`, cells: '----yyy' },
  assay_release: { call: '$queue, null', cells: '----yyy' },
  assay_check: { call: `'assignments', '3'`, cells: '----yyy' },
  assay_unsettled: { call: `'3'`, cells: '----yyy' },
  assay_dead_letters: { call: '', cells: '----yyy' },
  assay_join: { call: `$code, 'A name'`, cells: '--yyyyy' },
  assay_day: { call: '', cells: '------y' },
  assay_invite: { call: `'Somebody', 'labeler', 7`, cells: '------y' },
  assay_save_queue: { call: `$spec`, cells: '------y' },
  assay_save_rubric: { call: `(select body from public.assay_rubrics where version = 1)`, cells: '------y' },
  assay_return: { call: `$queue, $sample, $ann, 'Look again.'`, cells: '------y' },
  assay_requeue: { call: `$ann, now() - interval '1 day', 'Look again.'`, cells: '------y' },
  assay_remove_member: { call: '$ann', cells: '------y' },
  assay_erase: { call: 'array[$sample]', cells: '------y' },
  assay_save_experiment: { call: '$plan', cells: '------y' },
  assay_start_experiment: { call: '$planned', cells: '------y' },
  assay_open_look: { call: '$over, 0', cells: '------y' },
  assay_stop_experiment: { call: '$experiment', cells: '------y' },
  assay_decide_experiment: { call: `$experiment, 'do_not_ship', 'It does harm.'`, cells: '------y' },
  assay_assign_judges: { call: '$evaluation, array[$ann]::uuid[]', cells: '------y' },
  assay_close_evaluation: { call: '$evaluation', cells: '------y' },
  assay_seal_evaluation: { call: `$evaluation, repeat('0f', 32)`, cells: '------y' },
  assay_unseal_evaluation: { call: '$evaluation', cells: '------y' },
  assay_model_changes: { call: `'Order Support'`, cells: '------y' },
  assay_set_active_model: { call: `'Order Support', 'tuned-1', 'It is better.'`, cells: '------y' },
};

/** For the agent's own server, which has the secret key; nobody else may call them, a lead neither. */
const servingFunctions: Record<string, string> = {
  assign_arm: `$experiment, 'conversation of somebody'`,
  active_model: `'Order Support'`,
  record_outcome: `$experiment, 'conversation 1', '{"csat": 4}'`,
};

/** What policies ask; nothing else of the schema assay can be run by anybody. */
const asked = ['is_labeler', 'is_lead', 'is_member'];

let desk: Desk;
let sql: postgres.Sql;
const ids: Partial<Record<RoleName, string>> = {};
const given: Record<string, string> = {};

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

beforeAll(async () => {
  desk = await openDesk();
  const { backend, lead, ann, ben } = desk;
  const { queue, ids: samples } = await desk.queueOf(6, { overlap: 2 });
  const [a = '', b = '', c = '', d = ''] = samples;
  const labels = [];
  for (const device of [ann, ben]) {
    await device.claim(queue, 4);
    const [label, poison] = [make.label(queue, a), make.label(queue, 'nowhere')];
    labels.push(label.op_id);
    await push(device, [label, make.skip(queue, b), make.question(queue, c), poison, make.label(queue, d)]);
    await device.rpc(
      'assay_pull',
      { device: device.deviceId, known: null, nonce: randomUUID(), cursors: {}, page: 1 },
      z.unknown(),
    );
  }
  await push(lead, [
    make.adjudication(queue, a, labels, { verdict: verdict('the answer') }),
    make.splits({ train: [a] }),
    make.dataset('Refunds'),
  ]);
  const evaluation = await published(desk, [ann, ben]);
  await push(ann, [make.judgment((await comparisonsOf(desk, ann))[0]?.comparison_id ?? '', 'tie')]);
  await sealAndOpen(desk, await published(desk, [ben]));
  const sealed = { evaluation_id: evaluation, secret };
  await lead.rpc('assay_seal_evaluation', sealed, z.unknown());
  await insertSamples(backend, [sampleRow('to be erased')]);
  await lead.rpc('assay_erase', { sample_ids: ['to be erased'] }, z.unknown());
  const removed = await joinTeam(backend, lead, 'Rob');
  await lead.rpc('assay_remove_member', { member_id: removed.memberId }, z.unknown());
  const { code } = await lead.rpc(
    'assay_invite',
    { name: 'X', role: 'labeler', days: 7 },
    z.object({ code: z.string() }),
  );
  const stranger = await backend.createUser('stranger@example.com', 'correct horse battery staple');
  Object.assign(ids, {
    stranger,
    removed: removed.memberId,
    ann: ann.memberId,
    ben: ben.memberId,
    lead: lead.memberId,
  });
  const [spec] = await backend.sql(
    `select row_to_json(q)::text as spec from public.assay_queues q where queue_id = '${queue}'`,
  );
  const [experiment, planned] = [await begin(lead), experimentOf(lead)];
  await agentServer(backend).assign(experiment, 'conversation 1');
  await planned.save(plan());
  const over = await begin(lead);
  await expose(backend, over, 20);
  await passHours(backend, over, 15 * 24);
  await experimentOf(lead, over).open();
  const change = { agent: 'Order Support', model: 'base-1', why: 'The first one.' };
  await lead.rpc('assay_set_active_model', change, z.unknown());
  const saved = JSON.stringify({ experiment_id: randomUUID(), ...plan() });
  const values = {
    evaluation,
    experiment,
    planned: planned.id,
    over,
    plan: saved,
    queue,
    sample: d,
    ann: ann.memberId,
    code,
    spec: String(spec?.['spec']),
  };
  for (const [name, value] of Object.entries(values)) given[name] = quoted(value);
  if (backend.databaseUrl === null) throw new Error('the matrix needs a real Postgres');
  sql = postgres(backend.databaseUrl, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await desk.backend.close();
});

class Undo extends Error {}

/** Runs a statement as the API would for this caller, and takes it back. */
async function as(
  role: RoleName | 'service_role',
  statement: string,
): Promise<{ error: string | null; rows: postgres.Row[]; count: number }> {
  let result: { rows: postgres.Row[]; count: number } = { rows: [], count: 0 };
  try {
    await sql.begin(async (tx) => {
      const granted = role === 'anonymous' ? 'anon' : role === 'service_role' ? role : 'authenticated';
      const sub = role === 'service_role' ? undefined : ids[role];
      const claims = JSON.stringify({ sub, role: granted });
      await tx`select set_config('role', ${granted}, true), set_config('request.jwt.claims', ${claims}, true),
        set_config('request.jwt.claim.sub', ${sub ?? ''}, true)`;
      const rows = await tx.unsafe(statement);
      result = { rows: [...rows], count: rows.count };
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError) return { error: error.code, rows: [], count: 0 };
    if (!(error instanceof Undo)) throw error;
  }
  return { error: null, ...result };
}

const statements = (table: string, column: string): Record<keyof Cells, string> => ({
  select: `select * from public.${table}`,
  insert: `insert into public.${table} default values`,
  update: `update public.${table} set ${column} = ${column}`,
  delete: `delete from public.${table}`,
});

describe.each(Object.entries(tables))('%s', (table, cells) => {
  it.each(['select', 'insert', 'update', 'delete'] as const)('%s', async (verb) => {
    const [{ column = '' } = {}] = await desk.backend.sql(`select attname as column from pg_attribute
      where attrelid = 'public.${table}'::regclass and attnum > 0 order by attnum limit 1`);
    const [{ total = 0 } = {}] = await desk.backend.sql(`select count(*)::int as total from public.${table}`);
    expect(total).toBeGreaterThan(0);
    let found = '';
    for (const role of roles) {
      const { error, rows, count } = await as(role, statements(table, String(column))[verb]);
      if (error !== null) expect([role, error]).toEqual([role, '42501']);
      const own = rows.every((row) => row['member_id'] === ids[role]);
      found += error !== null ? '-' : count === 0 ? '0' : count === total ? 'a' : own ? 'o' : '?';
    }
    expect(found).toBe(cells[verb]);
  });
});

const calling = (name: string, call: string) =>
  `select public.${name}(${call.replaceAll(/\$(\w+)/g, (_, key: string) => given[key] ?? '')})`;

describe.each(Object.entries(functions))('%s', (name, { call, cells }) => {
  it.each(roles.map((role, i) => [role, cells[i]] as const))('%s: %s', async (role, cell) => {
    const { error, count } = await as(role, calling(name, call));
    if (cell === 'y') expect([error, count]).toEqual([null, 1]);
    else expect(error).toMatch(role === 'nobody' ? /^28000$/ : /^42501$/);
  });
});

it.each(Object.entries(servingFunctions))('%s: the secret key alone', async (name, call) => {
  for (const role of roles) expect([role, (await as(role, calling(name, call))).error]).toEqual([role, '42501']);
  expect(await as('service_role', calling(name, call))).toMatchObject({ error: null, count: 1 });
});

it('declares every table and every function', async () => {
  const found = await desk.backend.sql(`select relname as name, relrowsecurity as guarded from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`);
  expect(found.map(({ name }) => name)).toEqual(Object.keys(tables).sort());
  expect(found.filter(({ guarded }) => guarded !== true)).toEqual([]);
  const callable = await desk.backend.sql(`select proname as name from pg_proc
    where pronamespace = 'public'::regnamespace order by 1`);
  expect(callable.map(({ name }) => name)).toEqual(Object.keys({ ...functions, ...servingFunctions }).sort());
});

it('lets nobody into what Assay keeps to itself', async () => {
  const open = await desk.backend.sql(`select p.proname as name from pg_proc p, unnest(array['anon', 'authenticated']) r
    where p.pronamespace = 'assay'::regnamespace and has_function_privilege(r, p.oid, 'execute') order by 1`);
  expect(open.map(({ name }) => name)).toEqual(asked);
  for (const role of ['anonymous', 'lead', 'service_role'] as const)
    expect((await as(role, 'select assay.is_lead()')).error).toBe('42501');
});

it('runs every function of the API with the rights of its owner and an empty search path', async () => {
  const loose = await desk.backend.sql(`select proname from pg_proc where pronamespace = 'public'::regnamespace
    and (not prosecdef or not 'search_path=""' = any (proconfig))`);
  expect(loose).toEqual([]);
});

it('asks its policies once a statement, not once a row', async () => {
  const policies =
    await desk.backend.sql(`select policyname, coalesce(qual, '') || coalesce(with_check, '') as condition, cmd
    from pg_policies where schemaname = 'public'`);
  for (const { condition } of policies) expect(condition).not.toMatch(/(?<!SELECT )assay\.is_/);
  expect(policies.filter(({ cmd }) => cmd === 'ALL')).toEqual([]);
});
