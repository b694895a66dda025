import postgres from 'postgres';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { CheckedFeed } from '../../shared/sync/protocol.ts';
import { agrees, type Compared, type SyncStatus } from '../../shared/sync/status.ts';
import { prepare } from '../backend/backend.ts';
import { serverVariable, takeDatabase } from '../backend/shared.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import type { Fault } from './proxy.ts';
import {
  deviceOf,
  exchange,
  inThreeDays,
  manySamples,
  password,
  settled,
  startTeam,
  type TestTeam,
  until,
} from './team.ts';

/** A transaction that stays open holds back the feeds of every database on its server: these tests have one of their own. */
beforeAll(async () => {
  delete process.env[serverVariable];
  const { giveBack } = await takeDatabase(prepare);
  return giveBack;
});

const judged = (sampleId: string, change = {}) => verdict(sampleRow(sampleId).agent_response.text, change);
const experimentId = '0198a3c0-0000-4000-8000-000000000003';
const evaluationId = '0198a3c0-0000-4000-8000-000000000004';
const rejected = { decision: 'reject' as const, reasons: ['other' as const] };

/** A lead and two labelers who have been at work: labels that differ, a final verdict, a question, work given back. */
async function atWork() {
  const team = await startTeam();
  await team.give(manySamples(30));
  const queueId = await team.queue({ overlap: 2 });
  const people = { ann: await team.labeler('ann'), ben: await team.labeler('ben') };
  // What is judged blind: two items of three for Ann, and all of them for Ben.
  await team.backend.sql(`insert into public.assay_evaluations
      (evaluation_id, name, judges, scored, items, members, created_by)
      values ('${evaluationId}', 'First round', 2, false, 3, '{${people.ann.id},${people.ben.id}}', '${team.lead.id}');
    insert into public.assay_evaluation_items (item_id, evaluation_id, sample_id, prompt, first, second)
      select gen_random_uuid(), '${evaluationId}', 's2' || n, '{"messages": [], "tools": []}', 'One.', 'Other.'
      from generate_series(0, 2) n;
    insert into public.assay_comparisons (comparison_id, evaluation_id, item_id, member_id, swapped)
      select assay.comparison_id(item_id, m), evaluation_id, item_id, m, false from public.assay_evaluation_items, unnest('{${people.ann.id},${people.ben.id}}'::uuid[]) m
      where m = '${people.ben.id}' or sample_id <> 's20'`);
  const [ann, ben] = [await deviceOf(team, people.ann), await deviceOf(team, people.ben)];
  for (const [device, change] of [
    [ann, {}],
    [ben, rejected],
  ] as const) {
    await device.handlers['sync.claim']({ queueId, count: 20, until: inThreeDays() });
    for (const sampleId of ['s0', 's1', 's2', 's3'])
      await device.handlers['labeling.commit']({
        id: crypto.randomUUID(),
        queueId,
        sampleId,
        verdict: judged(sampleId, change),
      });
    await device.handlers['labeling.ask']({ queueId, sampleId: 's9', text: 'Does it?' });
    await settled(device);
  }
  await ben.handlers['sync.release']({ queueId });
  // What a lead has built elsewhere; s1 is erased in one of these tests, and keeps its side.
  await team.backend.sql(`insert into public.assay_splits (sample_id, train, validation, holdout)
      values ('s0', true, false, false), ('s1', false, false, true), ('s2', true, false, true);
    insert into public.assay_datasets
      (dataset_id, name, manifest, train, validation, holdout, built_at, recorded_by, recorded_at)
      values ('${'d'.repeat(64)}', 'Refunds', '{}', 2, 0, 2, now(), '${team.lead.id}', now())`);
  // And what a lead compares on live conversations.
  await team.backend.sql(`insert into public.assay_experiments (experiment_id, plan, created_by)
      values ('${experimentId}', '{"name": "Tuned", "agent": "A", "days": 14}', '${team.lead.id}');
    insert into public.assay_arms (experiment_id, arm, model, share)
      values ('${experimentId}', 'control', 'base-1', 5000), ('${experimentId}', 'treatment', 'tuned-1', 5000);
    update public.assay_experiments set state = 'running';
    select public.assign_arm('${experimentId}', 'conversation of s' || n) from generate_series(0, 3) n;
    insert into public.assay_active_models (agent, model, since, set_by) values ('A', 'base-1', now(), '${team.lead.id}');
    insert into public.assay_active_model_changes (agent, by_member, to_model, why)
      values ('A', '${team.lead.id}', 'base-1', 'The first one.')`);
  const lead = await deviceOf(team, team.lead);
  const saw = (await team.backend.sql(`select label_id from assay_labels where sample_id = 's0'`)).map((row) =>
    String(row['label_id']),
  );
  await until(lead, () => count(lead, 'team_labels') === 8);
  await lead.handlers['lead.adjudicate']({ queueId, sampleId: 's0', verdict: judged('s0'), saw });
  await settled(lead);
  await until(lead, () => count(lead, 'adjudications') === 1);
  return { team, queueId, ann, ben, lead };
}

