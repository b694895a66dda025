import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { openWorkspace, workspaceFiles } from '../../electron/service/workspace/open.ts';
import { readStatus } from '../../electron/service/workspace/status.ts';
import { assay, type Ended, startAssay, whenEnded } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, ndjson, serviceOn } from '../fixtures/service.ts';

const root = join(import.meta.dirname, '../..');
const approved = { human_feedback: { approved: true, overall_rating: 'excellent' } } as const;
const json = ({ stdout }: Ended) => JSON.parse(stdout);
const jsonError = ({ stderr }: Ended) => JSON.parse(stderr).error;
/** Carriage returns and escapes belong on a terminal, and no test is one. */
const plain = ({ stdout, stderr }: Ended) => [...(stdout + stderr)].every((c) => c === '\n' || c >= ' ');

describe('the command line, in one sitting', () => {
  it('imports, shows, exports and checks', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'new', 'workspace');
    const rows = [sampleRow('a', approved), sampleRow('b'), sampleRow('c')];
    const file = ndjson(folder, rows);

    const first = await assay('import', file, '--workspace', workspace, '--json');
    expect(first.code).toBe(0);
    expect(json(first).imports).toMatchObject([{ path: file, state: 'done', result: { inserted: 3, legacy: 1 } }]);
    const again = await assay('import', file, '--workspace', workspace);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/unchanged +3/);
    expect(plain(again)).toBe(true);

    const status = await assay('status', '--workspace', workspace, '--json');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(json(status)).toMatchObject({ samples: 3, labels: 0, lastLabelAt: null, unfinishedJobs: [] });

    const { jobs } = json(await assay('jobs', '--workspace', workspace, '--json'));
    expect(jobs).toMatchObject([{ state: 'done', result: { unchanged: 3 } }, { state: 'done' }]);
    const one = await assay('jobs', jobs[1].id, '--workspace', workspace);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toContain(`import ${file} (done)`);
    expect(one.stdout).toContain('info     Lines read: 3. New samples: 3, updated: 0, unchanged: 0.');
    const short = await assay('jobs', jobs[1].id.slice(0, 13), '--workspace', workspace);
    expect(short).toEqual(one);
    const several = await assay('jobs', jobs[1].id.slice(0, 4), '--workspace', workspace, '--json');
    expect({ code: several.code, ...jsonError(several) }).toMatchObject({
      code: 3,
      message: `Several jobs begin with ${jobs[1].id.slice(0, 4)}.`,
    });
    const unknown = await assay('jobs', 'none', '--workspace', workspace, '--json');
    expect({ code: unknown.code, ...jsonError(unknown) }).toMatchObject({ code: 3, kind: 'not-found' });

    const out = join(folder, 'train.jsonl');
    const exported = await assay('export', '--workspace', workspace, '--out', out, '--json');
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(json(exported)).toMatchObject({ samples: 3, included: 1, excluded: 2, legacy: 1, outputPath: out });
    expect(JSON.parse(readFileSync(out, 'utf8')).messages).toHaveLength(2);

    const doctor = await assay('doctor', '--workspace', workspace);
    expect(doctor).toMatchObject({ code: 0, stderr: '' });
    expect(doctor.stdout).toContain('ok      samples file');
  });

  it('counts what a labeler did, beside the window that does it', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const { handlers, ...service } = serviceOn(workspace);
    await importRows(
      { handlers, ...service },
      ['a', 'b', 'c', 'd', 'e'].map((id) => sampleRow(id)),
    );
    const commit = async (sampleId: string, change = {}) =>
      handlers['labeling.commit']({
        queueId: null,
        id: randomUUID(),
        sampleId,
        verdict: verdict(sampleRow(sampleId).agent_response.text, change),
      });
    await handlers['labeling.skip']({ queueId: null, sampleId: 'a', reason: 'unclear' });
    await handlers['labeling.skip']({ queueId: null, sampleId: 'd', reason: 'unclear' });
    await commit('a');
    await commit('b', { decision: 'reject', reasons: ['other'] });
    await handlers['labeling.flag']({ queueId: null, sampleId: 'b', flagged: true });
    const last = await commit('c');

    const status = await assay('status', '-w', workspace, '--json');
    expect(json(status)).toMatchObject({
      samples: 5,
      labels: 3,
      approve: 2,
      edit: 0,
      reject: 1,
      skipped: 1,
      flagged: 1,
      lastLabelAt: last.committedAt,
    });
    const text = await assay('status', '-w', workspace);
    expect(text.stdout).toMatch(/labels +3 {2}\(2 approved, 0 with edit, 1 rejected\)/);

    // Reading goes on beside the window; writing is refused, and says who writes.
    expect((await assay('doctor', '-w', workspace)).code).toBe(0);
    expect((await assay('jobs', '-w', workspace)).stdout).toMatch(/import .*samples\.ndjson \(done\)\n$/);
    const out = join(folder, 'train.jsonl');
    const included = async (...options: string[]) =>
      json(await assay('export', '-w', workspace, '--out', out, '--json', ...options)).included;
    expect(await included()).toBe(2);
    expect(await included('--all')).toBe(3);
    expect(await included('--min-score', '4.5', '--agent', 'Order Support', '--tag', 'orders')).toBe(2);
    expect(await included('--tag', 'orders', '--tag', 'vip')).toBe(0);
    expect(await included('--agent', 'Nobody')).toBe(0);
    const file = ndjson(folder, [sampleRow('f')]);
    const refused = await assay('import', file, '-w', workspace, '--json');
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(jsonError(refused)).toMatchObject({ kind: 'workspace-locked', safe: 'Nothing was changed.' });
    expect(jsonError(refused).message).toContain('a test window');
    expect(readStatus(workspace).samples).toBe(5);
  });
});

