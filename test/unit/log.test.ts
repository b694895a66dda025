import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folder.ts';
import { smallDisk } from '../fixtures/small-disk.ts';

/** A program that logs what nobody caught, as the main process does: one error, and a second to live. */
async function failing(folder: string, stderr: 'pipe' | 'ignore') {
  const module = join(import.meta.dirname, '../../electron/shell/log.ts');
  const code = `import { openLog } from ${JSON.stringify(module)};
    const log = openLog(${JSON.stringify(folder)});
    process.on('uncaughtException', (error) => log('uncaught', error));
    process.on('unhandledRejection', (error) => log('unhandled rejection', error));
    process.stdin.once('data', () => {
      void Promise.reject(new Error('the one error'));
      setTimeout(() => process.exit(0), 1_000);
    });
    console.log('ready');`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', stderr] });
  await once(program.stdout ?? program, 'data');
  return {
    closeTerminal: () => program.stderr?.destroy(),
    async fails() {
      program.stdin?.write('now');
      const [exitCode] = await once(program, 'exit');
      return exitCode;
    },
  };
}

it('says an error once behind a terminal that was closed, and does not go on over its own', async () => {
  const folder = temporaryFolder();
  const program = await failing(folder, 'pipe');
  program.closeTerminal();
  expect(await program.fails()).toBe(0);
  const log = readFileSync(join(folder, 'assay.log'), 'utf8');
  expect(log).toContain('the one error');
  expect(log.split('EPIPE')).toHaveLength(1);
});

it('ends no program on a full disk', async ({ skip }) => {
  const disk = smallDisk(1);
  if (!disk) return skip();
  const folder = join(disk.folder, 'logs');
  disk.fill();
  const program = await failing(folder, 'ignore');
  expect(await program.fails()).toBe(0);
  expect(existsSync(join(folder, 'assay.log')) ? readFileSync(join(folder, 'assay.log'), 'utf8') : '').toBe('');
});
