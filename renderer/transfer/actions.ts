import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { dayOf } from '../ui/format.ts';
import { useTransfer } from './store.ts';

/** Imports files that a person picked or dropped. They run one after the other: samples have one writer. */
async function importFiles(paths: readonly string[]): Promise<void> {
  useView.getState().go('transfer');
  for (const path of paths) useJobs.getState().begin(await ask('jobs.import', { path, format: null }));
}

export async function pickImport(): Promise<void> {
  useView.getState().go('transfer');
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

/** A name that sorts by day and says whose data it is, safe on every file system. */
function suggestedName(workspace: string): string {
  const name = workspace
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  return `${name || 'assay'}-${dayOf(new Date().toISOString())}.jsonl`;
}

export async function saveExport(): Promise<void> {
  useView.getState().go('transfer');
  const name = useWorkspace.getState().info?.name ?? '';
  const outputPath = await ask('shell.pickExport', { suggestedName: suggestedName(name) });
  if (outputPath === null) return;
  const { filters } = useTransfer.getState();
  useJobs.getState().begin(await ask('jobs.export', { outputPath, format: 'jsonl', filters }));
}

export async function cancelJob(id: string): Promise<void> {
  useJobs.getState().put(await ask('jobs.cancel', { id }));
}

export async function resumeJob(id: string): Promise<void> {
  useJobs.getState().begin(await ask('jobs.resume', { id }));
}
