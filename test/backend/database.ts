import type { Connection } from '@supabase/lite';
import postgres from 'postgres';
import { z } from 'zod';
import { normalizeDbError } from './errors.ts';
import type { RunSql } from './migrate.ts';

/** A database as `@supabase/lite` uses it, and a way in for its owner. */
export type Database = { connection: Connection; sql: RunSql; close: () => Promise<void> };

const rows = z.array(z.record(z.string(), z.unknown()));

/** Opens PGlite, a Postgres inside this process: with its files in a folder, or in memory. */
export async function openPglite(folder: string | undefined): Promise<Database> {
  const { createPgliteConnection } = await import('@supabase/lite/pglite');
  const connection = await createPgliteConnection(folder === undefined ? {} : { url: folder });
  connection.normalizeDbError = normalizeDbError;
  return {
    connection,
    async sql(script) {
      const results = await connection.driver.exec(script);
      return rows.parse(results.at(-1)?.rows ?? []);
    },
    close: () => connection.close(),
  };
}

/** Arguments that are JSON text already, as `@supabase/lite` passes them, must not be encoded once more. */
const asJson = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Opens a database on a real Postgres. */
export async function openPostgres(url: string): Promise<Database> {
  const { createPostgresConnection } = await import('@supabase/lite/postgres');
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      onnotice: () => undefined,
      types: {
        json: { to: 114, from: [114], serialize: asJson, parse: JSON.parse },
        jsonb: { to: 3802, from: [3802], serialize: asJson, parse: JSON.parse },
      },
    },
  });
  connection.normalizeDbError = normalizeDbError;
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  return {
    connection,
    sql: async (script) => rows.parse(lastResult(await owner.unsafe(script))),
    async close() {
      await owner.end();
      await connection.close();
    },
  };
}

/** A script of several statements gives a list of results, a single query its rows. */
function lastResult(result: readonly unknown[]): readonly unknown[] {
  const last = result.at(-1);
  return Array.isArray(last) ? last : result;
}
