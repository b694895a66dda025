import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { ComparedItem } from '../../shared/domain/comparison.ts';
import { type ComparisonRow, comparisonRowSchema } from '../../shared/sync/evaluations.ts';
import { chanceOf, correlation } from '../fixtures/correlation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { judgeOne } from '../fixtures/evaluations.ts';
import { filesWith } from '../fixtures/traces.ts';
import { answeredBy, judgeOn, leftFor, publish, questionOf, shareOf } from './evaluation-desk.ts';
import { startProxy } from './proxy.ts';
import { exchange, settled, startTeam, until } from './team.ts';

/** A model's name, a part of one, whoever serves it, the word that stands for one, or the name of a sample. */
const telling = [/gpt-4/i, /:acme:/i, /local server/i, /"(base|tuned)"/, /good-\d+/, /sample_id/];
const namesOfModels = ['gpt-4.1', ':acme:', 'local server', 'good-01'];

/** Rows of a feed wherever they stand in an answer. */
function comparisonsIn(answer: unknown): ComparisonRow[] {
  const rows = (answer as { rows?: { comparisons?: unknown[] } }).rows?.comparisons ?? [];
  return rows.map((row) => comparisonRowSchema.parse(row));
}

/** What anybody could see of an item, as numbers, beside the answers themselves. */
function seenOf(device: Service, wire: readonly ComparisonRow[], items: readonly ComparedItem[]) {
  const db = openReadonly(workspaceFiles(device.folder).corpus);
  onTestFinished(() => void db.close());
  const rowOf = db.prepare<[string], { rowid: number; xid: string; size: number }>(
    `SELECT rowid, xid, length(item) - length(coalesce(item ->> 'first', '')) - length(coalesce(item ->> 'second', '')) AS size
     FROM comparisons WHERE comparison_id = ?`,
  );
  const at = (of: (item: ComparedItem, index: number) => number) => items.map(of);
  const place = new Map(wire.map(({ comparison_id }, index) => [comparison_id, index]));
  return {
    'place in the order of judging': at((_, index) => index),
    'place in the feed': at(({ id }) => place.get(id) ?? -1),
    'row in the file': at(({ id }) => rowOf.get(id)?.rowid ?? 0),
    'transaction of the server': at(({ id }) => Number(rowOf.get(id)?.xid)),
    'first digits of the id': at(({ id }) => Number.parseInt(id.slice(0, 8), 16)),
    'last digit of the id': at(({ id }) => Number.parseInt(id.slice(-1), 16)),
    'an odd id': at(({ id }) => Number.parseInt(id.slice(-1), 16) % 2),
    'length of the prompt': at(({ prompt }) => JSON.stringify(prompt).length),
    'length of the row without its answers': at(({ id }) => rowOf.get(id)?.size ?? 0),
    'when the sample was made': at((item) => sampleOrder.get(questionOf(item)) ?? 0),
  };
}

const rows = approvedRows(500);
const sampleOrder = new Map(rows.map(({ query }, index) => [query.text, index]));

