import { join } from 'node:path';
import { Analyst } from '../../../electron/service/dataset/analyst.ts';
import { withSamples } from '../../../electron/service/dataset/source.ts';
import { survey } from '../../../electron/service/dataset/survey/survey.ts';
import { defaultPlan, type FormatId, formatIds, type Recipe } from '../../../shared/domain/dataset.ts';
import { defaultGate } from '../../../shared/rules/gate.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import type { Measure } from '../judge.ts';
import { labeledWorkspace } from '../labeled.ts';
import { note } from '../note.ts';
import { replacePersonalData } from '../personal-data.ts';
import { runCli, runReference } from '../process.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';

const recipe: Recipe = { ...defaultPlan, gate: defaultGate, systemPrompts: {} };

/**
 * Datasets of samples that are all labeled. Each format against a script that reads the same rows, decides by the same
 * gate and writes them as OpenAI's chat lines, both with personal data as it is; the search for duplicates and the counts by themselves.
 */
export const bench: Bench = {
  async run({ large }) {
    const folder = await labeledWorkspace({ samples: 100_000, slim: false });
    const quarter = await labeledWorkspace({ samples: 25_000, slim: false });
    const measures = [
      ...(await eachFormat(formatIds, folder, 100_000)),
      ...(await duplicates(folder, quarter)),
      counts(folder),
      await wholeBuild(folder),
    ];
    removeFolder(folder);
    removeFolder(quarter);
    if (!large) return measures;
    const million = await labeledWorkspace({ samples: 1_000_000, slim: false });
    const ofMillion = await eachFormat(['openai-chat'], million, 1_000_000);
    removeFolder(million);
    return [...measures, ...ofMillion.map((measure) => ({ ...measure, name: `${measure.name} of a million` }))];
  },
};

async function eachFormat(formats: readonly FormatId[], folder: string, samples: number): Promise<Measure[]> {
  const output = scratchFolder('dataset');
  const measures: Measure[] = [];
  const product = join(output, 'product');
  const peaks = [(await runCli(['export', '--out', product, '-w', folder])).peakMegabytes];
  replacePersonalData(folder, false);
  for (const format of formats) {
    const measured = await interleave(format === 'openai-chat' ? rounds : 3, {
      reference: () => runReference('export', [folder, join(output, 'reference.jsonl')]),
      product: () => runCli(['export', '--format', format, '--out', product, '-w', folder]),
    });
    peaks.push(...measured.map(({ product }) => product.peakMegabytes));
    measures.push({
      name: `dataset ${format}`,
      unit: 'samples/s',
      product: measured.map(({ product }) => samples / product.seconds),
      reference: measured.map(({ reference }) => samples / reference.seconds),
    });
  }
  replacePersonalData(folder, true);
  removeFolder(output);
  return [...measures, { name: 'dataset memory', unit: 'MB', product: [Math.max(...peaks)], reference: null }];
}

/** The whole survey, of which the search for near duplicates is a part, over so many samples and over a quarter. */
async function duplicates(hundred: string, quarter: string): Promise<Measure[]> {
  const measured = await interleave(3, {
    reference: async () => surveySeconds(quarter),
    product: async () => surveySeconds(hundred),
  });
  const product = measured.map((round) => round.product);
  return [
    { name: 'dataset survey of 100,000', unit: 's', product, reference: null },
    {
      name: 'dataset survey, growth from 25,000',
      unit: 's',
      product,
      reference: measured.map((round) => round.reference),
    },
  ];
}

function surveySeconds(folder: string): number {
  const began = performance.now();
  withSamples(folder, (source) => survey(source, recipe, { reading: () => {}, comparing: () => {} }));
  return (performance.now() - began) / 1_000;
}

/** Counts after a change of the filters, once the samples are surveyed. */
function counts(folder: string): Measure {
  const analyst = new Analyst(folder, () => {});
  analyst.count(recipe);
  const changes: Partial<Recipe>[] = [
    { gate: { ...defaultGate, minOverall: 5 } },
    { filters: { agent: null, tags: [], from: '2025-01-10T00:00:00Z', to: null } },
    { nearDuplicates: 'keep_all' },
    { split: { seed: 7, validation: 0.1, holdout: 0.2 } },
    { maxTokens: 100 },
  ];
  const times = changes.map((change) => {
    const began = performance.now();
    analyst.count({ ...recipe, ...change });
    return performance.now() - began;
  });
  analyst.close();
  return { name: 'dataset count after a change', unit: 'ms', product: times, reference: null };
}

async function wholeBuild(folder: string): Promise<Measure> {
  const { seconds, peakMegabytes } = await runCli(['dataset', 'build', '--format', 'all', '-w', folder]);
  note(`built in every format in ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB`);
  return { name: 'dataset build memory', unit: 'MB', product: [peakMegabytes], reference: null };
}
