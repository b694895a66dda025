import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { lineageName } from '../../electron/service/dataset/lockfile/lineage.ts';
import { EvaluationItems } from '../../electron/service/evaluation/items.ts';
import { Eraser } from '../../electron/service/labeling/erase.ts';
import { Outbox } from '../../electron/service/outbox/outbox.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels, datasetWithHoldout, evaluate, judgeAll, planOn } from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider } from '../fixtures/runs.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { startService } from '../fixtures/service-process.ts';
import type { KeyState } from '../openai/keys.ts';
import { asked, chat, desk, only, whatOf } from './evaluation-desk.ts';

describe('an evaluation', () => {
  it('asks both models for every untouched sample, once and with the same sampling', async () => {
    const { openai, service, plan } = await desk();
    const preview = await service.handlers['evaluation.preview'](plan);
    expect(preview).toMatchObject({ refused: null, leftOut: { trained: 0, erased: 0 }, datasetName: 'Dataset' });
    const evaluation = await evaluate(service, plan);
    expect(evaluation).toMatchObject({ phase: 'judging', items: preview.items, answered: preview.items, judged: 0 });
    const requests = asked(openai);
    expect(requests).toHaveLength(2 * preview.items);
    expect(new Set(requests.map(whatOf)).size).toBe(2 * preview.items);
    for (const { json } of requests) expect(json).toMatchObject({ temperature: 0, max_tokens: 300, seed: 7 });
  });

  it('sends nothing by records that are not as they were built: they tell what was erased or trained on', async () => {
    const { openai, service, plan } = await desk(approvedRows(12));
    const lineage = join(service.folder, 'datasets', plan.datasetId.slice(0, 16), lineageName);
    writeFileSync(lineage, readFileSync(lineage, 'utf8').replace(/"sample":"[^"]+"/, '"sample":"another"'));
    expect(await service.handlers['evaluation.preview'](plan)).toMatchObject({
      ...{ items: 0, estimate: null },
      refused: { kind: 'conflict', message: expect.stringContaining('lineage.jsonl is not as it was') },
    });
    await expect(service.handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: null })).rejects.toThrow();
    rmSync(lineage);
    expect(await service.handlers['evaluation.preview'](plan)).toMatchObject({
      refused: { kind: 'conflict', message: expect.stringContaining('lineage.jsonl is not as it was') },
    });
    expect(asked(openai)).toEqual([]);
  });

  it('is refused before anything is begun where a provider has no key here', async () => {
    const { openai, service, plan } = await desk(approvedRows(12));
    const { handlers } = service;
    await handlers['providers.forgetKey']({ id: 'own' });
    const look = () => handlers['evaluation.preview'](plan);
    const refused = {
      message: 'There is no key for Our server here.',
      safe: 'Nothing was sent, and nothing was charged.',
      remedy: 'Enter the key of the provider, and try again.',
    };
    expect(await look()).toMatchObject({ refused, estimate: null, confirm: null });
    const create = () => handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: null });
    await expect(create()).rejects.toMatchObject(refused);
    await handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    expect(await look()).toMatchObject({ refused: null });
    // Taken away after the look.
    await handlers['providers.forgetKey']({ id: 'own' });
    await expect(create()).rejects.toMatchObject(refused);
    const elsewhere = { ...plan, tuned: { ...plan.tuned, providerId: 'unknown' } };
    await handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    expect(await handlers['evaluation.preview'](elsewhere)).toMatchObject({ refused: { kind: 'not-found' } });
    // As the preview refuses it: what a script is told by the exit code hangs on it.
    const begun = handlers['evaluation.create']({ id: uuidv7(), plan: elsewhere, confirmed: null });
    await expect(begun).rejects.toMatchObject({ kind: 'not-found' });
    expect(await handlers['evaluation.list']()).toEqual([]);
    expect(asked(openai)).toEqual([]);
  });

  it('answers at most so many items, the same for the same seed', async () => {
    const { service, plan } = await desk();
    const some = { ...plan, sample: { items: 5, seed: 3 } };
    const texts = async () => {
      const { id } = await evaluate(service, some);
      const items = await service.handlers['evaluation.next']({ id, after: null, limit: 50 });
      return items.map(({ prompt }) => JSON.stringify(prompt)).sort();
    };
    const first = await texts();
    expect(first).toHaveLength(5);
    expect(await texts()).toEqual(first);
  });

  it('waits as long as the server wants, once for all that went out together', async () => {
    const { openai, service, plan } = await desk(approvedRows(12));
    openai.server.faults.next(
      chat,
      ...Array.from({ length: 8 }, () => ({ kind: 'rate-limit', retryAfterSeconds: 1 }) as const),
    );
    const { id, jobId } = await evaluate(service, plan);
    expect((await service.handlers['evaluation.list']())[0]).toMatchObject({ id, phase: 'judging' });
    const log = await service.handlers['jobs.log']({ id: jobId ?? '', after: 0, limit: 100 });
    expect(log.filter(({ level }) => level === 'warning').map(({ text }) => text)).toEqual([
      expect.stringMatching(/Asking again at \d\d:\d\d:\d\d/),
    ]);
  });

  it('needs the address and the key of its provider until all answers are there', async () => {
    const { openai, service, plan } = await desk(approvedRows(12));
    const { handlers, folder } = service;
    openai.server.faults.otherwise = (route) =>
      route === chat ? { kind: 'error', status: 503, effect: 'none' } : null;
    await handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: null });
    await expect.poll(() => asked(openai).length).toBeGreaterThan(0);
    const elsewhere = ownProvider('https://example.com/v1');
    const stays = async ({ handlers }: Service) => {
      const conflict = { kind: 'conflict', message: expect.stringContaining('evaluation') };
      await expect(async () => handlers['providers.save'](elsewhere)).rejects.toMatchObject(conflict);
      await expect(handlers['providers.remove']({ id: 'own' })).rejects.toMatchObject(conflict);
    };
    await stays(service);
    await service.close();
    // It goes on at the next start, with the key that is kept.
    const again = serviceOn(folder);
    await stays(again);
    await again.handlers['evaluation.resume'](await only(again));
    await again.handlers['evaluation.cancel'](await only(again));
    await again.jobs.settled((await only(again)).jobId ?? '');
    await again.handlers['providers.save'](elsewhere);
  });

  it('keeps what is under way when one request ends the asking', async () => {
    const keys: Record<string, KeyState> = { 'sk-good': 'ok' };
    const { openai, service, plan } = await desk(approvedRows(40), keys);
    let requests = 0;
    openai.server.faults.otherwise = (route) => {
      if (route !== chat) return null;
      if (++requests < 8) return { kind: 'slow-body', ms: 800 };
      // The others have their answers by then, of which half is on its way.
      if (requests === 8) setTimeout(() => Object.assign(keys, { 'sk-good': 'no-quota' }), 100);
      return requests === 8 ? { kind: 'latency', ms: 300 } : null;
    };
    const { jobId, items, phase } = await evaluate(service, plan);
    expect(phase).toBe('stopped');
    keys['sk-good'] = 'ok';
    await service.handlers['evaluation.resume'](await only(service));
    await service.jobs.settled(jobId ?? '');
    expect(await only(service)).toMatchObject({ phase: 'judging', answered: items });
    expect(asked(openai).filter(({ answer }) => answer?.status === 200)).toHaveLength(2 * items);
  });

  it('stops where the provider says no, and goes on when that is mended, without asking again for what is there', async () => {
    const keys: Record<string, KeyState> = { 'sk-good': 'ok' };
    const { openai, service, plan } = await desk(approvedRows(60), keys);
    let answers = 0;
    openai.server.faults.otherwise = () => {
      if (++answers === 20) keys['sk-good'] = 'no-quota';
      return null;
    };
    const { id, jobId, ...stopped } = await evaluate(service, plan);
    expect(stopped).toMatchObject({
      phase: 'stopped',
      error: { kind: 'no-quota', safe: expect.stringContaining('are kept') },
    });
    keys['sk-good'] = 'ok';
    await service.handlers['evaluation.resume']({ id });
    await service.jobs.settled(jobId ?? '');
    const [evaluation] = await service.handlers['evaluation.list']();
    expect(evaluation).toMatchObject({ phase: 'judging', answered: stopped.items });
    const given = asked(openai).filter(({ answer }) => answer?.status === 200);
    expect(given).toHaveLength(2 * stopped.items);
  });

  it('stands still for a key that the provider takes no more, and goes on by itself with a new one', async () => {
    const keys: Record<string, KeyState> = { 'sk-good': 'ok' };
    const { openai, service, plan } = await desk(approvedRows(60), keys);
    let answers = 0;
    openai.server.faults.otherwise = () => {
      if (++answers === 20) delete keys['sk-good'];
      return null;
    };
    const { jobId, items, ...stopped } = await evaluate(service, plan);
    expect(stopped).toMatchObject({ phase: 'stopped', error: { kind: 'wrong-key' } });
    keys['sk-new'] = 'ok';
    await service.handlers['providers.setKey']({ id: 'own', key: 'sk-new' });
    await service.jobs.settled(jobId ?? '');
    expect((await service.handlers['evaluation.list']())[0]).toMatchObject({ phase: 'judging', answered: items });
  });

  it('is killed in the middle and asks again for nothing but what was under way', async () => {
    const openai = await fakeOpenAI({ models: comparedModels, latencyMs: 20 });
    const folder = temporaryFolder();
    const first = openTestService(folder);
    const plan = await planOn(first, openai.server.url, await datasetWithHoldout(first, approvedRows(60)));
    await first.close();

    const life = startService(folder);
    await life.ask('providers.setKey', { id: 'own', key: 'sk-good' });
    const { confirm, items } = await life.ask('evaluation.preview', plan);
    const { id } = await life.ask('evaluation.create', { id: uuidv7(), plan, confirmed: confirm });
    await expect.poll(() => asked(openai).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(items);
    await life.kill();
    const before = asked(openai).length;
    expect(before).toBeLessThan(2 * items);

    const second = serviceOn(folder);
    await second.handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    const { jobId } = await second.handlers['evaluation.resume']({ id });
    await second.jobs.settled(jobId ?? '');
    expect((await second.handlers['evaluation.list']())[0]).toMatchObject({ phase: 'judging', answered: items });
    const twice = asked(openai).length - 2 * items;
    console.log(`killed after ${before} of ${2 * items} requests: ${twice} were asked again`);
    // Eight were asked for, and as many may have been on their way to the disk.
    expect(twice).toBeLessThanOrEqual(16);
    expect(new Set(asked(openai).map(whatOf)).size).toBe(2 * items);
  });

  it('goes on with the items that it has, although one was erased and the dataset moved away', async () => {
    const openai = await fakeOpenAI({ models: comparedModels, latencyMs: 20 });
    const folder = temporaryFolder();
    const first = openTestService(folder);
    const plan = await planOn(first, openai.server.url, await datasetWithHoldout(first, approvedRows(60)));
    const { confirm, items } = await first.handlers['evaluation.preview'](plan);
    const { id, jobId } = await first.handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: confirm });
    await expect.poll(() => asked(openai).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(12);
    await first.handlers['evaluation.cancel']({ id });
    await first.jobs.settled(jobId ?? '');
    await first.close();

    const { work, corpus, close } = openWorkspace(folder, { create: false, program: 'a test' });
    const erased = new EvaluationItems(work).sampleIds(id).slice(0, 1);
    for (const _ of new Eraser(work, corpus, new Outbox(work)).erase(erased));
    close();
    renameSync(join(folder, 'datasets'), join(folder, 'moved'));

    const second = serviceOn(folder);
    await second.handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    await second.handlers['evaluation.resume']({ id });
    await second.jobs.settled(jobId ?? '');
    expect(await only(second)).toMatchObject({ phase: 'judging', error: null, items: items - 1, answered: items - 1 });
    expect(new Set(asked(openai).map(whatOf)).size).toBeLessThanOrEqual(2 * items);
  });

  it('keeps, changes and takes back judgments, and offers what is not judged yet', async () => {
    const { service, plan } = await desk(approvedRows(12));
    const { id, items } = await evaluate(service, plan);
    const { handlers } = service;
    const next = (after: string | null = null) => handlers['evaluation.next']({ id, after, limit: 50 });
    const [one, two] = await next();
    if (!one || !two) throw new Error('two items are needed');
    const verdict = { better: 'first', scores: null, note: 'Shorter.', activeMs: 900 } as const;
    const judgmentId = uuidv7();
    await handlers['evaluation.judge']({ id: judgmentId, itemId: one.id, comparison: verdict });
    await handlers['evaluation.judge']({ id: judgmentId, itemId: one.id, comparison: verdict });
    expect((await next()).map((item) => item.id)).not.toContain(one.id);
    await handlers['evaluation.judge']({ id: uuidv7(), itemId: one.id, comparison: { ...verdict, better: 'tie' } });
    await handlers['evaluation.judge']({ id: uuidv7(), itemId: two.id, comparison: verdict });
    expect((await handlers['evaluation.list']())[0]).toMatchObject({ judged: 2, judgedHere: 2, wanted: items });
    expect(await handlers['evaluation.undo']({ id })).toMatchObject({ id: two.id, comparison: null });
    expect(await handlers['evaluation.undo']({ id })).toMatchObject({ id: one.id, comparison: { better: 'first' } });
    expect(await handlers['evaluation.undo']({ id })).toMatchObject({ id: one.id, comparison: null });
    expect(await handlers['evaluation.undo']({ id })).toBeNull();
    expect(await judgeAll(service, id, () => 'second')).toBe(items);
    expect(await next()).toEqual([]);
  });
});
