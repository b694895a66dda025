import { join } from 'node:path';
import Database from 'better-sqlite3';
import { defaultPersonalData } from '../../shared/domain/personal-data.ts';

/** Plans whether a workspace replaces personal data: the references replace none. */
export function replacePersonalData(folder: string, replaces: boolean): void {
  const db = new Database(join(folder, 'work.db'));
  const personalData = replaces ? defaultPersonalData : { ...defaultPersonalData, kinds: [] };
  db.prepare(
    `INSERT INTO meta (key, value) VALUES ('settings', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  ).run(JSON.stringify({ dataset: { personalData } }));
  db.close();
}