function corpusOf(device: Service) {
  const db = openWritable(workspaceFiles(device.folder).corpus, 'normal');
  onTestFinished(() => void db.close());
  return db;
}

const count = (device: Service, table: string) => {
  const db = corpusOf(device);
  return db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
};

/** All that is held of a team, to the letter. */
function held(device: Service): unknown {
  const db = corpusOf(device);
  const tables = [
    'samples',
    'team_samples',
    'assignments',
    'team_labels',
    'questions',
    'adjudications',
    'team_datasets',
    'team_splits',
    'experiments',
    'outcomes',
    'outcome_counts',
    'active_models',
    'team_evaluations',
    'team_judgments',
    'comparisons',
    'members',
    'queues',
  ];
  return tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all());
}

async function compare(device: Service): Promise<NonNullable<SyncStatus['check']>> {
  const { check, problem } = await device.handlers['sync.check']();
  if (!check) throw new Error(`nothing was compared: ${JSON.stringify(problem)}`);
  return check;
}

const differing = (compared: readonly Compared[] | null) =>
  compared?.flatMap(({ feed, differing }) => (differing.length > 0 ? [feed] : []));
const rowsOf = (compared: readonly Compared[]) => Object.fromEntries(compared.map(({ feed, rows }) => [feed, rows]));

it('agrees after a day of work, for those who label and for the lead', async () => {
  const { team, ann, ben, lead } = await atWork();
  // What cannot be read here is there all the same, and no reason to fetch everything.
  await team.backend.sql(`insert into public.agent_training_samples (sample_id, source, query, agent_response)
    values ('unreadable', '{"agent_name": 7}', '{}', '{}')`);
  await until(lead, ({ unreadable }) => unreadable === 1);
  for (const device of [ann, ben, lead]) await until(device, async () => (await compare(device)).repaired === null);
  expect(rowsOf((await compare(ann)).found)).toEqual({
    samples: 0,
    assignments: 20,
    labels: 4,
    questions: 1,
    adjudications: 0,
    datasets: 0,
    splits: 0,
    experiments: 0,
    outcomes: 0,
    active_models: 0,
    evaluations: 0,
    comparisons: 2,
    judgments: 0,
  });
  expect(rowsOf((await compare(ben)).found)).toMatchObject({ assignments: 5, labels: 4, questions: 1 });
  expect(rowsOf((await compare(lead)).found)).toEqual({
    samples: 31,
    assignments: 40,
    labels: 8,
    questions: 2,
    adjudications: 1,
    datasets: 1,
    splits: 3,
    experiments: 1,
    outcomes: 4,
    active_models: 1,
    evaluations: 1,
    comparisons: 0,
    judgments: 5,
  });
});

const copy = (table: string, key: string) => `
  CREATE TEMP TABLE one AS SELECT * FROM ${table} LIMIT 1;
  UPDATE one SET ${key} = '0${crypto.randomUUID().slice(1)}'${table === 'assignments' ? ', id = NULL' : ''};
  INSERT INTO ${table} SELECT * FROM one; DROP TABLE one`;
const older = (table: string, key: string) =>
  `UPDATE ${table} SET body = json_set(body, '$.xid', '5') WHERE ${key} = (SELECT ${key} FROM ${table} LIMIT 1)`;
const first = (table: string, key: string) =>
  `DELETE FROM ${table} WHERE ${key} = (SELECT ${key} FROM ${table} LIMIT 1)`;

const tables = [
  ['assignments', 'assignments', 'assignment_id'],
  ['labels', 'team_labels', 'label_id'],
  ['questions', 'questions', 'question_id'],
  ['adjudications', 'adjudications', 'adjudication_id'],
  ['datasets', 'team_datasets', 'dataset_id'],
  ['experiments', 'experiments', 'experiment_id'],
  ['active_models', 'active_models', 'agent'],
  ['evaluations', 'team_evaluations', 'evaluation_id'],
] as const satisfies [CheckedFeed, string, string][];

