import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceSettingsSchema } from '../../../shared/domain/settings.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Service } from '../service.ts';
import { openWritable } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { workspaceFiles } from './open.ts';

/**
 * Makes an open workspace the demo: its samples through an ordinary import, and a system prompt for each of its agents.
 *
 * The mark that it is the demo comes last. Interrupted anywhere, the next call does the rest; a finished demo is left
 * as its owner has made it.
 *
 * @throws AssayError when the samples could not be imported
 */
export async function fillDemo(service: Service, resources: string): Promise<void> {
  const { demo, samples } = await service.handlers['workspace.info']();
  const rows = join(resources, 'demo', 'samples.ndjson');
  // Damaged samples were set aside, and an import brings these again.
  if (demo && samples === 0) await importDemo(service, rows);
  if (demo) return;
  const { systemPrompts } = workspaceSettingsSchema
    .pick({ systemPrompts: true })
    .parse({ systemPrompts: JSON.parse(readFileSync(join(resources, 'demo', 'system-prompts.json'), 'utf8')) });
  await service.handlers['workspace.updateSettings']({ systemPrompts });
  await importDemo(service, rows);
  mark(service.folder);
}

async function importDemo({ jobs }: Service, path: string): Promise<void> {
  const begun = jobs.list().find((job) => job.kind === 'import' && job.params.path === path && job.state !== 'done');
  const { id } = begun ? jobs.resume(begun.id) : jobs.start('import', { path, format: 'ndjson' });
  const { state, error } = await jobs.settled(id);
  if (state === 'done') return;
  throw new AssayError({
    kind: 'io',
    message: `The demo workspace could not be filled: ${error?.message ?? 'its import was stopped.'}`,
    safe: error?.safe ?? 'What it held before is safe.',
    remedy: error?.remedy ?? 'Open the demo workspace again.',
  });
}

function mark(folder: string): void {
  const db = openWritable(workspaceFiles(folder).work, 'full');
  try {
    const meta = new Meta(db);
    db.transaction(() => {
      meta.set('name', 'Demo workspace');
      meta.set('demo', '1');
    }).immediate();
  } finally {
    db.close();
  }
}
