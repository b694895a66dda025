import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetShape } from '../../electron/service/dataset/formats/format.ts';
import { cardAndKit } from '../../electron/service/dataset/kit/kit.ts';
import { TrainingFiles, writeText } from '../../electron/service/dataset/lockfile/files.ts';
import { manifestText } from '../../electron/service/dataset/lockfile/manifest.ts';
import { formatIds, type Side } from '../../shared/domain/dataset.ts';
import type { Example } from '../../shared/domain/example.ts';
import { recipe } from '../fixtures/datasets.ts';
import { assistant, example, system, user } from '../fixtures/examples.ts';
import { hostileTexts } from '../fixtures/hostile.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { toolExamples } from './datasets.ts';

/** Two datasets as a build leaves them, with card and kit: one of plain talk, one whose agent calls tools. */
export function writeBuilt(folder: string): string[] {
  return [
    written(join(folder, 'built-plain'), plainExamples(), { tools: false }),
    written(join(folder, 'built-tools'), toolExamples(), { tools: true }),
  ];
}

/** Each hostile text in every place of a conversation, and drafts that were rejected. */
function plainExamples(): Example[] {
  return hostileTexts.flatMap((text, index) => [
    example({
      prompt: [system(text), user(text), assistant(text), user(`${text} ${index}`)],
      chosen: text,
      rejected: `${text}!`,
    }),
    example({ prompt: [user(`${index} ${text}`)], chosen: null, rejected: text }),
  ]);
}

/** Sides take turns, so that tools are called on each; the first rows to train on are the plainest. */
const sideOf = (index: number): Side => (index % 4 === 2 ? 'validation' : index % 4 === 3 ? 'holdout' : 'train');

function written(folder: string, examples: readonly Example[], shape: DatasetShape): string {
  const writer = { pid: process.pid, token: 'consumers' };
  mkdirSync(folder, { recursive: true });
  const training = new TrainingFiles(folder, formatIds, shape, writer);
  for (const [index, each] of examples.entries()) training.write(each, sideOf(index));
  const name = hostileTexts.join(' --- ').slice(0, 100);
  const manifest = manifestOf({ recipe: recipe({ name }), files: training.commit() });
  for (const file of cardAndKit({ manifest, shape })) manifest.files.push(writeText(folder, file, writer));
  writeFileSync(join(folder, 'manifest.json'), manifestText(manifest));
  return folder;
}
