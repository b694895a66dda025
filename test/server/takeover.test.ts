import postgres from 'postgres';
import { expect, it, onTestFinished } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { serverVariable } from '../backend/shared.ts';
import { foundTeam, joinTeam, saveQueue } from '../backend/team.ts';
import { make, passWatermark, push } from './desk.ts';

/** A database of a team that has the table already; `sql` is its owner. */
async function databaseWith(name: string, script: string): Promise<{ url: string; sql: postgres.Sql }> {
  const admin = postgres(process.env[serverVariable] ?? '', { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const address = new URL(process.env[serverVariable] ?? '');
  address.pathname = `/${name}`;
  const sql = postgres(address.href, { max: 1, onnotice: () => undefined });
  await sql.unsafe(script);
  onTestFinished(async () => {
    await sql.end();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  return { url: address.href, sql };
}

/** The table as a team wrote it: a key of its own, a column more, a trigger, a wide policy, rows of every kind. */
const existing = (key: string) => `
create table public.agent_training_samples (
  id bigint generated always as identity primary key,
  sample_id ${key} not null unique,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  source jsonb not null,
  query jsonb not null,
  agent_response jsonb not null,
  human_feedback jsonb default '{"approved": false}',
  customer_outcome jsonb,
  tags text[] default array[]::text[],
  training_flags jsonb default '{"include_in_training": true}',
  region text not null default 'eu'
);
create index by_region on public.agent_training_samples (region);
create function public.touch() returns trigger language plpgsql as
  $$ begin new.updated_at := now(); return new; end $$;
create trigger touch before update on public.agent_training_samples for each row execute function public.touch();
alter table public.agent_training_samples enable row level security;
create policy everybody on public.agent_training_samples for select to authenticated using (true);
insert into public.agent_training_samples
  (sample_id, created_at, updated_at, source, query, agent_response, human_feedback, customer_outcome, tags)
select ('01981e4e-0000-7000-8000-' || lpad(n::text, 12, '0'))::${key}, timestamptz '2026-09-01' + n * interval '1 minute',
  timestamptz '2026-09-02', '{"agent_name": "Order Support"}', json_build_object('text', 'Question ' || n)::jsonb,
  json_build_object('text', 'Answer ' || n, 'confidence', 0.5)::jsonb,
  case n % 3 when 0 then null when 1 then '{"approved": false}'
    else '{"approved": true, "overall_rating": "good", "quality_scores": {"citation_quality": 4}}' end::jsonb,
  case n % 2 when 0 then '{"resolved": true}'::jsonb end, array['tag ' || n % 5]
from generate_series(1, 500) n;`;

const columns = `sample_id, created_at, updated_at, source, query, agent_response, human_feedback, customer_outcome, tags,
  training_flags, region, id`;

/** What a table is, apart from its rows: columns with their defaults, indexes, policies, triggers. */
const shape = (sql: postgres.Sql) => sql`
  select 'column' as kind, column_name::text as name, data_type || ' ' || is_nullable || coalesce(column_default, '') as what
  from information_schema.columns where table_name = 'agent_training_samples'
  union all select 'index', indexname, indexdef from pg_indexes where tablename = 'agent_training_samples'
  union all select 'policy', policyname, coalesce(qual, '') from pg_policies where tablename = 'agent_training_samples'
  union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger
  where tgrelid = 'public.agent_training_samples'::regclass and not tgisinternal
  order by 1, 2`;

it.each(['uuid', 'text', 'character varying(64)'])('takes over a table whose key is %s without loss', async (key) => {
  const { url, sql } = await databaseWith(`taken_${key.slice(0, 4)}`, existing(key));
  const [rows, before] = [
    await sql.unsafe(`select ${columns} from public.agent_training_samples order by id`),
    await shape(sql),
  ];

  const backend = await startBackend({ driver: 'postgres', postgresUrl: url });
  onTestFinished(() => backend.close());
  expect(await sql.unsafe(`select ${columns} from public.agent_training_samples order by id`)).toEqual(rows);
  expect(await shape(sql)).toEqual(expect.arrayContaining([...before]));

  // And it works on it: claims, labels, writes back, and the agent goes on as before.
  const lead = await foundTeam(backend);
  const ann = await joinTeam(backend, lead, 'Ann');
  const queue = await saveQueue(lead, { filter: { tag: 'tag 2' } });
  expect((await ann.claim(queue, 10)).claimed).toBe(10);
  await passWatermark(backend);
  const held = (await ann.pull()).rows.assignments;
  const ops = held.map(({ sample_id }) => make.label(queue, sample_id));
  expect(new Set(await push(ann, ops))).toEqual(new Set(['applied']));
  const [written] = await sql.unsafe(`select human_feedback, region from public.agent_training_samples
    where sample_id = '${held[0]?.sample_id}'`);
  expect(written).toMatchObject({ human_feedback: { approved: true, overall_rating: 'excellent' }, region: 'eu' });
  await sql`insert into public.agent_training_samples (sample_id, source, query, agent_response, tags) values
    ('01981e4e-0000-7000-8000-ffffffffffff', '{"agent_name": "Order Support"}', '{"text": "?"}', '{"text": "!"}', '{tag 2}')`;
  // One without a time, which the table allows, has no place in a queue.
  await sql`insert into public.agent_training_samples (sample_id, created_at, source, query, agent_response, tags) values
    ('01981e4e-0000-7000-8000-fffffffffffe', null, '{"agent_name": "Order Support"}', '{"text": "?"}', '{"text": "!"}',
      '{tag 2}')`;
  expect((await ann.claim(queue, 500)).claimed).toBe(91);

  // A wide policy that was there shows a labeler nothing.
  const seen = await sql.begin(async (tx) => {
    await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claim.sub', ${ann.memberId}, true),
      set_config('request.jwt.claims', ${JSON.stringify({ sub: ann.memberId, role: 'authenticated' })}, true)`;
    return tx`select from public.agent_training_samples`;
  });
  expect(seen).toHaveLength(0);
});

it('finds a sample by its name through an index, whatever the type of the key', async () => {
  const { url, sql } = await databaseWith('taken_plan', existing('uuid'));
  const backend = await startBackend({ driver: 'postgres', postgresUrl: url });
  onTestFinished(() => backend.close());
  await sql`analyze public.agent_training_samples`;
  const plan = await sql`explain select * from public.agent_training_samples s
    where s.sample_id::text = '01981e4e-0000-7000-8000-000000000007' collate "C"`;
  expect(JSON.stringify(plan)).toContain('agent_training_samples_assay_key');
  const joined = await sql`explain select * from public.assay_assignments a
    join public.agent_training_samples s on s.sample_id::text = a.sample_id where a.member_id = gen_random_uuid()`;
  expect(JSON.stringify(joined)).toContain('agent_training_samples_assay_key');
});

it('refuses a table that it cannot work with, and says which column', async () => {
  const { url, sql } = await databaseWith('taken_not', existing('text').replace('query jsonb', 'query text'));
  await expect(startBackend({ driver: 'postgres', postgresUrl: url })).rejects.toThrow(
    /was not applied: .*query is text and must be jsonb\. Change their type/,
  );
  expect(await sql`select from public.agent_training_samples`).toHaveLength(500);
});
