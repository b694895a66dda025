import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../openai/run.ts');

/** The fake server in a process of its own: what it takes is no part of what is measured. @param args of its command line */
export async function startServer(...args: string[]): Promise<{ url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [script, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  // Read to its end: a server whose line nobody takes would stop.
  child.stdout.on('data', (chunk) => {
    if (said.length < 10_000) said += chunk;
    const url = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(said)?.[0];
    if (url) resolve(url);
  });
  child.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  return {
    url: await promise,
    async close() {
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
