import type { CallOutput } from '../../../../shared/contract/calls.ts';
import type { CountedReadiness } from '../../../../shared/domain/readiness.ts';
import { isPartOfWorkspace } from '../../dataset/own-files.ts';
import { FileReplacement } from '../../dataset/replace.ts';
import { writer } from '../../dataset/writer.ts';
import { reportOf } from './report.ts';

type Target = { folder: string; workspace: string; path: string };

/**
 * Writes the report over whatever was there, whole or not at all.
 *
 * @throws AssayError invalid-input for a file of the workspace itself, io
 */
export function saveReport(
  counted: CountedReadiness,
  { folder, workspace, path }: Target,
): CallOutput<'readiness.report'> {
  const file = new FileReplacement(path, writer, (target) => isPartOfWorkspace(folder, target));
  try {
    file.write(reportOf(counted, workspace));
    return { path, bytes: file.commit().bytes };
  } finally {
    file.discard();
  }
}
