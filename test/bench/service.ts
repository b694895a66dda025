import { createHash } from 'node:crypto';
import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openService, type Service } from '../../electron/service/service.ts';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import { corpusMigrations, workMigrations } from '../../electron/service/workspace/migrations/index.ts';
import type { CallInput, CallOutput, ServiceCallName } from '../../shared/contract/calls.ts';
import type { Job } from '../../shared/domain/job.ts';
import { type CorpusShape, cacheFolder, corpusFile, corpusKind, corpusName, forget } from './corpus.ts';
import { note, seconds } from './note.ts';
import { emptyFolder } from './scratch.ts';

const resources = join(import.meta.dirname, '../../resources');

/** The service as the main process hosts it; no backup is taken, as on battery. */
export function openBench(folder: string): Service {
  return openService({
    folder,
    create: true,
    program: 'a bench',
    resources,
    version: '0.0.0',
    onBattery: () => true,
    secrets: new MemorySecrets(),
    emit: () => {},
    log: (message, error) => console.error(message, error),
  });
}

/** Calls the service as the window does, through its door: parsed on the way in and on the way out. */
export async function ask<N extends ServiceCallName>(
  service: Service,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const answer = await service.answer(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as CallOutput<N>;
}

/** Waits for a job that must succeed. */
export async function finished(service: Service, id: string): Promise<Job> {
  const job = await service.jobs.settled(id);
  if (job.state !== 'done') throw new Error(`the ${job.kind} ended ${job.state}: ${job.error?.message}`);
  return job;
}

/** A workspace with that many samples, imported once and kept: copy it before writing to it. */
export async function grownWorkspace(shape: CorpusShape): Promise<string> {
  const schema = createHash('sha256')
    .update(JSON.stringify([workMigrations, corpusMigrations]))
    .digest('hex');
  const kind = `workspace-of-${corpusKind(shape)}`;
  const folder = join(cacheFolder, `workspace-of-${corpusName(shape)}-${schema.slice(0, 8)}`);
  if (existsSync(join(folder, 'work.db'))) return folder;
  const path = corpusFile(shape);
  const partial = `${folder}.partial`;
  emptyFolder(partial);
  const started = performance.now();
  const service = openBench(partial);
  const { id } = await ask(service, 'jobs.import', { path, format: 'ndjson' });
  await finished(service, id);
  await service.close();
  // Whoever closes last only reads, and leaves the logs: what is kept is one file a database.
  settle(partial);
  renameSync(partial, folder);
  forget(kind, folder);
  const megabytes = Math.round(statSync(join(folder, 'corpus.db')).size / 2 ** 20);
  note(`grew a workspace of ${shape.samples.toLocaleString('en')} in ${seconds(started)} s, ${megabytes} MB`);
  return folder;
}

function settle(folder: string): void {
  for (const name of ['work.db', 'corpus.db']) {
    const db = new Database(join(folder, name));
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  }
}