describe('exit codes and errors', () => {
  it.each<[string, string[]]>([
    ['no command', []],
    ['an unknown command', ['launch']],
    ['no workspace', ['status']],
    ['an unknown option', ['status', '-w', 'x', '--loud']],
    ['a file too many', ['status', 'x', '-w', 'x']],
    ['a job too many', ['jobs', 'one', 'another', '-w', 'x']],
    ['an import of nothing', ['import', '-w', 'x']],
    ['an export to nowhere', ['export', '-w', 'x']],
    ['an option without its value', ['export', '-w', 'x', '--out']],
    ['no score', ['export', '-w', 'x', '--out', 'y', '--min-score', 'high']],
    ['a score out of range', ['export', '-w', 'x', '--out', 'y', '--min-score', '6']],
  ])('2 for %s, with the way out', async (_, args) => {
    const { code, stdout, stderr } = await assay(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^assay: .+\n +Nothing was done\.\n +Run “assay .*--help”\.\n$/);
  });

  it('3 for a workspace that is not there, newer, or damaged', async () => {
    const folder = temporaryFolder();
    const missing = await assay('status', '-w', join(folder, 'none'), '--json');
    expect({ code: missing.code, ...jsonError(missing) }).toMatchObject({
      code: 3,
      kind: 'not-found',
      remedy: expect.stringContaining('New workspace in the window'),
    });
    expect(readdirSync(folder)).toEqual([]);

    const workspace = join(folder, 'workspace');
    openWorkspace(workspace, { create: true, program: 'a test' }).close();
    const { work } = workspaceFiles(workspace);
    const db = openWritable(work, 'full');
    db.pragma('user_version = 999');
    db.close();
    for (const args of [
      ['status'],
      ['doctor'],
      ['export', '--out', join(folder, 'x')],
      ['import', import.meta.filename],
    ]) {
      const newer = await assay(...args, '-w', workspace, '--json');
      expect({ code: newer.code, ...jsonError(newer) }).toMatchObject({ code: 3, kind: 'workspace-newer' });
    }
    writeFileSync(work, 'no database, but long enough to have had a header of its own. '.repeat(20));
    const damaged = await assay('status', '-w', workspace, '--json');
    expect({ code: damaged.code, ...jsonError(damaged) }).toMatchObject({ code: 3, kind: 'workspace-damaged' });
  });

  it('1 for rejected lines, an empty file, an empty dataset and a failed check; what is good is kept', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const file = ndjson(folder, [sampleRow('a'), sampleRow('b')]);
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"sample_id": 7}\n`);
    const imported = await assay('import', file, '-w', workspace);
    expect(imported.code).toBe(1);
    const report = /rejected +1 {2}see (.+)/.exec(imported.stdout)?.[1] ?? '';
    expect(existsSync(report)).toBe(true);

    const nothing = join(folder, 'nothing.ndjson');
    writeFileSync(nothing, '');
    const empty = await assay('import', nothing, '-w', workspace);
    expect(empty).toMatchObject({ code: 1, stdout: expect.stringContaining('nothing.ndjson: the file is empty') });

    const out = join(folder, 'train.jsonl');
    const exported = await assay('export', '-w', workspace, '--out', out);
    expect(exported.code).toBe(1);
    expect(exported.stdout).toContain('the file is empty');
    expect(statSync(out).size).toBe(0);
    const built = await assay('dataset', 'build', '--agent', 'nobody', '-w', workspace, '--json');
    const remedy = 'The filters select no sample: choose others.';
    expect({ code: built.code, ...jsonError(built) }).toMatchObject({ code: 1, kind: 'empty', remedy });

    const db = openWritable(workspaceFiles(workspace).corpus, 'normal');
    db.exec(`UPDATE meta SET value = '99' WHERE key = 'samples'`);
    db.close();
    const checked = await assay('doctor', '-w', workspace, '--json');
    expect(checked.code).toBe(1);
    expect(json(checked).findings.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([{ check: 'sample count' }]);
  });

  it('4 for a file or a folder that refuses, and a slip in a name makes no workspace', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const slip = await assay('import', join(folder, 'none.ndjson'), '-w', workspace, '--json');
    expect({ code: slip.code, ...jsonError(slip) }).toMatchObject({ code: 4, kind: 'io' });
    expect(readdirSync(folder)).toEqual([]);

    mkdirSync(join(folder, 'a folder'));
    const wrong = await assay('import', join(folder, 'a folder'), '-w', workspace);
    expect(wrong.code).toBe(4);
    expect(wrong.stderr).toMatch(/^assay: /);
    const into = await assay('export', '-w', workspace, '--out', join(folder, 'a folder'));
    expect(into.code).toBe(4);
    expect(into.stderr).toContain('is a folder');
  });

  it.runIf(process.platform === 'linux')('4 for a full disk, and the old file stays', async () => {
    const folder = temporaryFolder();
    const service = serviceOn(join(folder, 'workspace'));
    const text = 'It left our warehouse today. '.repeat(40);
    await importRows(
      service,
      Array.from({ length: 400 }, (_, n) => sampleRow(`s${n}`, { ...approved, agent_response: { text } })),
    );
    const out = join(folder, 'train.jsonl');
    writeFileSync(out, 'old');
    // A limit on the size of files is the nearest to a full disk that a test can make: the write fails midway.
    const command = 'ulimit -f 100; exec "$0" "$@"';
    const cli = [process.execPath, join(root, 'electron/cli.ts'), 'export', '-w', service.folder, '--out', out];
    const { code, stderr } = await whenEnded(spawn('bash', ['-c', command, ...cli]));
    expect({ code, full: stderr.includes('The disk is full') }).toEqual({ code: 4, full: true });
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['train.jsonl', 'workspace']);
  });
});

describe('help', () => {
  it('tells commands, options and exit codes, and each command its own', async () => {
    const all = await assay('--help');
    expect(all).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['import', 'export', 'status', 'doctor', '--workspace', '--json', 'Exit codes', '130'])
      expect(all.stdout).toContain(word);
    expect((await assay('help')).stdout).toBe(all.stdout);
    const one = await assay('export', '--help');
    for (const word of ['--out FILE', '--min-score', '--all', '--agent', '--tag']) expect(one.stdout).toContain(word);
    expect((await assay('help', 'export')).stdout).toBe(one.stdout);
    for (const { stdout } of [all, one])
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await assay('--version')).stdout).toBe(`${version}\n`);
  });
});

describe('where things are', () => {
  it('takes the workspace from the environment, and paths from where npm was called', async () => {
    const folder = temporaryFolder();
    const file = ndjson(folder, [sampleRow('a')]);
    const env = { ASSAY_WORKSPACE: 'workspace' };
    const cwd = folder;
    expect((await startAssay(['import', relative(folder, file)], { env, cwd }).ended).code).toBe(0);
    const npm = spawn('npm', ['--prefix', root, 'run', '-s', 'assay', '--', 'status', '--json'], {
      cwd,
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    expect(json(await whenEnded(npm))).toMatchObject({ samples: 1, workspace: join(folder, 'workspace') });
  });

  it('shows no control character of imported data or of file names', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const agent_name = '\u001b]0;owned\u0007\u009b31mRed';
    const file = ndjson(folder, [sampleRow('a', { ...approved, source: { agent_name } })]);
    const nasty = join(folder, 'two\u001b[2J.ndjson');
    symlinkSync(file, nasty);
    const imported = await assay('import', nasty, '-w', workspace);
    const exported = await assay('export', '-w', workspace, '--out', join(folder, 'x.jsonl'));
    expect([imported.code, exported.code]).toEqual([0, 0]);
    expect(exported.stdout).toContain('Red');
    for (const { stdout, stderr } of [imported, exported])
      expect([...(stdout + stderr)].filter((c) => /\p{Cc}/u.test(c) && c !== '\n')).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('does not mind a reader that goes away', async () => {
    const cli = `"${process.execPath}" "${join(root, 'electron/cli.ts')}" --help`;
    const { code, stderr } = await whenEnded(spawn('bash', ['-c', `${cli} | true; exit "\${PIPESTATUS[0]}"`]));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('backups', () => {
  it('are not pushed out by sessions that change no label', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const file = ndjson(folder, [sampleRow('a')]);
    for (let n = 0; n < 3; n++) expect((await assay('import', file, '-w', workspace)).code).toBe(0);
    expect(readdirSync(workspaceFiles(workspace).backups)).toHaveLength(1);
  });
});

describe('Ctrl-C', () => {
  const many = 60_000;

  it('stops an import at a safe point, says what is kept, and the same command goes on', async () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const file = ndjson(
      folder,
      Array.from({ length: many }, (_, n) => sampleRow(`sample ${n}`)),
    );
    const { child, ended } = startAssay(['import', file, '--workspace', workspace]);
    const begun = () => existsSync(join(workspace, 'lock.json')) && samplesIn(workspace) > 0;
    await vi.waitUntil(begun, { interval: 5, timeout: 30_000 });
    child.kill('SIGINT');
    const stopped = await ended;
    expect({ code: stopped.code, signal: stopped.signal }).toEqual({ code: 130, signal: null });
    expect(stopped.stderr).toContain('What was read is kept');
    const status = readStatus(workspace);
    expect(status.samples).toBeGreaterThan(0);
    expect(status.samples).toBeLessThan(many);
    expect(status.unfinishedJobs).toMatchObject([{ kind: 'import', state: 'interrupted', params: { path: file } }]);

    const resumed = await assay('import', file, '--workspace', workspace, '--json');
    expect(resumed.code).toBe(0);
    // One job, gone on with: its lines are counted once, and nothing was met twice.
    expect(json(resumed).imports).toMatchObject([{ result: { lines: many, inserted: many, unchanged: 0 } }]);
    expect(readStatus(workspace)).toMatchObject({ samples: many, unfinishedJobs: [] });
    expect((await assay('doctor', '-w', workspace)).code).toBe(0);
  });

  it('twice ends at once; the same one coming twice is one', async () => {
    const signals = join(root, 'electron/cli/signals.ts');
    const script = `
      import { onInterruption } from ${JSON.stringify(signals)};
      onInterruption(() => {
        console.log('stopping');
        // As npm does when the terminal has told everybody already.
        process.kill(process.pid, 'SIGINT');
        setTimeout(() => console.log('still here'), 1000);
      });
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const ended = whenEnded(child);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    for (const word of ['ready', 'still here']) {
      await vi.waitUntil(() => said.includes(word), { interval: 5, timeout: 20_000 });
      child.kill('SIGINT');
    }
    expect(await ended).toMatchObject({ code: null, signal: 'SIGINT', stdout: 'ready\nstopping\nstill here\n' });
  });
});

/** How many samples are committed by now; a workspace that is just being made has none. */
function samplesIn(workspace: string): number {
  try {
    return readStatus(workspace).samples;
  } catch {
    return 0; // Its tables are not there yet.
  }
}
