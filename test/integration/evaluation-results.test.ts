import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unwholeSentences } from '../../shared/rules/evaluation-words.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import {
  answersOf,
  baseModel,
  comparedModels,
  datasetWithHoldout,
  evaluate,
  judgeAll,
  judgeOne,
  planOn,
  tunedModel,
} from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';

const usageSchema = z.object({ usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }) });

async function judgedDesk() {
  const openai = await fakeOpenAI({ models: comparedModels });
  const service = serviceOn(temporaryFolder());
  const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, approvedRows(30)));
  const { id, items } = await evaluate(service, plan);
  const ofTuned = answersOf(openai.exchanges, tunedModel);
  const ofBase = answersOf(openai.exchanges, baseModel);
  return { openai, service, plan, id, items, ofTuned, ofBase };
}

describe('the results of an evaluation', () => {
  it('are closed until the last wanted judgment is there, or somebody wants them all the same', async () => {
    const { service, id, items } = await judgedDesk();
    const { handlers } = service;
    await expect(handlers['evaluation.results']({ id })).rejects.toMatchObject({ kind: 'conflict' });
    const [item] = await handlers['evaluation.next']({ id, after: null, limit: 1 });
    const itemId = item?.id ?? '';
    await expect(handlers['evaluation.answers']({ itemId })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(handlers['evaluation.open']({ id, early: false })).rejects.toMatchObject({
      kind: 'conflict',
      message: `${items} of ${items} wanted judgments are not there yet.`,
    });
    expect(await handlers['evaluation.open']({ id, early: true })).toMatchObject({ phase: 'opened' });
    expect(await handlers['evaluation.next']({ id, after: null, limit: 1 })).toEqual([]);
    await expect(judgeOne(service, itemId)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('end the asking for answers when they are opened early: nobody would judge what comes', async () => {
    const openai = await fakeOpenAI({ models: comparedModels, latencyMs: 20 });
    const folder = temporaryFolder();
    const service = serviceOn(folder);
    const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, approvedRows(60)));
    const { confirm, items } = await service.handlers['evaluation.preview'](plan);
    const { id, jobId } = await service.handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: confirm });
    await expect.poll(() => openai.exchanges.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(12);
    expect(await service.handlers['evaluation.open']({ id, early: true })).toMatchObject({ phase: 'opened' });
    const asked = openai.exchanges.length;
    expect(asked).toBeLessThan(2 * items);
    expect(service.jobs.get(jobId ?? '').state).toBe('cancelled');

    await expect(service.handlers['evaluation.resume']({ id })).rejects.toMatchObject({ kind: 'conflict' });
    expect(service.jobs.get(jobId ?? '')).toMatchObject({ over: true });
    expect(() => service.jobs.resume(jobId ?? '')).toThrow('nothing is left to go on with');
    // Requests that were under way are heard when they would have been answered.
    expect(openai.exchanges.length).toBeLessThanOrEqual(asked + 8);
  });

  it('name the answers as the provider gave them, and count a judge who always prefers the tuned model', async () => {
    const { service, id, items, ofTuned, ofBase } = await judgedDesk();
    const { handlers } = service;
    expect(await judgeAll(service, id, ({ first }) => (ofTuned.has(first ?? '') ? 'first' : 'second'))).toBe(items);
    await handlers['evaluation.open']({ id, early: false });
    const { results, spent, items: opened } = await handlers['evaluation.results']({ id });
    expect(results).toMatchObject({
      winRate: { rate: 1 },
      sign: { wins: items, losses: 0 },
      judgments: { tuned: items },
    });
    expect(spent).toMatchObject({ base: { answers: items }, tuned: { answers: items } });
    expect(opened.map(({ outcome }) => outcome)).toEqual(Array.from({ length: items }, () => 'won'));
    expect(opened[0]?.judgments).toMatchObject([{ by: 'you', winner: 'tuned' }]);
    for (const item of opened) {
      const { answers } = await handlers['evaluation.answers']({ itemId: item.id });
      expect([ofBase.has(answers.base ?? ''), ofTuned.has(answers.tuned ?? '')]).toEqual([true, true]);
    }
  });

  it('tell what it cost by what the provider counted, at the prices of the table', async () => {
    const { openai, service, id } = await judgedDesk();
    const { handlers } = service;
    await handlers['evaluation.open']({ id, early: true });
    const { spent } = await handlers['evaluation.results']({ id });
    const { costs } = await handlers['workspace.settings']();
    const row = costs.prices.models.find(({ model }) => model === baseModel);
    for (const [model, told, input, output] of [
      [baseModel, spent.base, row?.baseInput, row?.baseOutput],
      [tunedModel, spent.tuned, row?.tunedInput, row?.tunedOutput],
    ] as const) {
      const usages = openai.exchanges.flatMap(({ json, answer }) => {
        const usage = usageSchema.safeParse(answer?.json);
        return usage.success && JSON.stringify(json).includes(`"model":"${model}"`) ? [usage.data.usage] : [];
      });
      const asked = usages.reduce((sum, usage) => sum + usage.prompt_tokens, 0);
      const answered = usages.reduce((sum, usage) => sum + usage.completion_tokens, 0);
      expect(told).toMatchObject({ inputTokens: asked, outputTokens: answered });
      if (input == null || output == null) throw new Error('the default prices know this model');
      expect(told.cost).toBeCloseTo((asked * input + answered * output) / 1e6, 10);
    }
  });

  it('tell how many answers of each model were cut or did not come, and nothing of it before', async () => {
    const openai = await fakeOpenAI({ models: comparedModels });
    const service = serviceOn(temporaryFolder());
    const rows = approvedRows(30).map((row, index) =>
      index % 3 === 0 ? { ...row, query: { ...row.query, text: `${row.query.text} [[fake:filtered-answer]]` } } : row,
    );
    const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, rows));
    const { id, items, ...evaluation } = await evaluate(service, {
      ...plan,
      sampling: { ...plan.sampling, maxTokens: 4 },
    });
    expect(JSON.stringify(evaluation)).not.toMatch(/"(cut|none)"/);
    await service.handlers['evaluation.open']({ id, early: true });
    const { spent } = await service.handlers['evaluation.results']({ id });
    const { base, tuned } = spent;
    expect(base?.none).toBeGreaterThan(0);
    expect(base).toMatchObject({ cut: items - (base?.none ?? 0), none: tuned?.none });
    expect(unwholeSentences(spent)).toEqual([
      expect.stringContaining(`${base?.cut} answers of the base model, ${tuned?.cut} of the tuned`),
      expect.stringContaining(`${base?.none} answers of the base model, ${tuned?.none} of the tuned`),
    ]);
  });

  it('lead to the training samples that ask the most alike', async () => {
    const openai = await fakeOpenAI({ models: comparedModels });
    const service = serviceOn(temporaryFolder());
    const about = (text: string, index: number) => ({
      text: `${text} ${index}?`,
      intent: null,
      metadata: { history: [] },
    });
    const rows = approvedRows(40).map((row, index) => ({
      ...row,
      query: index % 2 ? row.query : about('Could you please refund the espresso machine from order number', index),
    }));
    const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, rows));
    const { id } = await evaluate(service, plan);
    const { handlers } = service;
    await judgeAll(service, id, () => 'tie');
    await handlers['evaluation.open']({ id, early: false });
    const { items } = await handlers['evaluation.results']({ id });
    for (const item of items.filter(({ question }) => question.includes('espresso')).slice(0, 3)) {
      const { samples } = await handlers['evaluation.nearest']({ itemId: item.id });
      expect(samples).toHaveLength(3);
      for (const sample of samples) {
        expect(sample.question).toContain('refund the espresso machine');
        expect(items.map(({ sampleId }) => sampleId)).not.toContain(sample.sampleId);
      }
    }
  });
});
