import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { type CorpusShape, corpusFile } from '../corpus.ts';
import type { Measure } from '../judge.ts';
import { note } from '../note.ts';
import { type ProcessRun, runCli, runReference } from '../process.ts';
import { sameRows } from '../same-rows.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';

/**
 * An import by the command line, which is the service without a window, against the same statements without checks,
 * hashes and report. Each run has a process and a workspace of its own, so that its peak of memory is its own; its time
 * is the process's, from start to end.
 *
 * Flatness shows in the difference of the peaks at 50,000 and 100,000; `--large` imports a million.
 */
export const bench: Bench = {
  async run({ large }) {
    const samples = 100_000;
    const path = corpusFile({ samples, slim: false });
    const measured = await interleave(rounds, {
      reference: () => reference(path),
      product: () => product(path),
    });
    const [first] = measured;
    if (first) sameRows('corpus.db', first.product.folder, first.reference.folder);
    for (const { reference, product } of measured) for (const { folder } of [reference, product]) removeFolder(folder);

    const half = [];
    for (let i = 0; i < 3; i++) half.push(await peakOf({ samples: samples / 2, slim: false }));
    const peaks = measured.map(({ product }) => product.peakMegabytes);
    const measures: Measure[] = [
      {
        name: 'import throughput',
        unit: 'samples/s',
        product: measured.map(({ product }) => samples / product.seconds),
        reference: measured.map(({ reference }) => samples / reference.seconds),
      },
      { name: 'import memory', unit: 'MB', product: peaks, reference: null },
      { name: 'import memory over 50,000 more', unit: 'MB', product: peaks.slice(0, half.length), reference: half },
    ];
    if (large)
      measures.push({
        name: 'import memory of a million',
        unit: 'MB',
        product: [await peakOf({ samples: 1_000_000, slim: false })],
        reference: null,
      });
    return measures;
  },
};

type Imported = ProcessRun & { folder: string };

async function product(path: string): Promise<Imported> {
  const folder = scratchFolder('import');
  return { folder, ...(await runCli(['import', path, '--workspace', folder, '--json'])) };
}

async function reference(path: string): Promise<Imported> {
  const folder = scratchFolder('import');
  return { folder, ...(await runReference('import', [folder, path])) };
}

async function peakOf(shape: CorpusShape): Promise<number> {
  const { folder, seconds, peakMegabytes } = await product(corpusFile(shape));
  removeFolder(folder);
  note(`${shape.samples.toLocaleString('en')} imported in ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB`);
  return peakMegabytes;
}
