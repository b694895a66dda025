import { describe, expect, it } from 'vitest';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { evaluate } from '../fixtures/evaluations.ts';
import { asked, chat, desk, whatOf } from './evaluation-desk.ts';

describe('an evaluation whose models answer badly, or not at all', () => {
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
});
