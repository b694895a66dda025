import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';
import { useView } from '../stores/view.ts';

/** Imports files that a person picked or dropped. They run one after the other: samples have one writer. */
async function importFiles(paths: readonly string[]): Promise<void> {
  useView.getState().go('import');
  for (const path of paths) useJobs.getState().begin(await ask('jobs.import', { path, format: null }));
}

export async function pickImport(): Promise<void> {
  useView.getState().go('import');
  const path = await ask('shell.pickImport');
  if (path !== null) await importFiles([path]);
}

export async function importDropped(files: readonly File[]): Promise<void> {
  const paths = await Promise.all(files.map((file) => window.assay.dropped(file)));
  const onDisk = paths.filter((path) => path !== null);
  if (onDisk.length > 0) await importFiles(onDisk);
  const lost = files.find((_, index) => paths[index] === null);
  if (lost)
    throw new AssayError({
      kind: 'invalid-input',
      message: `“${lost.name}” is not a file on this disk.`,
      safe: 'Other files that were dropped with it are imported.',
      remedy: 'Save it first, then drop the saved file or choose it by the button.',
    });
}
