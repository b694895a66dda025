import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../fixtures/folder.ts';

const program = join(import.meta.dirname, '../openai/run.ts');

/** `npm run fake-openai` with what it prints, in a temporary folder of its own. */
function start(...args: string[]) {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, TMPDIR: folder, TEMP: folder } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed.text += text));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, printed, ended, folder };
}

it('it prints what to enter, tells of requests without their keys, and stops on Ctrl-C with nothing left', async () => {
  const { child, printed, ended, folder } = start('--port', '0', '--speed', '3600');
  await expect.poll(() => printed.text).toContain('Ctrl-C stops the server');
  expect(printed.text).toContain('An hour of training takes 1 s.');
  const url = /http:\S+/.exec(printed.text)?.[0];
  expect(readdirSync(folder)).toHaveLength(1);
  const answer = await fetch(`${url}/models`, { headers: { authorization: 'Bearer sk-typed-by-somebody' } });
  expect(answer.status).toBe(200);
  await expect.poll(() => printed.text).toContain('GET /v1/models 200');
  expect(printed.text).not.toContain('typed-by-somebody');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

it('it says what is wrong with an option', async () => {
  const { printed, ended } = start('--speed', 'fast');
  expect(await ended).toBe(1);
  expect(printed.text).toBe('--speed is fast: a number from 1 on is expected.\n');
});