it('finds what got lost, what came from nowhere and what is old, says where, and mends it', async () => {
  const { ann, lead } = await atWork();
  const damages: [Service, CheckedFeed, string][] = [
    ...tables.flatMap(([feed, table, key]): [Service, CheckedFeed, string][] => [
      [lead, feed, first(table, key)],
      [lead, feed, copy(table, key)],
      [lead, feed, older(table, key)],
    ]),
    ...tables.slice(0, 3).flatMap(([feed, table, key]): [Service, CheckedFeed, string][] => [
      [ann, feed, first(table, key)],
      [ann, feed, older(table, key)],
    ]),
    [ann, 'assignments', `DELETE FROM samples WHERE sample_id = 's7'`],
    [lead, 'samples', `DELETE FROM samples WHERE sample_id = 's7'`],
    [lead, 'samples', `DELETE FROM team_samples WHERE sample_id = 's7'`],
    [lead, 'samples', `UPDATE team_samples SET xid = '5' WHERE sample_id = 's7'`],
    [
      lead,
      'samples',
      `INSERT INTO team_samples (sample_id, xid) VALUES ('from nowhere', '5');
       CREATE TEMP TABLE one AS SELECT * FROM samples WHERE sample_id = 's7';
       UPDATE one SET id = id + 1, sample_id = 'from nowhere';
       INSERT INTO samples SELECT * FROM one; DROP TABLE one`,
    ],
    [lead, 'splits', `DELETE FROM team_splits WHERE sample_id = 's2'`],
    [lead, 'splits', `UPDATE team_splits SET xid = '5', holdout = 0 WHERE sample_id = 's2'`],
    [
      lead,
      'splits',
      `INSERT INTO team_splits SELECT 'from nowhere', xid, train, validation, holdout FROM team_splits LIMIT 1`,
    ],
    [lead, 'judgments', first('team_judgments', 'comparison_id')],
    [lead, 'judgments', copy('team_judgments', 'comparison_id')],
    [ann, 'comparisons', first('comparisons', 'comparison_id')],
    [
      ann,
      'comparisons',
      `UPDATE comparisons SET xid = '5' WHERE comparison_id = (SELECT min(comparison_id) FROM comparisons)`,
    ],
    [lead, 'outcomes', first('outcomes', 'exposure_id')],
    [lead, 'outcomes', copy('outcomes', 'exposure_id')],
    [
      lead,
      'outcomes',
      `UPDATE outcomes SET xid = '5', reviewed = 0, approved = NULL WHERE conversation_id = 'conversation of s0'`,
    ],
  ];
  for (const device of [ann, lead]) await until(device, async () => (await compare(device)).repaired === null);
  for (const [device, feed, damage] of damages) {
    const whole = held(device);
    corpusOf(device).exec(damage);
    expect(held(device)).not.toEqual(whole);
    const { found, repaired } = await compare(device);
    expect([damage, differing(found), differing(repaired)]).toEqual([damage, [feed], []]);
    expect(found.find((each) => each.feed === feed)?.differing).toHaveLength(1);
    expect(held(device)).toEqual(whole);
  }
});

it('leaves aside what is written meanwhile: it comes with the next pull', async () => {
  const { team, queueId, ann, lead } = await atWork();
  for (const device of [ann, lead]) await until(device, async () => (await compare(device)).repaired === null);
  const release = await holdWatermark(team);
  // Above the watermark: a label, work given back, a changed sample, a new one, and one that goes with all about it.
  await ann.handlers['labeling.commit']({
    id: crypto.randomUUID(),
    queueId,
    sampleId: 's5',
    verdict: judged('s5'),
  });
  await exchange(ann);
  await ann.handlers['sync.release']({ queueId });
  await team.backend.sql(`update public.agent_training_samples set tags = '{changed}' where sample_id = 's6'`);
  await team.give([sampleRow('new')]);
  await team.backend.sql(`delete from public.agent_training_samples where sample_id = 's1'`);
  for (const device of [ann, lead]) expect((await compare(device)).repaired).toBeNull();
  expect(rowsOf((await compare(lead)).found)).toMatchObject({ samples: 28, labels: 6 });
  expect(count(lead, 'team_labels')).toBe(8);
  // What is damaged below the watermark is found and mended all the same.
  corpusOf(lead).exec(`DELETE FROM samples WHERE sample_id = 's7'`);
  const { found, repaired } = await compare(lead);
  expect([differing(found), differing(repaired)]).toEqual([['samples'], []]);
  await release();
  await until(lead, async () => rowsOf((await compare(lead)).found)['samples'] === 30);
  expect(differing((await compare(lead)).found)).toEqual([]);
  await until(ann, () => ann.sync.status.acknowledged === 0);
  expect((await compare(ann)).repaired).toBeNull();
});

