import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatId } from '../../../../shared/domain/dataset.ts';
import type { RunPlan, RunSide } from '../../../../shared/domain/run.ts';
import { AssayError, type ErrorReport, toReport } from '../../../../shared/errors.ts';
import type { Finding } from '../../dataset/formats/format.ts';
import { validateFile } from '../../dataset/formats/validate/validate.ts';
import type { DatasetFile } from '../../dataset/lockfile/manifest.ts';
import type { StoredDataset } from '../../dataset/lockfile/store.ts';
import { digestsOf } from '../digest.ts';
import { erasedSamples } from '../erased.ts';
import { traced } from '../lineage.ts';
import type { Provider } from '../providers/provider.ts';
import type { DatasetFacts, FileFacts, ServerFacts } from './facts.ts';

/** How somebody ends a preflight: what waits is woken by the signal, and what never yields looks with `mustGoOn`. */
export type Stop = {
  signal: AbortSignal;
  /** @throws AssayError cancelled once it was stopped */
  mustGoOn(): void;
};

/** Asks the server what it has and takes: nothing of it costs anything. */
export async function gatherServer(provider: Provider, signal: AbortSignal): Promise<ServerFacts | ErrorReport> {
  try {
    const { models, clockAheadMs } = await provider.models(signal);
    const jobs = await provider.jobs(null, 'newest', signal);
    return { models, clockAheadMs, jobs: jobs.length };
  } catch (error) {
    signal.throwIfAborted();
    return toReport(error);
  }
}

/**
 * Reads the files that a run would send, whole.
 *
 * @param progress told how many bytes were read, of how many
 * @throws what ended it, which need not be what the signal says, or mustGoOn
 */
export async function gatherDataset(
  dataset: StoredDataset,
  workspace: string,
  plan: RunPlan,
  { signal, mustGoOn }: Stop,
  progress: (done: number, total: number) => void,
): Promise<DatasetFacts> {
  const format: FormatId = plan.method === 'dpo' ? 'openai-preference' : 'openai-chat';
  const { manifest, folder } = dataset;
  const sides = plan.validation ? (['train', 'validation'] as const) : (['train'] as const);
  const built: Partial<Record<RunSide, DatasetFile>> = {};
  for (const side of sides) {
    const file = manifest.files.find((known) => known.format === format && known.side === side);
    if (file) built[side] = file;
  }
  const { changed, erased, tokens } = traced(dataset, erasedSamples(workspace), built, mustGoOn);
  const files: Record<RunSide, FileFacts | null> = { train: null, validation: null };
  for (const side of sides) {
    const file = built[side];
    if (file) files[side] = await fileFacts(file, side, tokens[side]);
  }
  const { holdout = 0 } = manifest.examples;
  return { name: manifest.recipe.name, folder, changed, erased, holdout, files };

  async function fileFacts(file: DatasetFile, side: RunSide, tokens: FileFacts['tokens']): Promise<FileFacts> {
    const path = join(folder, file.path);
    if (!existsSync(path)) throw missing(path);
    const { sha256, md5 } = await digestsOf(path, ['sha256', 'md5'], signal);
    const changed = sha256 !== file.sha256;
    const found: { count: number; first: Finding | null } = { count: 0, first: null };
    const keep = (finding: Finding) => {
      // Providers ask for so many examples to train on, and for none to look at.
      if (side === 'validation' && finding.rule === 'too_few_examples') return;
      found.count++;
      found.first ??= finding;
    };
    if (!changed) await validateFile(path, format, keep, { signal, progressed: progress });
    const { rows, bytes } = file;
    return { file: { path, rows, bytes, sha256, md5 }, changed, findings: found.count, first: found.first, tokens };
  }
}

function missing(path: string): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: `${path} is not there any more.`,
    safe: 'Nothing was sent.',
    remedy: 'Build the dataset again.',
  });
}
