import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { dispatch } from '../../electron/service/dispatch.ts';
import { call } from '../../shared/contract/call.ts';

const spec = call(z.void(), z.void());

it('says of a full disk that it is one, and logs no defect', async () => {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  db.exec('CREATE TABLE t (body TEXT)');
  db.pragma('max_page_count = 4');
  const logged: string[] = [];
  const write = () => void db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000));
  const answer = await dispatch('labeling.commit', spec, write, undefined, (message) => logged.push(message));
  expect(answer).toMatchObject({ ok: false, error: { kind: 'io', message: expect.stringContaining('is full') } });
  expect(logged).toEqual([]);
});

it('says the same of a file beside the database that does not fit on the disk', async () => {
  const logged: string[] = [];
  const write = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  };
  const answer = await dispatch('shell.updatePreferences', spec, write, undefined, (message) => logged.push(message));
  expect(answer).toMatchObject({ ok: false, error: { kind: 'io', message: expect.stringContaining('no space left') } });
  expect(logged).toEqual([]);
});

it('keeps what it did not expect to the log', async () => {
  const logged: unknown[] = [];
  const fail = () => {
    throw new TypeError('secret detail');
  };
  const answer = await dispatch('labeling.commit', spec, fail, undefined, (_, error) => logged.push(error));
  expect(answer).toMatchObject({ ok: false, error: { kind: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(logged).toEqual([expect.any(TypeError)]);
});
