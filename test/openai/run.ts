import { parseArgs } from 'node:util';
import { onInterruption } from '../../electron/cli/signals.ts';
import { runningClock } from './clock.ts';
import type { Exchange } from './exchange.ts';
import { type FakeOpenAI, startFakeOpenAI } from './server.ts';

/**
 * `npm run fake-openai`: a server of OpenAI's shape on this machine, for trying the way to a tuned model without a key.
 *
 * `--port` names where to listen, `--speed` how many times as fast its time passes, `--latency` how many milliseconds every
 * answer takes. What it was given is gone when it stops.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    speed: { type: 'string', default: '60' },
    latency: { type: 'string', default: '0' },
  },
});

/** Any key is good; this is one to type. */
const key = 'sk-fake-key-for-trying-out';

function describe({ url, state }: FakeOpenAI, speed: number): string {
  const width = Math.max(...state.models.map(({ id }) => id.length));
  const models = state.models.map(({ id, shutdownDate }) =>
    shutdownDate === null ? id : `${id.padEnd(width)}  ends ${shutdownDate}`,
  );
  return [
    `  base URL  ${url}`,
    `  key       ${key}`,
    `  models    ${models.join('\n            ')}`,
    '',
    `An hour of training takes ${Math.round(36_000 / speed) / 10} s. Ctrl-C stops the server, and everything in it is gone.`,
    '',
    '',
  ].join('\n');
}

/** A line a request. Keys are in its headers and stay out of it. */
function log({ method, url, answer, fault }: Exchange): void {
  process.stdout.write(`${method} ${url} ${answer?.status ?? 'dropped'}${fault === null ? '' : ` (${fault.kind})`}\n`);
}

function numberOf(name: 'port' | 'speed' | 'latency', least: number): number {
  const value = Number(values[name]);
  if (!(value >= least)) throw new RangeError(`--${name} is ${values[name]}: a number from ${least} on is expected.`);
  return value;
}

async function run(): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  const interruption = onInterruption(stopped.resolve);
  try {
    const speed = numberOf('speed', 1);
    const server = await startFakeOpenAI({
      port: numberOf('port', 0),
      clock: runningClock(speed),
      latencyMs: numberOf('latency', 0),
      // A workspace that knows the jobs of one start must not take those of the next for them.
      seed: Date.now(),
      heard: log,
    });
    process.stdout.write(describe(server, speed));
    await stopped.promise;
    await server.close();
  } finally {
    interruption.end();
  }
}

function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${values.port} is taken. Choose another one with --port.`;
  if (error instanceof RangeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
