import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { Account } from '../../electron/service/sync/account.ts';
import { MemorySecrets, type SecretStore } from '../../electron/service/sync/secrets.ts';
import { SyncThread } from '../../electron/service/sync/thread.ts';
import { openWorkspace, type Workspace } from '../../electron/service/workspace/open.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider } from '../fixtures/runs.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { ndjson, openTestService, serviceOn } from '../fixtures/service.ts';
import { account } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

/** Ties a workspace to a team that nobody can reach. */
function ofTeam(workspace: Workspace): Workspace {
  const team = { url: 'https://team.invalid', publishableKey: 'sb_publishable_test' };
  const me = { member_id: account, team: 'Support', name: 'Mia', role: 'labeler' as const };
  const answer = { ...me, migration: 1, server_time: new Date().toISOString() };
  new Account(workspace.work).bind(team, answer, 'mia@example.com', () => {});
  return workspace;
}

it('a workspace that cannot be served is let go of', () => {
  const folder = temporaryFolder();
  const { work, close } = openWorkspace(folder, { create: true, program: 'a test' });
  work.exec(`INSERT INTO jobs (id, kind, state, params, created_at, updated_at)
    VALUES ('a job', 'of a newer version', 'running', '{}', '2026', '2026')`);
  close();
  for (let attempt = 0; attempt < 2; attempt++) expect(() => openTestService(folder)).toThrow(ZodError);
});

describe('what fails while a workspace is closed', () => {
  it('keeps nothing else of it open, and is told', async () => {
    const folder = temporaryFolder();
    const logged: unknown[] = [];
    const service = openTestService(folder, {
      emit: (name, payload) => {
        if (name === 'job' && 'state' in payload && payload.state === 'interrupted') throw new Error('no window');
      },
      onBattery: () => {
        throw new Error('no battery');
      },
      log: (_, error) => logged.push(error),
    });
    // One runs, the other waits for its lane: both are interrupted.
    const path = ndjson(
      temporaryFolder(),
      Array.from({ length: 500 }, (_, i) => sampleRow(`s${i}`)),
    );
    for (let i = 0; i < 2; i++) await service.handlers['jobs.import']({ path, format: 'ndjson' });
    await expect(service.close()).rejects.toThrow('no window');
    expect(logged).toEqual([new Error('no battery')]);

    const again = serviceOn(folder);
    expect(again.jobs.list().map(({ state }) => state)).toEqual(['interrupted', 'interrupted']);
  });

  it('does not keep the lock either, where it is a database that stays open', () => {
    const folder = temporaryFolder();
    const workspace = openWorkspace(folder, { create: true, program: 'a test' });
    const reading = workspace.work.prepare('SELECT key FROM meta').iterate();
    reading.next();
    expect(() => workspace.close()).toThrow('busy');
    expect([workspace.journal.open, workspace.corpus.open]).toEqual([false, false]);
    openWorkspace(folder, { create: false, program: 'a test' }).close();
    reading.return?.();
    workspace.work.close();
  });

  it('is not a thread that had ended before', async () => {
    const { work, files } = ofTeam(workspaceWith([]));
    const thread = new SyncThread(new Account(work), { ...files, corpus: `${files.corpus}/${randomUUID()}` });
    await expect(thread.open().call('sweeping', null)).rejects.toThrow();
    await thread.stop();
    await thread.close();
  });
});

describe('a call while its workspace is closed', () => {
  const cancelled = { ok: false, error: { kind: 'cancelled' } };

  /** A service whose provider does not answer any more, and everything that it logs. */
  async function desk(secrets: SecretStore = new MemorySecrets()) {
    const { server } = await fakeOpenAI();
    const logged: unknown[] = [];
    const log = (_: string, error: unknown) => logged.push(error);
    const service = openTestService(temporaryFolder(), { secrets, log });
    await service.handlers['providers.save'](ownProvider(server.url));
    await service.handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    const asked = Promise.withResolvers<void>();
    server.faults.otherwise = () => {
      asked.resolve();
      return { kind: 'latency', ms: 120_000 };
    };
    return { service, logged, asked: asked.promise };
  }

  it('is told that it was stopped, and is no defect', async () => {
    const { service, logged, asked } = await desk();
    const models = service.answer('providers.models', { id: 'own' });
    await asked;
    const closing = service.close();
    expect(await models).toMatchObject(cancelled);
    await closing;
    expect(logged).toEqual([]);
  });

  it('is refused when it comes only then, and begins nothing', async () => {
    const { service, logged } = await desk();
    const { id } = await service.handlers['jobs.import']({ path: 'nowhere.ndjson', format: 'ndjson' });
    await service.jobs.settled(id);
    const closing = service.close();
    const calls = () =>
      Promise.all([
        service.answer('workspace.info', undefined),
        service.answer('samples.facets', undefined),
        service.answer('dataset.list', undefined),
        service.answer('jobs.resume', { id }),
      ]);
    expect(await calls()).toMatchObject(Array(4).fill(cancelled));
    await closing;
    expect(await calls()).toMatchObject(Array(4).fill(cancelled));
    expect(logged).toEqual([]);
  });

  it('may still write what came of it', async () => {
    const secrets = new MemorySecrets();
    const { service, logged } = await desk(secrets);
    // A keyring that a person has to open first.
    const opened = Promise.withResolvers<void>();
    secrets.set = () => opened.promise;
    const kept = service.answer('providers.setKey', { id: 'own', key: 'sk-better' });
    const closing = service.close();
    await sleep(1_000);
    opened.resolve();
    expect(await kept).toMatchObject({ ok: true });
    await closing;
    expect(logged).toEqual([]);
  });

  it('holds up nothing for ever', async () => {
    const secrets = new MemorySecrets();
    const { service } = await desk(secrets);
    secrets.set = () => new Promise(() => {});
    void service.answer('providers.setKey', { id: 'own', key: 'sk-better' });
    await service.close();
    serviceOn(service.folder);
  });

  it('is a defect where it meets one', async () => {
    const secrets = new MemorySecrets();
    const { service, logged } = await desk(secrets);
    const opened = Promise.withResolvers<void>();
    secrets.set = () => opened.promise;
    const kept = service.answer('providers.setKey', { id: 'own', key: 'sk-better' });
    const closing = service.close();
    opened.reject(new TypeError('a defect'));
    expect(await kept).toMatchObject({ ok: false, error: { kind: 'internal' } });
    await closing;
    expect(logged).toEqual([new TypeError('a defect')]);
  });
});
