import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a script of several statements, or a query that gives rows. */
export type RunSql = (script: string) => Promise<Record<string, unknown>[]>;

const folder = join(import.meta.dirname, '../../resources/supabase/migrations');

/** The roles of a Supabase project, which its migrations grant to. */
const roles = `
do $$ declare r text; begin
  foreach r in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I nologin %s', r, case r when 'service_role' then 'bypassrls' else '' end);
    end if;
  end loop;
end $$;
grant usage on schema auth, public to anon, authenticated, service_role;`;

/** The table in which the Supabase CLI keeps what it has applied. */
const history = `
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text primary key, name text, statements text[]);`;

export type Migration = { version: string; name: string; sql: string };

export function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [version = '', ...name] = file.replace(/\.sql$/, '').split('_');
      return { version, name: name.join('_'), sql: readFileSync(join(folder, file), 'utf8') };
    });
}

/** What a migration refuses, with its hint: a table of the team's that does not fit, say. */
export class MigrationError extends Error {
  constructor(migration: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const hint = cause instanceof Error && 'hint' in cause ? cause.hint : undefined;
    super([`Migration ${migration} was not applied: ${said}`, hint].filter(Boolean).join(' '), { cause });
  }
}

/** Applies what is missing, each file in a transaction of its own, as `supabase db push` does. */
export async function migrate(run: RunSql, known: readonly Migration[] = migrations()): Promise<void> {
  await run(roles);
  await run(history);
  const applied = new Set(
    (await run('select version from supabase_migrations.schema_migrations')).map((r) => r['version']),
  );
  for (const { version, name, sql } of known) {
    if (applied.has(version)) continue;
    await run(`begin;\n${sql}\n;insert into supabase_migrations.schema_migrations (version, name)
      values ('${version}', '${name}'); commit;`).catch(async (cause: unknown) => {
      await run('rollback');
      throw new MigrationError(`${version}_${name}`, cause);
    });
  }
}

/** Takes back what `@supabase/lite` grants on every table when it is asked for the first time. */
export const revokeWrites = `
do $$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename like 'assay\\_%' loop
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end $$`;
