import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { approve, built, labeled, trained } from '../fixtures/approved.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';

describe('personal data in a dataset', () => {
  it('is replaced, by the same token for the same person in a conversation', async () => {
    const service = await labeled();
    const { folder } = await built(service);
    const text = trained(folder).join('');
    expect(text).not.toMatch(/Maria|Lopez|@example/);
    expect(text).toContain('[NAME_1]');
    expect(text).toContain('[EMAIL_1]');
    const settings = await service.handlers['workspace.settings']();
    const recipe = recipeOf(settings);
    const { values } = await service.handlers['dataset.personalData']({ recipe, kind: 'name', offset: 0, limit: 10 });
    expect(values).toMatchObject([{ value: 'Maria Lopez', examples: 4, left: false }]);
    // A person lets it stay.
    const leave = values.map(({ fingerprint }) => fingerprint);
    const personalData = { ...recipe.personalData, leave };
    await service.handlers['workspace.updateSettings']({ dataset: { ...settings.dataset, personalData } });
    const open = trained((await built(service)).folder).join('');
    expect(open).toContain('Maria Lopez');
    expect(open).not.toMatch(/@example/);
  });

  it('is shown value by value where each stands, in what a tool was called with and in a rejected draft too', async () => {
    const service = serviceOn(temporaryFolder());
    const call = { name: 'find_order', arguments: '{"mail":"tool@example.com"}' };
    const called = sampleRow('called', {
      query: {
        text: 'And now?',
        metadata: {
          history: [
            { role: 'user', content: 'Where is it?' },
            { role: 'assistant', content: '', tool_calls: [{ id: 'call 1', type: 'function', function: call }] },
            { role: 'tool', content: 'It was sent.', tool_call_id: 'call 1' },
            { role: 'assistant', content: 'It was sent.' },
          ],
        },
      },
    });
    const rejected = sampleRow('rejected', {
      agent_response: { text: 'Write to draft@example.com.', sources: [], confidence: 0.5 },
    });
    await importRows(service, [called, rejected]);
    await approve(service, called);
    await service.handlers['labeling.commit']({
      queueId: null,
      id: randomUUID(),
      sampleId: rejected.sample_id,
      verdict: verdict('Write to draft@example.com.', { decision: 'reject', reasons: ['other'] }),
    });
    const recipe = { ...recipeOf(await service.handlers['workspace.settings']()), formats: ['trl-kto' as const] };
    const { total, values } = await service.handlers['dataset.personalData']({
      recipe,
      kind: 'email',
      offset: 0,
      limit: 10,
    });
    expect(total).toBe(2);
    expect(values.map(({ value, around }) => [value, around.before.slice(-9)]).sort()).toEqual([
      ['draft@example.com', 'Write to '],
      ['tool@example.com', '{"mail":"'],
    ]);
    expect((await service.handlers['dataset.count'](recipe)).personalData).toMatchObject([
      { kind: 'email', values: 2 },
    ]);
  });

  it('tries a pattern before anything goes by it, and says what is wrong with it', async () => {
    const { handlers } = serviceOn(temporaryFolder());
    const tried = (pattern: string, name = 'member id') =>
      handlers['dataset.tryPatterns']({ patterns: [{ name, pattern }], text: 'M-12, and M-345x' });
    expect(await tried('M-[0-9]+')).toEqual({
      found: [
        { start: 0, end: 4 },
        { start: 10, end: 16 },
      ],
    });
    await expect(tried('M-(')).rejects.toMatchObject({ kind: 'invalid-input', message: /does not compile/ });
    await expect(tried('M*')).rejects.toMatchObject({ message: /matches the empty string/ });
    await expect(tried('M', 'Email')).rejects.toMatchObject({ message: 'The name “Email” is taken.' });
  });
});
