import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { expect, it, onTestFinished } from 'vitest';
import { prepare } from '../backend/backend.ts';
import { migrations } from '../backend/migrate.ts';
import { serverVariable } from '../backend/shared.ts';
import { passWatermark } from './desk.ts';

/** A team that was at work before a migration finds its work as it left it. */

/** A database of its own that no migration has seen, and its owner. */
async function emptyDatabase(name: string): Promise<{ url: string; sql: postgres.Sql }> {
  const admin = postgres(process.env[serverVariable] ?? '', { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const address = new URL(process.env[serverVariable] ?? '');
  address.pathname = `/${name}`;
  const sql = postgres(address.href, { max: 1, onnotice: () => undefined });
  onTestFinished(async () => {
    await sql.end();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  return { url: address.href, sql };
}

it('sends what labelers hold once more when experiments come, without the model that would tell an arm', async () => {
  const { url, sql } = await emptyDatabase('assay_before_experiments');
  await prepare(
    url,
    migrations().filter(({ version }) => version < '20261201'),
  );
  const [ann, queue] = [randomUUID(), randomUUID()];
  await sql.unsafe(`insert into public.assay_members (member_id, name, role) values ('${ann}', 'Ann', 'labeler');
    insert into public.agent_training_samples (sample_id, source, query, agent_response)
      select 's' || n, '{"agent_name": "A", "model": "base-1", "prompt_version": "p-7"}', '{"text": "?"}', '{"text": "!"}'
      from generate_series(1, 3) n;
    insert into public.assay_queues (queue_id, name, state, rubric_version) values ('${queue}', 'Q', 'open', 1);
    insert into public.assay_assignments
      (queue_id, sample_id, member_id, state, claim_id, lease_until, rubric_version, place, holds)
      select '${queue}', 's' || n, '${ann}', case n when 3 then 'released' else 'leased' end, gen_random_uuid(),
        now() + interval '1 day', 1, n, false
      from generate_series(1, 3) n`);
  const told = async (xid: string) => {
    await passWatermark({ sql: (script) => sql.unsafe(script) });
    return sql`select xid::text, row ->> 'sample_id' as id, row -> 'sample' -> 'source' as source
      from assay.own_assignments_page(${ann}, json_build_object('assignments',
        json_build_object('xid', ${xid}::text, 'id', 'ffffffff-ffff-ffff-ffff-ffffffffffff')), 10)`;
  };
  const [{ xid } = { xid: '' }] = await sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
  expect(await told(xid)).toEqual([]);
  await prepare(url);
  const [{ migration } = {}] = await sql`select migration from public.assay_team`;
  expect(migration).toBe(4);
  const rows = await told(xid);
  expect(rows.map((row) => row['id']).sort()).toEqual(['s1', 's2']);
  for (const { source } of rows) expect(JSON.stringify(source)).not.toMatch(/base-1|p-7/);
});
