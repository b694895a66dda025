import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A reference that wrote fewer rows than the product would be no reference. */
export function sameRows(file: string, product: string, reference: string): void {
  const [made, beside] = [rowsOf(join(product, file)), rowsOf(join(reference, file))];
  if (made !== beside) throw new Error(`the reference wrote other rows into ${file}: ${beside} instead of ${made}`);
}

function rowsOf(file: string): string {
  const db = new Database(file, { readonly: true });
  const tables = db.prepare<[], string>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_text%'
       AND name <> 'meta' ORDER BY name`,
  );
  const counts = tables
    .pluck()
    .all()
    .map((table) => `${table} ${db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()}`);
  const text = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'samples_text_docsize'`).get();
  if (text) counts.push(`text ${db.prepare('SELECT count(*) FROM samples_text_docsize').pluck().get()}`);
  db.close();
  return counts.join(', ');
}
