import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const id = 'd'.repeat(64);
const tuning = `--dataset ${id} --provider own --model some-model`;
const comparing = `--name Round --dataset ${id} --base own:some-model --tuned own:some-model-2`;

it.each([
  'dataset list',
  `dataset verify ${id}`,
  `dataset remove ${id}`,
  'dataset build',
  `finetune preflight ${tuning}`,
  `finetune create ${tuning}`,
  'finetune providers',
  `evaluate create ${comparing}`,
  'experiment list',
  `experiment start ${id}`,
  'jobs',
  'doctor',
  'readiness',
])('%s ends with 3 for a slip in the name of the workspace, and nothing is made there', async (command) => {
  const folder = temporaryFolder();
  const env = { ASSAY_PROVIDER_KEY: 'sk-good', ASSAY_PASSWORD: 'word' };
  const slip = await startAssay([...command.split(' '), '-w', join(folder, 'typo'), '--json'], { env }).ended;
  expect(slip.code).toBe(3);
  expect(JSON.parse(slip.stderr).error).toMatchObject({
    kind: 'not-found',
    message: expect.stringMatching(/^There is no workspace in .*typo\.$/),
  });
  expect(readdirSync(folder)).toEqual([]);
});
