import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { note } from '../note.ts';
import { ask, grownWorkspace, openBench } from '../service.ts';
import { quantile } from '../stats.ts';

const perRound = 60;
const page = 100;

/**
 * The first page of a search in a million samples for the commonest words, newest first, through the service's door,
 * against the bare full-text statement and the reading of its rows, in the same process. The words take turns, and each
 * is asked for as it is being typed and as it is finished.
 */
export const bench: Bench = {
  async run() {
    const folder = await grownWorkspace({ samples: 1_000_000, slim: true });
    const db = new Database(join(folder, 'corpus.db'), { readonly: true });
    db.pragma('cache_size = -65536');
    const words = commonest(db, 10);
    note(`the commonest words: ${words.map(({ word, samples }) => `${word} ${samples}`).join(', ')}`);
    const texts = words.flatMap(({ word }) => [
      { typed: word, match: `"${word}" *` },
      { typed: `${word} `, match: `"${word}"` },
    ]);
    const textOf = (i: number) => texts[i % texts.length] ?? { typed: '', match: '' };
    const ids = db
      .prepare<[string, number], number>(
        'SELECT rowid FROM samples_text WHERE samples_text MATCH ? ORDER BY rowid DESC LIMIT ?',
      )
      .pluck();
    const rows = db.prepare(
      `SELECT samples.id, sample_id, created_at, agent, intent, confidence, legacy, json_extract(body, '$.tags'),
         substr(json_extract(body, '$.query.text'), 1, 240), substr(json_extract(body, '$.agent_response.text'), 1, 240)
       FROM json_each(?) wanted CROSS JOIN samples ON samples.id = wanted.value ORDER BY wanted.key`,
    );
    const service = openBench(folder);

    const measured = await interleave(rounds, {
      reference: async () =>
        Array.from({ length: perRound }, (_, i) => {
          const began = performance.now();
          const found = rows.all(JSON.stringify(ids.all(textOf(i).match, page)));
          if (found.length !== page) throw new Error(`${textOf(i).typed} gave ${found.length} rows`);
          return performance.now() - began;
        }),
      async product() {
        const times: number[] = [];
        for (let i = 0; i < perRound; i++) {
          const began = performance.now();
          const filter = { text: textOf(i).typed };
          const found = await ask(service, 'samples.search', { filter, sort: 'newest' });
          times.push(performance.now() - began);
          if (found.rows.length !== page) throw new Error(`${filter.text} gave ${found.rows.length} rows`);
        }
        return times;
      },
    });
    await service.close();
    db.close();
    const figure = (q: number) => ({
      name: `search p${q * 100}`,
      unit: 'ms',
      product: measured.map(({ product }) => quantile(product, q)),
      reference: measured.map(({ reference }) => quantile(reference, q)),
    });
    return [figure(0.5), figure(0.95)];
  },
};

function commonest(db: Database.Database, count: number): { word: string; samples: number }[] {
  db.exec('CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, samples_text, row)');
  return db
    .prepare<[number], { word: string; samples: number }>(
      'SELECT term AS word, doc AS samples FROM temp.words ORDER BY doc DESC LIMIT ?',
    )
    .all(count);
}
