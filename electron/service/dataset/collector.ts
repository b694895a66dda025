import { resolve } from 'node:path';
import { z } from 'zod';
import { type ExportResult, exportParamsSchema } from '../../../shared/domain/job.ts';
import { AssayError } from '../../../shared/errors.ts';
import { runExport } from './jobs.ts';

const requestSchema = exportParamsSchema.extend({ filters: exportParamsSchema.shape.filters.default({}) });

/** What to export: `filters.approvedOnly` and `filters.minQualityScore` stand in for the workspace's own gate. */
export type TrainingDataRequest = z.input<typeof requestSchema>;

export type TrainingCollector = {
  /**
   * Writes the samples that pass the gate in one format and replaces `outputPath` at once when it is complete.
   *
   * What is for evaluation and what a dataset holds out stays out; personal data is replaced by tokens, as planned for the
   * dataset of the workspace. It changes no sample and no label, so it works beside an open window.
   *
   * @returns what was taken and left, by reason, with size and SHA-256 of the file
   * @throws AssayError invalid-input, not-found, workspace-newer, workspace-damaged, io; the file that was there before
   *   is then as it was
   */
  exportTrainingData(request: TrainingDataRequest): Promise<ExportResult>;
};

/** A collector of one workspace folder. */
export function createTrainingCollector({ workspace }: { workspace: string }): TrainingCollector {
  return { exportTrainingData: (request) => exportFrom(workspace, request) };
}

/**
 * A collector of the workspace that the call names, or else the environment variable ASSAY_WORKSPACE.
 *
 * Run with Node 24 as it stands, in the root of the repository:
 *
 * ```ts
 * import { trainingCollector } from './electron/service/dataset/collector.ts';
 *
 * const { included, sha256 } = await trainingCollector.exportTrainingData({
 *   workspace: 'my-workspace',
 *   outputPath: 'train.jsonl',
 *   format: 'jsonl',
 *   filters: { approvedOnly: true, minQualityScore: 4 },
 * });
 * console.log(`${included} examples, ${sha256}`);
 * ```
 */
export const trainingCollector = {
  exportTrainingData({ workspace, ...request }: TrainingDataRequest & { workspace?: string }): Promise<ExportResult> {
    return exportFrom(workspace ?? process.env['ASSAY_WORKSPACE'], request);
  },
};

async function exportFrom(workspace: string | undefined, request: TrainingDataRequest): Promise<ExportResult> {
  if (!workspace) throw refuse('no workspace is named', 'Pass `workspace`, or set ASSAY_WORKSPACE.');
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error), 'Correct the request.');
  const { outputPath, ...rest } = parsed.data;
  return runExport(resolve(workspace), { ...rest, outputPath: resolve(outputPath) }).result;
}

function refuse(why: string, remedy: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `The export cannot start: ${why}.`,
    safe: 'Nothing was read or written.',
    remedy,
  });
}