it('tells no judge whose the answers are: not in traffic, files or calls, and by no order, id, size or time', async () => {
  const team = await startTeam();
  const [annPerson, benPerson] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, rows);
  await publish(answered, 2, annPerson, benPerson);

  // Judges reach the server by a way of their own, which is listened to.
  const wire = await startProxy(team);
  onTestFinished(() => wire.close());
  const heard: Buffer[] = [];
  const told: ComparisonRow[] = [];
  wire.answered = (path, body) => {
    heard.push(body);
    if (path.endsWith('/assay_pull')) told.push(...comparisonsIn(JSON.parse(body.toString())));
  };
  const listened = { ...team, team: { ...team.team, url: wire.url } };
  const seenSecond: boolean[][] = [];
  for (const person of [annPerson, benPerson]) {
    told.length = 0;
    const device = await judgeOn(listened, person, answered.id, answered.items);
    const feed = [...told];
    const given = await leftFor(device, answered.id);
    expect(given).toHaveLength(answered.items);
    // Both models may happen to say the same.
    const items = given.filter(({ first, second }) => first !== second);
    expect(items.length).toBeGreaterThanOrEqual(200);
    const tunedIsFirst = items.map(({ first }) => Number(answered.isTuned(first)));
    const n = items.length;
    const share = tunedIsFirst.reduce((sum, bit) => sum + bit, 0) / n;
    const rates = Object.entries(seenOf(device, feed, items)).map(
      ([what, values]) => [what, correlation(values, tunedIsFirst)] as const,
    );
    console.log(
      `${n} items: the tuned model is first in ${(100 * share).toFixed(1)} %; correlations ${rates
        .map(([what, rate]) => `${what} ${rate.toFixed(3)}`)
        .join(', ')}; chance stays below ${chanceOf(n).toFixed(3)}`,
    );
    expect(Math.abs(share - 0.5)).toBeLessThan(chanceOf(n) / 2);
    for (const [what, rate] of rates) expect(Math.abs(rate), what).toBeLessThan(chanceOf(n));
    const byQuestion = new Map(items.map((item) => [questionOf(item), answered.isTuned(item.first)]));
    seenSecond.push([...sampleOrder.keys()].flatMap((asked) => byQuestion.get(asked) ?? []));

    // Judged and taken back, so that what a judge writes is looked at too.
    for (const { id } of items.slice(0, 20)) await judgeOne(device, id, 'first');
    const undone = await device.handlers['evaluation.undo']({ id: answered.id });
    await settled(device);
    await exchange(device);
    const { handlers } = device;
    const calls = [
      ...[items, undone, await handlers['evaluation.team'](), await handlers['evaluation.list']()],
      ...[await handlers['sync.status'](), await handlers['sync.rejected'](), await handlers['workspace.info']()],
      ...[await handlers['jobs.list'](), await handlers['labeling.queues']()],
    ];
    expect(await shareOf(device, answered.id)).toMatchObject({
      lead: null,
      given: given.length,
      judged: 19,
      isOpen: true,
    });
    for (const sign of telling) expect(JSON.stringify(calls)).not.toMatch(sign);
    expect(filesWith(device.folder, items[0]?.first ?? '?').length).toBeGreaterThan(0);
    for (const name of namesOfModels) expect([name, filesWith(device.folder, name)]).toEqual([name, []]);
  }
  // What two judges tell each other is worth nothing either: each has an order of their own.
  const [ann = [], ben = []] = seenSecond.map((bits) => bits.map(Number));
  expect(Math.abs(correlation(ann, ben))).toBeLessThan(chanceOf(ann.length));

  expect(heard.length).toBeGreaterThan(4);
  const traffic = [...heard, ...wire.exchanged.map(({ body }) => body)].map((body) => body.toString()).join('\n');
  expect(traffic).toContain('Support, first round');
  // The program's own words for a sample are in every answer: those of the compared samples are in none.
  for (const sign of telling.filter((sign) => sign.source !== 'sample_id')) expect(traffic).not.toMatch(sign);
  for (const { item, ...row } of told) expect(Object.keys({ ...row, ...item })).not.toContain('sample_id');
});

it('keeps the secret in one file until the results are opened: it is in no outbox, and in what nobody reads', async () => {
  const team = await startTeam();
  const answered = await answeredBy(team, approvedRows(12));
  const { lead, id, items } = answered;
  const key = `evaluations/${id}.key`;
  const secret = readFileSync(join(lead.folder, key), 'utf8');
  await publish(answered, 1, await team.labeler('ann'));
  const kept = () => team.backend.sql(`select encode(secret, 'hex') as secret from public.assay_evaluation_secrets`);
  await until(lead, async () => (await kept()).length === 1);
  expect(await kept()).toEqual([{ secret }]);
  await settled(lead);
  expect((await shareOf(lead, id))?.lead).toMatchObject({ isFromHere: true, sent: items, openedBy: [] });
  const inBytes = Buffer.from(secret, 'hex').toString('latin1');
  const places = (text: string) => filesWith(lead.folder, text).map((name) => name.replaceAll('\\', '/'));
  expect([places(secret), places(inBytes)]).toEqual([[key], []]);
});
