import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { benches } from './benches.ts';
import { budgetSchema, judge, type Measure, type Verdict } from './judge.ts';
import { note, seconds } from './note.ts';

/**
 * `npm run -s bench -- [NAME…] [--json] [--large]`: measures, and holds each figure against `budgets.json`.
 *
 * With --json every figure is a line on stdout; what is being done goes to stderr. Ends with 1 when a figure missed its
 * budget.
 *
 * Each bench has a process of its own: what one leaves in its memory would make the garbage collections of another
 * longer, and a child begins with the peak of the memory that its parent held.
 */
const all = Object.keys(benches);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, large: { type: 'boolean', default: false } },
});
/** One by its name, or all of a group by how their names begin: `tune`. */
const named = (wanted: string) => (wanted in benches ? [wanted] : all.filter((name) => name.startsWith(`${wanted}-`)));
const unknown = positionals.filter((name) => named(name).length === 0);
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${all.join(', ')}\n`);
  process.exit(2);
}

const budgets = z
  .record(z.string(), budgetSchema)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8')));

const figure = (value: number | null) => (value === null ? '' : String(value));
function row({ name, value, unit, reference, ratio, budget, ok }: Verdict): string {
  return [
    name.padEnd(34),
    `${figure(value).padStart(9)} ${unit.padEnd(8)}`,
    figure(reference).padStart(10),
    figure(ratio).padStart(8),
    figure(budget).padStart(8),
    ok ? '  ok' : '  beyond its budget',
  ].join(' ');
}

/** What a bench measures, in its own process. */
async function measured(name: string): Promise<Measure[]> {
  const child = fork(join(import.meta.dirname, 'alone.ts'), [name, ...(values.large ? ['--large'] : [])]);
  const end = () => child.kill();
  process.on('exit', end);
  let measures: Measure[] | null = null;
  child.on('message', (message: Measure[]) => {
    measures = message;
  });
  const [code, signal] = await once(child, 'exit');
  process.off('exit', end);
  if (!measures) throw new Error(`bench ${name} ended with ${signal ?? code}`);
  return measures;
}

if (!values.json)
  process.stdout.write(
    `${'figure'.padEnd(34)} ${'value'.padStart(9)} ${'unit'.padEnd(8)} ${'reference'.padStart(10)} ${'ratio'.padStart(8)} ${'budget'.padStart(8)}\n`,
  );
for (const name of positionals.length === 0 ? all : new Set(positionals.flatMap(named))) {
  const started = performance.now();
  note(`bench ${name}`);
  for (const measure of await measured(name)) {
    const budget = budgets[measure.name];
    if (!budget) throw new Error(`budgets.json says nothing about “${measure.name}”`);
    const verdict = judge(measure, budget);
    if (!verdict.ok) process.exitCode = 1;
    process.stdout.write(`${values.json ? JSON.stringify(verdict) : row(verdict)}\n`);
  }
  note(`bench ${name} took ${seconds(started)} s`);
}
