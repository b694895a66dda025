import { describe, expect, it } from 'vitest';
import { planOf, useDraft } from '../../renderer/finetune/draft.ts';
import { namesOf } from '../../renderer/finetune/providers.ts';
import { idOf, serverOf, serverProblems, typedServer } from '../../renderer/finetune/server.ts';
import { providerAt } from '../fixtures/runs.ts';

const chosen = { datasetId: 'd'.repeat(64), providerId: 'own', validation: false };
const draft = { ...useDraft.getInitialState(), model: 'gpt-4o-mini' };

describe('the plan of a new run', () => {
  it('leaves to the provider what is left empty', () => {
    const { plan } = planOf(draft, chosen);
    expect(plan).toMatchObject({
      epochs: null,
      batchSize: null,
      learningRate: null,
      beta: null,
      seed: null,
      suffix: null,
    });
  });

  it('says of each field that does not fit what would', () => {
    const { plan, problems } = planOf(
      { ...draft, model: ' ', epochs: '51', batchSize: 'many', learningRate: '0', seed: '1.5', suffix: 'with space' },
      chosen,
    );
    expect(plan).toBeNull();
    expect(Object.keys(problems ?? {})).toEqual(['model', 'epochs', 'batchSize', 'learningRate', 'seed', 'suffix']);
  });

  it('asks for beta only where it is one of the method', () => {
    expect(planOf({ ...draft, beta: '7' }, chosen).plan).toMatchObject({ beta: null });
    expect(planOf({ ...draft, beta: '7', method: 'dpo' }, chosen).problems).toHaveProperty('beta');
    expect(planOf({ ...draft, beta: '0.1', method: 'dpo' }, chosen).plan).toMatchObject({ beta: 0.1 });
  });
});

describe('a server of one’s own', () => {
  it('gets a short name that no other has', () => {
    expect(idOf('My GPU box', [])).toBe('my-gpu-box');
    expect(idOf('  Büro, 2. Stock! ', [])).toBe('buro-2-stock');
    expect(idOf('x', ['x', 'x-2'])).toBe('x-3');
    expect(idOf('日本', [])).toBe('server');
    expect(idOf(`${'a'.repeat(31)} b`, [])).toBe('a'.repeat(31));
  });

  it('is refused field by field', () => {
    const typed = {
      ...typedServer(null),
      baseUrl: 'http://example.com/v1',
      largestFile: '',
      longestExample: '1.5',
      endDay: '2027-01-06',
    };
    expect(Object.keys(serverProblems(typed)).sort()).toEqual([
      'baseUrl',
      'endSource',
      'largestFile',
      'longestExample',
      'name',
    ]);
  });

  it('is refused where no figure is as large', () => {
    const typed = { ...typedServer(null), name: 'Box', baseUrl: 'https://box.example/v1' };
    const large = { ...typed, largestFile: '1,000,000,001', longestExample: '9'.repeat(30) };
    expect(serverProblems(large)).toEqual({
      largestFile: 'At most 1,000,000,000.',
      longestExample: 'At most 1,000,000,000.',
    });
    const most = { ...typed, largestFile: '1,000,000,000', longestExample: '1,000,000,000' };
    expect(serverProblems(most)).toEqual({});
    expect(serverOf('box', most).capabilities.largestFile).toBe(1e15);
  });

  it('is kept as it was typed, and shown like that again', () => {
    const typed = {
      ...typedServer(null),
      name: 'Box',
      baseUrl: ' https://box.example/v1 ',
      parts: false,
      largestFile: '0.5',
      longestExample: '8,192',
      endDay: '2027-01-06',
      endSource: 'https://box.example/news',
    };
    expect(serverProblems(typed)).toEqual({});
    const server = serverOf('box', typed);
    expect(server).toMatchObject({
      baseUrl: 'https://box.example/v1',
      capabilities: { parts: false, largestFile: 500_000, longestExample: 8_192 },
      newJobsUntil: { day: '2027-01-06', source: 'https://box.example/news' },
    });
    expect(typedServer({ ...server, key: 'none' })).toMatchObject({
      largestFile: '0.5',
      longestExample: '8192',
      endDay: '2027-01-06',
    });
  });
});

it('tells providers of one name apart in a select by their short names', () => {
  const listed = (id: string, name: string) => ({ ...providerAt('http://127.0.0.1'), id, name, key: 'none' as const });
  expect(namesOf([listed('box', 'GPU box'), listed('gpu-box', 'GPU box'), listed('nebius', 'Nebius')])).toEqual({
    box: 'GPU box (box)',
    'gpu-box': 'GPU box (gpu-box)',
    nebius: 'Nebius',
  });
});
