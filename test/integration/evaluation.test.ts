import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { EvaluationItems } from '../../electron/service/evaluation/items.ts';
import { Eraser } from '../../electron/service/labeling/erase.ts';
import { Outbox } from '../../electron/service/outbox/outbox.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels, datasetWithHoldout, evaluate, judgeAll, planOn } from '../fixtures/evaluations.ts';
import { fakeOpenAI, type OpenAIDesk } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { startService } from '../fixtures/service-process.ts';
import type { KeyState } from '../openai/keys.ts';

const chat = 'POST /chat/completions';
const asked = ({ exchanges }: OpenAIDesk) => exchanges.filter(({ route }) => route === chat);
/** Model and messages of a request: what an answer is for. */
const whatOf = ({ json }: { json: unknown }) => {
  const { model, messages } = json as { model: string; messages: unknown };
  return JSON.stringify([model, messages]);
};

async function only({ handlers }: Service): Promise<Evaluation> {
  const [evaluation] = await handlers['evaluation.list']();
  if (!evaluation) throw new Error('there is no evaluation');
  return evaluation;
}

async function desk(rows = approvedRows(40), keys: Record<string, KeyState> = { 'sk-good': 'ok' }) {
  const openai = await fakeOpenAI({ models: comparedModels, keys });
  const service = serviceOn(temporaryFolder());
  const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, rows));
  return { openai, service, plan };
}

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
      expect.stringContaining('Asking again in 2 s.'),
    ]);
  });

  it('asks a server that loses its answers for each three times at most, and then a person', async () => {
    const { openai, service, plan } = await desk(approvedRows(4));
    openai.server.faults.otherwise = (route) => (route === chat ? { kind: 'drop', effect: 'now' } : null);
    expect(await evaluate(service, plan)).toMatchObject({
      phase: 'stopped',
      error: { message: expect.stringContaining('was asked for 3 times, and each time may have been charged') },
    });
    const times = [...Map.groupBy(asked(openai), whatOf).values()].map((requests) => requests.length);
    expect(Math.max(...times)).toBe(3);
  });

  it('takes answers in parts, and answers that nobody has counted', async () => {
    const { openai, service, plan } = await desk(approvedRows(4));
    Object.assign(openai.server.state.habits, { answersInParts: true, countsAnswers: false });
    const { id, items, phase } = await evaluate(service, plan);
    expect(phase).toBe('judging');
    expect(asked(openai)).toHaveLength(2 * items);
    const compared = await service.handlers['evaluation.next']({ id, after: null, limit: 50 });
    for (const { first, second } of compared)
      for (const text of [first, second]) expect(text).toMatch(/^(Thank|I am|I app).*[.!?]$/);
    await service.handlers['evaluation.open']({ id, early: true });
    const { spent } = await service.handlers['evaluation.results']({ id });
    expect(spent).toMatchObject({ base: { answers: items, cost: null }, tuned: { answers: items, cost: null } });
  });

  it('keeps what a filter declined as no answer, and goes on', async () => {
    const rows = approvedRows(12).map((row, index) =>
      index % 3 === 0
        ? {
            ...row,
            query: { ...row.query, text: `${row.query.text} [[fake:filtered-${index % 2 ? 'prompt' : 'answer'}]]` },
          }
        : row,
    );
    const { service, plan } = await desk(rows);
    const { id, answered, items } = await evaluate(service, plan);
    expect(answered).toBe(items);
    const compared = await service.handlers['evaluation.next']({ id, after: null, limit: 50 });
    for (const { prompt, first, second } of compared) {
      const filtered = JSON.stringify(prompt).includes('[[fake:filtered');
      expect([first === null, second === null]).toEqual([filtered, filtered]);
    }
    expect(compared.some(({ first }) => first === null)).toBe(true);
  });

  it.each([
    [{ status: 400, code: 400, message: 'This model’s maximum context length is 4096 tokens.' }],
    [{ status: 400, code: 'invalid_prompt', message: 'Your prompt was flagged.' }],
    [{ status: 422, code: null, message: 'Input validation error.' }],
    [{ status: 403, code: 403, message: 'The model requires moderation, and your input was flagged.' }],
  ] as const)('goes on where a server declines a prompt with %o, which has no answer then', async (declines) => {
    const rows = approvedRows(16).map((row, index) =>
      index % 4 === 0 ? { ...row, query: { ...row.query, text: `${row.query.text} [[fake:filtered-prompt]]` } } : row,
    );
    const { openai, service, plan } = await desk(rows);
    openai.server.state.habits.declines = declines;
    const { id, items, phase } = await evaluate(service, plan);
    expect(phase).toBe('judging');
    expect(asked(openai)).toHaveLength(2 * items);
    const compared = await service.handlers['evaluation.next']({ id, after: null, limit: 50 });
    expect(compared).toHaveLength(items);
    const isDeclined = compared.map(({ prompt }) => JSON.stringify(prompt).includes('[[fake:'));
    expect(new Set(isDeclined)).toEqual(new Set([true, false]));
    expect(compared.map(({ first, second }) => first === null && second === null)).toEqual(isDeclined);
  });

  it('stops with what the server says where it declines every prompt', async () => {
    const rows = approvedRows(80).map((row) => ({
      ...row,
      query: { ...row.query, text: `${row.query.text} [[fake:filtered-prompt]]` },
    }));
    const { openai, service, plan } = await desk(rows);
    const { items, ...evaluation } = await evaluate(service, plan);
    expect(evaluation).toMatchObject({
      ...{ phase: 'stopped', answered: 0 },
      error: { kind: 'invalid-input', message: expect.stringContaining('was filtered') },
    });
    expect(asked(openai).length).toBeLessThan(2 * items);
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

  it('stops where a model spends every answer before its first word', async () => {
    const { openai, service, plan } = await desk(approvedRows(80));
    openai.server.state.habits.thinkingTokens = 1_000;
    const { items, ...evaluation } = await evaluate(service, plan);
    expect(evaluation).toMatchObject({
      phase: 'stopped',
      error: { kind: 'invalid-input', remedy: expect.stringContaining('a longer answer') },
    });
    expect(asked(openai).length).toBeLessThan(items);
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
