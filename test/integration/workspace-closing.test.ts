import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Account } from '../../electron/service/sync/account.ts';
import { SyncThread } from '../../electron/service/sync/thread.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { ndjson, openTestService, serviceOn } from '../fixtures/service.ts';
import { account } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

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
    const { work, files } = workspaceWith([]);
    const team = { url: 'https://team.example', publishableKey: 'sb_publishable_test' };
    const me = { member_id: account, team: 'Support', name: 'Mia', role: 'labeler' as const };
    const known = new Account(work);
    known.bind(team, { ...me, migration: 1, server_time: new Date().toISOString() }, 'mia@example.com', () => {});
    const thread = new SyncThread(known, { ...files, corpus: `${files.corpus}/${randomUUID()}` });
    await expect(thread.open().call('sweeping', null)).rejects.toThrow();
    await thread.stop();
    await thread.close();
  });
});
