import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import type { CorpusShape } from '../corpus.ts';
import type { Measure } from '../judge.ts';
import { labeledWorkspace } from '../labeled.ts';
import { note } from '../note.ts';
import { replacePersonalData } from '../personal-data.ts';
import { type ProcessRun, runCli, runReference } from '../process.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';

/**
 * An export by the command line, every sample labeled and about nine in ten taken, against a script that reads the same
 * rows in the same order and writes the same bytes; both start from the same files, in a process of their own. The script
 * leaves personal data as it is, and so does what is compared with it; memory is what it takes to replace it.
 */
export const bench: Bench = {
  async run({ large }) {
    const samples = 100_000;
    const output = scratchFolder('export');
    const folder = await labeledWorkspace({ samples, slim: false });
    const replacing = [];
    for (let i = 0; i < 3; i++) replacing.push(await exported(folder, output));
    replacePersonalData(folder, false);
    const measured = await interleave(rounds, {
      reference: () => runReference('export', [folder, join(output, 'reference.jsonl')]),
      product: () => runCli(['export', '--out', join(output, 'product.jsonl'), '--workspace', folder]),
    });
    const made = readFileSync(join(output, 'product.jsonl'));
    if (!made.equals(readFileSync(join(output, 'reference.jsonl'))))
      throw new Error('product and reference wrote different datasets');
    removeFolder(folder);

    const half = await labeledWorkspace({ samples: samples / 2, slim: false });
    const halves = [];
    for (let i = 0; i < 3; i++) halves.push((await exported(half, output)).peakMegabytes);
    removeFolder(half);
    const peaks = replacing.map(({ peakMegabytes }) => peakMegabytes);
    const measures: Measure[] = [
      {
        name: 'export throughput',
        unit: 'samples/s',
        product: measured.map(({ product }) => samples / product.seconds),
        reference: measured.map(({ reference }) => samples / reference.seconds),
      },
      {
        name: 'export without personal data',
        unit: 'samples/s',
        product: replacing.map(({ seconds }) => samples / seconds),
        reference: measured.slice(0, 3).map(({ reference }) => samples / reference.seconds),
      },
      { name: 'export memory', unit: 'MB', product: peaks, reference: null },
      { name: 'export memory over 50,000 more', unit: 'MB', product: peaks, reference: halves },
    ];
    if (large) measures.push(await millionth({ samples: 1_000_000, slim: false }, output));
    return measures;
  },
};

async function millionth(shape: CorpusShape, output: string): Promise<Measure> {
  const folder = await labeledWorkspace(shape);
  const { peakMegabytes } = await exported(folder, output);
  removeFolder(folder);
  return { name: 'export memory of a million', unit: 'MB', product: [peakMegabytes], reference: null };
}

async function exported(folder: string, output: string): Promise<ProcessRun> {
  const run = await runCli(['export', '--out', join(output, 'replaced.jsonl'), '-w', folder]);
  note(`exported in ${run.seconds.toFixed(1)} s, ${run.peakMegabytes.toFixed(0)} MB`);
  return run;
}