it('takes nothing for gone that an older transaction keeps back while everything is pulled anew', async () => {
  const { team, queueId, ann, lead } = await atWork();
  const release = await holdWatermark(team);
  await team.backend.sql(`update public.agent_training_samples set tags = '{changed}' where sample_id in ('s2', 's6');
    update public.assay_members set name = 'Anna' where name = 'ann';
    update public.assay_queues set name = 'Renamed' where queue_id = '${queueId}'`);
  const before = [ann, lead].map(held);
  for (const device of [ann, lead]) {
    expect((await device.sync.now({ anew: true })).problem).toBeNull();
  }
  expect([ann, lead].map(held)).toEqual(before);
  await release();
  for (const device of [ann, lead]) await until(device, async () => (await compare(device)).repaired === null);
  expect(JSON.stringify(held(lead))).toContain('Renamed');
});

it('changes nothing when the network fails in between', async () => {
  const { team, ann } = await atWork();
  await until(ann, async () => (await compare(ann)).repaired === null);
  corpusOf(ann).exec(first('team_labels', 'label_id'));
  const before = held(ann);
  for (const fault of ['refuse', 'truncate', 'page', 'empty', 'busy'] satisfies Fault[]) {
    let asked = 0;
    team.proxy.fault = ({ path }) => (path.endsWith('assay_check') && ++asked === 2 ? fault : null);
    const { check, problem } = await ann.handlers['sync.check']();
    expect([fault, check, problem === null]).toEqual([fault, null, false]);
    expect(held(ann)).toEqual(before);
  }
  // In the middle of the repair: what is here stays to be read, and the next exchange does the rest.
  let differs = false;
  team.proxy.fault = ({ path }) => {
    differs ||= path.endsWith('assay_check');
    return differs && path.endsWith('assay_pull') ? 'refuse' : null;
  };
  expect(await ann.handlers['sync.check']()).toMatchObject({ check: null, problem: { kind: 'offline' } });
  expect(held(ann)).toEqual(before);
  team.proxy.fault = () => null;
  await exchange(ann);
  expect((await compare(ann)).repaired).toBeNull();
  expect(count(ann, 'team_labels')).toBe(4);
});

it('ends with the workspace', async () => {
  const { team, ann } = await atWork();
  team.proxy.fault = ({ path }) => {
    if (path.endsWith('assay_check')) void ann.sync.close();
    return null;
  };
  await expect(ann.handlers['sync.check']()).rejects.toMatchObject({ kind: 'cancelled' });
});

it('waits for an import, and says so', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  const release = lead.jobs.occupy('corpus');
  await expect(lead.handlers['sync.check']()).rejects.toMatchObject({ kind: 'conflict' });
  release?.();
  expect(agrees((await compare(lead)).found)).toBe(true);
});

it('compares from the command line', async () => {
  const team = await startTeam();
  await team.give(manySamples(5));
  const folder = temporaryFolder();
  const { url, publishableKey: key } = team.team;
  const args = ['sync', '-w', folder, '--url', url, '--key', key, '--email', team.lead.email, '--check'];
  const run = (...more: string[]) => startAssay([...args, ...more], { env: { ASSAY_PASSWORD: password } }).ended;
  const read = async () => JSON.parse((await run('--json')).stdout).check;
  await expect.poll(async () => rowsOf((await read()).found)['samples'], { timeout: 20_000 }).toBe(5);
  const db = openWritable(workspaceFiles(folder).corpus, 'normal');
  db.exec(`DELETE FROM samples WHERE sample_id = 's3'`);
  db.close();
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toMatch(/rows compared +5 {2}samples differed, and everything was pulled again\n/);
  expect(await read()).toMatchObject({ repaired: null });
});

/** Keeps a transaction open that has written; answers how to end it. */
async function holdWatermark({ backend }: TestTeam): Promise<() => Promise<void>> {
  const sql = postgres(backend.databaseUrl ?? '', { max: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const open = sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`;
    begun.resolve();
    await promise;
  });
  await begun.promise;
  return async () => {
    resolve();
    await open;
    await sql.end();
  };
}
