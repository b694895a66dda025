import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Analyst } from '../../electron/service/dataset/analyst.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { variedRows } from '../fixtures/dataset-rows.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { verdict } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';

/** A workspace, with an analyst that tells how often it read everything. */
async function surveyed() {
  const service = serviceOn(join(temporaryFolder(), 'workspace'));
  await importRows(service, variedRows());
  let read = false;
  const analyst = new Analyst(service.folder, () => {
    read = true;
  });
  const recipe = recipeOf(await service.handlers['workspace.settings']());
  const reads = () => {
    read = false;
    const { sides } = analyst.count(recipe);
    return { read, examples: sides.train + sides.validation + sides.holdout };
  };
  return { service, analyst, recipe, reads };
}

it('reads everything again for a label, and not for a plan that is saved', async () => {
  const { service, analyst, recipe, reads } = await surveyed();
  const { handlers } = service;
  expect(reads()).toEqual({ read: true, examples: 25 });
  await handlers['workspace.updateSettings']({ dataset: { ...recipe, name: 'Another' } });
  expect(reads()).toEqual({ read: false, examples: 25 });

  const [item] = await handlers['labeling.items']({ queueId: null, sampleIds: ['new-01'] });
  const label = verdict(item?.sample.response ?? '');
  await handlers['labeling.commit']({
    queueId: null,
    id: '01900000-0000-7000-8000-000000000001',
    sampleId: 'new-01',
    verdict: label,
  });
  expect(reads()).toEqual({ read: true, examples: 26 });
  analyst.close();
});

it('keeps a sample that was left out by choice in its group', async () => {
  const { analyst, recipe } = await surveyed();
  const page = { offset: 0, limit: 10 };
  const choices = { keep: [], leaveOut: ['alike-03'] };
  const { clusters } = analyst.clusters({ recipe: { ...recipe, choices }, ...page });
  expect(clusters.map(({ size, kept }) => ({ size, kept }))).toEqual([{ size: 3, kept: ['alike-02'] }]);
  analyst.close();
});
