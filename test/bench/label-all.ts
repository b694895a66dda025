import { atOnce, labelsOf } from './labeled.ts';
import { openRawLabels } from './reference/labels.ts';
import type { BenchLabel } from './verdicts.ts';

/** `label-all.ts FOLDER SAMPLES`: gives every sample of a workspace a label. */
const [folder = '', samples = ''] = process.argv.slice(2);
const raw = openRawLabels(folder);
let some: BenchLabel[] = [];
for (const label of labelsOf(folder, Number(samples))) {
  some.push(label);
  if (some.length < atOnce) continue;
  raw.fill(some);
  raw.checkpoint();
  some = [];
}
raw.fill(some);
raw.checkpoint();
raw.close();
