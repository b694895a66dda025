import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, baseModel, tunedModel } from '../fixtures/evaluations.ts';
import { answerAt, ask, askingRows, begin, expect, far, prepare, test, toComparing } from './evaluation-desk.ts';
import { press } from './labeling-desk.ts';

test.use({ corpus: { rows: askingRows } });

/** A model's name or a part of one. */
const telling = /gpt-4|acme|ft:/i;

test('whoever judges finds no model on the page, in what it is told, or beside an answer on the disk', async ({
  page,
  openai,
  folder,
}) => {
  test.slow();
  const { id, plan } = await begin(page, await prepare(page, openai.server));
  await toComparing(page);
  // What the page is told of items, all at once.
  const items = await ask(page, 'evaluation.next', { id, after: null, limit: 50 });
  expect(JSON.stringify(items)).not.toMatch(telling);
  const ofTuned = answersOf(openai.exchanges, tunedModel);
  let tunedFirst = 0;
  let judged = 0;
  while (!(await page.getByText('Everything is compared').isVisible())) {
    await expect(far(page)).toHaveText(new RegExp(`^${judged} of`));
    // All that is on the page: text, attributes, and what is in no sight.
    expect(await page.content(), 'the page').not.toMatch(telling);
    expect(await page.title()).not.toMatch(telling);
    const sides = [answerAt(page, 'First'), answerAt(page, 'Second')] as const;
    const [first, second] = await Promise.all(sides.map((side) => side.boundingBox()));
    expect(first?.width).toBe(second?.width);
    const style = (side: (typeof sides)[number]) =>
      side.evaluate((element) =>
        [element, ...element.querySelectorAll('*')].map(({ tagName, className }) => `${tagName} ${className}`),
      );
    expect(new Set(await style(sides[0]))).toEqual(new Set(await style(sides[1])));
    const text = (await sides[0].locator('p').allInnerTexts()).join('\n\n');
    if (ofTuned.has(text)) tunedFirst++;
    await press(page, 't', 'Enter');
    judged++;
  }
  await expect(page.getByText('all saved')).toBeVisible();
  // Whose answer stands where is a coin's throw: of so many neither side has all.
  expect(tunedFirst).toBeGreaterThan(0);
  expect(tunedFirst).toBeLessThan(judged);

  expect(judged).toBe(items.length);
  expect(JSON.stringify(await ask(page, 'evaluation.undo', { id }))).not.toMatch(telling);

  // On the disk a model's name stands in what was begun and in nothing else.
  for (const name of ['work.db', 'work.db-wal'].filter((name) => existsSync(join(folder, name)))) {
    const bytes = readFileSync(join(folder, name)).toString('latin1');
    for (const model of [baseModel, tunedModel])
      for (const { index } of bytes.matchAll(new RegExp(model.replaceAll('.', '\\.'), 'g')))
        expect(bytes.slice(index - 10, index), `${name} at ${index}`).toMatch(/"model":"$|^.*ft:$/);
  }
  expect(plan.name).not.toMatch(telling);
  const secrets = readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.key'));
  expect(secrets.length === 0 || secrets.map(String).join() === join('evaluations', `${id}.key`)).toBe(true);
});
