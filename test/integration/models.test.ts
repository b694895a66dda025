import { expect, it } from 'vitest';
import { Models } from '../../electron/service/models/models.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { RunBench, tunable } from '../fixtures/runs.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const served = (name: string, shutdown: string | null = null) => ({ name, createdAt: null, ownedBy: null, shutdown });

it('knows the models of its runs with where they come from, and what their servers say', async () => {
  const { server, clock } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const { id, model } = await bench.live(bench.begin());
  const models = new Models(workspaceWith([]).work, () => bench.runs.list());
  models.add('own', 'somebody-else');
  expect(models.list()).toMatchObject([
    { name: model, kind: 'tuned', base: tunable, runId: id, datasetName: 'Dataset', status: 'unseen' },
    { name: tunable, kind: 'base', runId: null },
    { name: 'somebody-else', kind: 'base' },
  ]);

  models.heard('own', [served(tunable, '2027-01-14'), served(model ?? '')], '2026-11-26T10:00:00Z');
  expect(models.list()).toMatchObject([
    // No end of its own is announced: it ends with its base.
    { name: model, status: 'available', shutdown: '2027-01-14', seenAt: '2026-11-26T10:00:00Z' },
    { name: tunable, status: 'available', shutdown: '2027-01-14' },
    { name: 'somebody-else', status: 'gone', shutdown: null },
  ]);
  models.note('own', tunable, 'cheap enough');
  models.heard('other', [], '2026-11-27T10:00:00Z');
  expect(models.list()[1]).toMatchObject({ notes: 'cheap enough', status: 'available' });
  expect(() => models.note('own', 'nobody', 'x')).toThrow(/no model/);
});

it('keeps the end of a model that is gone as its server told it, and lets it end with its base where it told none', async () => {
  const { server, clock } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const { model } = await bench.live(bench.begin());
  const models = new Models(workspaceWith([]).work, () => bench.runs.list());
  const heard = (base: string, more: readonly ReturnType<typeof served>[] = []) => {
    models.heard('own', [served(tunable, base), ...more], '2026-11-26T10:00:00Z');
    return models.list().find(({ name }) => name === model);
  };
  expect(heard('2027-01-14')).toMatchObject({ status: 'gone', shutdown: '2027-01-14' });
  expect(heard('2028-01-14')).toMatchObject({ status: 'gone', shutdown: '2028-01-14' });
  expect(heard('2028-01-14', [served(model ?? '', '2027-06-30')])).toMatchObject({ shutdown: '2027-06-30' });
  expect(heard('2028-01-14')).toMatchObject({ status: 'gone', shutdown: '2027-06-30' });
});

it('ends what was tuned from a tuned model with the model that both come from', async () => {
  const { server, clock } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const { model: first } = await bench.live(bench.begin());
  const { model: second } = await bench.live(bench.begin({ model: first ?? '' }));
  const models = new Models(workspaceWith([]).work, () => bench.runs.list());
  const all = [tunable, first ?? '', second ?? ''];
  models.heard(
    'own',
    all.map((name) => served(name, name === tunable ? '2027-01-14' : null)),
    '2026-11-26T10:00:00Z',
  );
  expect(models.list().map(({ name, shutdown }) => [name, shutdown])).toEqual(
    all.toReversed().map((name) => [name, '2027-01-14']),
  );
});
