import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { note } from './note.ts';

const root = join(import.meta.dirname, '../..');

export type ProcessRun = {
  /** From its start to its end. */
  seconds: number;
  /** The most memory that it ever held, in MB: everything in it, its threads and the runtime included. */
  peakMegabytes: number;
};

/** Tells the peak on a pipe of its own. Plain JavaScript in the command line: a module of ours would be measured too. */
const probe = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
   if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`,
)}`;

/** Runs a script in a process of its own: nothing that ran before is in its memory or its caches. */
export async function runScript(script: string, args: readonly string[]): Promise<ProcessRun> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', probe, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  let peak = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  child.stdio[3]?.on('data', (chunk) => {
    peak += chunk;
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${signal ?? code}: ${said}`);
  return { seconds: (performance.now() - began) / 1000, peakMegabytes: Number(peak) / 1024 };
}

/** The command line as it is shipped: from the bundle, because stripping types takes memory of its own. */
export function runCli(args: readonly string[]): Promise<ProcessRun> {
  build();
  return runScript(join(root, 'out/cli.js'), args);
}

export function runReference(name: string, args: readonly string[]): Promise<ProcessRun> {
  return runScript(join(import.meta.dirname, 'reference', `${name}.ts`), args);
}

let built = false;

/** Bundles the app, once a run: benches measure what is shipped. */
export function build(): void {
  if (built) return;
  built = true;
  note('building');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
}
