import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { Eraser } from '../../electron/service/labeling/erase.ts';
import { Outbox } from '../../electron/service/outbox/outbox.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import type { ComparedItem, Comparison, ComparisonDraft } from '../../shared/domain/comparison.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { evaluate, judgeOne } from '../fixtures/evaluations.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { startService } from '../fixtures/service-process.ts';
import { desk } from './evaluation-desk.ts';

const draft: ComparisonDraft = {
  better: 'second',
  scores: { first: { factuality: 2, tone: 4 }, second: { overall: 5 } },
  note: 'The first one names somebody by the name of Quillf',
  activeMs: 61_000,
};
const comparison: Comparison = { ...draft, better: 'second', note: 'Shorter.' };

/** A service with an evaluation that is answered, and its items in the order of judging. */
async function answered(): Promise<{ service: Service; id: string; items: [ComparedItem, ComparedItem] }> {
  const { service, plan } = await desk(approvedRows(12));
  const { id } = await evaluate(service, { ...plan, scored: true });
  const [one, two] = await service.handlers['evaluation.next']({ id, after: null, limit: 50 });
  if (!one || !two) throw new Error('two items are needed');
  return { service, id, items: [one, two] };
}

const draftOf = async ({ handlers }: Pick<Service, 'handlers'>, id: string, itemId: string) =>
  (await handlers['evaluation.next']({ id, after: null, limit: 50 })).find((item) => item.id === itemId)?.draft;

/** Looks at a workspace that no service has open. */
function lookInto<T>(folder: string, look: (workspace: ReturnType<typeof openWorkspace>) => T): T {
  const workspace = openWorkspace(folder, { create: false, program: 'a test' });
  try {
    return look(workspace);
  } finally {
    workspace.close();
  }
}

it('keeps what is entered of a comparison over a kill -9, until it is committed', async () => {
  const { service, id, items } = await answered();
  const [one, two] = items;
  expect(items.map((item) => item.draft)).toEqual([null, null]);
  await service.close();

  const life = startService(service.folder);
  await life.ask('evaluation.saveDraft', { itemId: two.id, draft: { ...draft, note: 'The first' } });
  await life.ask('evaluation.saveDraft', { itemId: two.id, draft });
  await life.kill();

  const again = openTestService(service.folder);
  expect(await draftOf(again, id, one.id)).toBeNull();
  expect(await draftOf(again, id, two.id)).toEqual(draft);
  await again.handlers['evaluation.judge']({ id: uuidv7(), itemId: two.id, comparison });
  await again.close();
  const rows = lookInto(service.folder, ({ work }) => work.prepare('SELECT * FROM comparison_drafts').all());
  expect(rows).toEqual([]);
});

it('gives a verdict that is taken back as a draft, and takes that away with the next one alone', async () => {
  const { service, id, items } = await answered();
  const { handlers } = service;
  const [{ id: itemId }] = items;
  const judgmentId = uuidv7();
  await handlers['evaluation.judge']({ id: uuidv7(), itemId, comparison: { ...comparison, better: 'tie' } });
  await handlers['evaluation.judge']({ id: judgmentId, itemId, comparison });
  await handlers['evaluation.saveDraft']({ itemId, draft });
  expect(await handlers['evaluation.undo']({ id })).toMatchObject({ comparison: { better: 'tie' }, draft: comparison });
  await handlers['evaluation.undo']({ id });
  await handlers['evaluation.saveDraft']({ itemId, draft });
  // Heard a second time, it changes nothing.
  await handlers['evaluation.judge']({ id: judgmentId, itemId, comparison });
  expect(await draftOf(service, id, itemId)).toEqual(draft);
  await handlers['evaluation.judge']({ id: uuidv7(), itemId, comparison: { ...comparison, scores: null } });
  expect(await handlers['evaluation.undo']({ id })).toMatchObject({
    comparison: null,
    draft: { ...comparison, scores: { first: {}, second: {} } },
  });
});

it('keeps the draft of a verdict that the disk refuses', async () => {
  const { service, id, items } = await answered();
  const [{ id: itemId }] = items;
  await service.handlers['evaluation.saveDraft']({ itemId, draft });
  await service.close();
  lookInto(service.folder, ({ work }) =>
    work.exec(`CREATE TRIGGER refuse BEFORE INSERT ON evaluation_standings BEGIN SELECT RAISE(ABORT, 'full'); END`),
  );
  const again = serviceOn(service.folder);
  await expect(judgeOne(again, itemId)).rejects.toThrow('full');
  expect(await draftOf(again, id, itemId)).toEqual(draft);
});

it('forgets drafts with the end of judging, and takes none after it', async () => {
  const { service, id, items } = await answered();
  const [{ id: itemId }] = items;
  await service.handlers['evaluation.saveDraft']({ itemId, draft });
  await service.handlers['evaluation.open']({ id, early: true });
  await expect(async () => service.handlers['evaluation.saveDraft']({ itemId, draft })).rejects.toMatchObject({
    kind: 'conflict',
  });
  await service.close();
  const rows = lookInto(service.folder, ({ work }) => work.prepare('SELECT * FROM comparison_drafts').all());
  expect(rows).toEqual([]);
});

it('erases a draft with its sample, and takes none on what is gone', async () => {
  const { service, id, items } = await answered();
  const [one, two] = items;
  for (const { id: itemId } of items) await service.handlers['evaluation.saveDraft']({ itemId, draft });
  await service.close();
  lookInto(service.folder, ({ work, corpus }) => {
    const sampleId = work.prepare('SELECT sample_id FROM evaluation_items WHERE id = ?').pluck().get(one.id);
    for (const _ of new Eraser(work, corpus, new Outbox(work)).erase([String(sampleId)]));
    expect(work.prepare('SELECT item_id FROM comparison_drafts').pluck().all()).toEqual([two.id]);
  });
  const again = serviceOn(service.folder);
  await expect(async () => again.handlers['evaluation.saveDraft']({ itemId: one.id, draft })).rejects.toMatchObject({
    kind: 'not-found',
  });
  expect(await draftOf(again, id, two.id)).toEqual(draft);
});
