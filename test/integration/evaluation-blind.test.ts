import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkspace } from '../../electron/service/workspace/open.ts';
import type { ComparedItem } from '../../shared/domain/comparison.ts';
import { chanceOf, correlation } from '../fixtures/correlation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import {
  answersOf,
  comparedModels,
  datasetWithHoldout,
  evaluate,
  judgeAll,
  planOn,
  tunedModel,
} from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import type { Exchange } from '../openai/exchange.ts';

/** A model's name, a part of one, or the word that stands for one. */
const telling = /gpt-4|:acme:|"(base|tuned)"/i;

/** Every file below a folder, with its bytes. */
function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: readFileSync(path) }));
}

function times(bytes: Buffer, text: string): number {
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) count++;
  return count;
}

/** An evaluation whose answers take their time, judged to its end and not opened. */
async function judgedBlind() {
  const openai = await fakeOpenAI({ models: comparedModels });
  openai.server.faults.otherwise = (route) =>
    route === 'POST /chat/completions' ? { kind: 'latency', ms: Math.random() * 4 } : null;
  const folder = temporaryFolder();
  const service = serviceOn(folder);
  const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, approvedRows(420)));
  const { id, jobId } = await evaluate(service, plan);
  const items: ComparedItem[] = [];
  await judgeAll(service, id, (item) => {
    items.push(item);
    return 'tie';
  });
  // What a judge has begun to say of some.
  for (const [index, { id: itemId }] of items.slice(0, 40).entries()) {
    const scores = { first: { tone: 4 }, second: { overall: 2 } } as const;
    const draft = { better: index % 2 === 0 ? 'first' : 'second', scores, note: 'Half a sen', activeMs: 900 } as const;
    await service.handlers['evaluation.saveDraft']({ itemId, draft });
  }
  const ofTuned = answersOf(openai.exchanges, tunedModel);
  const tunedIsFirst = items.map(({ first }) => Number(ofTuned.has(first ?? '')));
  const requests = openai.exchanges.filter(({ route }) => route === 'POST /chat/completions');
  return { folder, service, id, jobId: jobId ?? '', items, tunedIsFirst, requests };
}

describe('an evaluation that is not opened', () => {
  it('tells nobody whose the answers are: not in calls, files, logs or any order', async () => {
    const { folder, service, id, jobId, items, tunedIsFirst, requests } = await judgedBlind();
    const n = items.length;
    expect(n).toBeGreaterThanOrEqual(180);

    // What the page is told of items.
    for (const item of items) expect(JSON.stringify(item)).not.toMatch(telling);

    // Which one is first is a fair coin, and goes with nothing that anybody could see.
    const share = tunedIsFirst.reduce((sum, bit) => sum + bit, 0) / n;
    const at = (of: (item: ComparedItem, index: number) => number) => items.map(of);
    const firstHeard = items.map(({ prompt }) => {
      const question = prompt.messages.at(-1)?.content ?? '';
      return requests.findIndex(({ json }) => JSON.stringify(json).includes(question));
    });
    const isTuned = ({ json }: Exchange) => Number(JSON.stringify(json).includes(tunedModel));
    const files = filesIn(folder).filter(({ name }) => name.startsWith('work.db'));
    const copies = (text: string | null) => files.reduce((sum, { bytes }) => sum + times(bytes, text ?? ''), 0);
    const seen: Record<string, number[]> = {
      'place in the order of judging': at((_, index) => index),
      'first digits of the id': at((item) => Number.parseInt(item.id.slice(0, 8), 16)),
      'last digit of the id': at((item) => Number.parseInt(item.id.slice(-1), 16)),
      'an odd id': at((item) => Number.parseInt(item.id.slice(-1), 16) % 2),
      'when it was answered': firstHeard,
      // Pages leave remnants of rows, and a half that was written alone would be in more of them.
      'copies of the first answer, less those of the second': at(({ first, second }) => copies(first) - copies(second)),
      'whose answer came first': firstHeard.flatMap((place) => requests.slice(place, place + 1).map(isTuned)),
    };
    const rates = Object.entries(seen).map(([what, values]) => [what, correlation(values, tunedIsFirst)] as const);
    console.log(
      `${n} items: the tuned model is first in ${(100 * share).toFixed(1)} %; correlations ${rates
        .map(([what, rate]) => `${what} ${rate.toFixed(3)}`)
        .join(', ')}; chance stays below ${chanceOf(n).toFixed(3)}`,
    );
    expect(Math.abs(share - 0.5)).toBeLessThan(chanceOf(n) / 2);
    for (const [what, rate] of rates) expect(Math.abs(rate), what).toBeLessThan(chanceOf(n));

    // The files: who was asked stands in what was begun, and never beside an answer.
    const { work, close } = readWorkspace(folder);
    const tables = [
      'evaluation_items',
      'evaluation_halves',
      'evaluation_judgments',
      'evaluation_standings',
      'comparison_drafts',
      'job_log',
      'jobs',
    ];
    for (const table of tables)
      expect(JSON.stringify(work.prepare(`SELECT * FROM ${table}`).all()), table).not.toMatch(telling);
    expect(work.prepare('SELECT opened_at, secret FROM evaluations').get()).toEqual({ opened_at: null, secret: null });
    close();
    const log = await service.handlers['jobs.log']({ id: jobId, after: 0, limit: 1_000 });
    expect(JSON.stringify(log)).not.toMatch(telling);

    // What tells is in one file of its own.
    const key = `evaluations/${id}.key`;
    const secret = readFileSync(join(folder, key), 'utf8').trim();
    const holders = filesIn(folder).filter(
      ({ bytes }) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'hex')),
    );
    expect(holders.map(({ name }) => name.replaceAll('\\', '/'))).toEqual([key]);
  });
});
