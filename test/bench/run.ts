import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import { budgetSchema, judge, type Verdict } from './judge.ts';
import { note } from './note.ts';
import { seconds } from './service.ts';

/**
 * `npm run -s bench -- [NAME…] [--json] [--large]`: measures, and holds each figure against `budgets.json`.
 *
 * With --json every figure is a line on stdout; what is being done goes to stderr. Ends with 1 when a figure missed its
 * budget.
 *
 * A bench is loaded when it runs: what one needs would make the garbage collections of another longer.
 */
const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  commit: () => import('./benches/commit.ts'),
  'commit-import': () => import('./benches/commit-import.ts'),
  'commit-pull': () => import('./benches/commit-pull.ts'),
  'commit-build': () => import('./benches/commit-build.ts'),
  import: () => import('./benches/import.ts'),
  export: () => import('./benches/export.ts'),
  dataset: () => import('./benches/dataset.ts'),
  search: () => import('./benches/search.ts'),
  start: () => import('./benches/start.ts'),
  label: () => import('./benches/label.ts'),
  sync: () => import('./benches/sync.ts'),
  'tune-upload': () => import('./benches/tune-upload.ts'),
  'tune-evaluation': () => import('./benches/tune-evaluation.ts'),
  'tune-dashboard': () => import('./benches/tune-dashboard.ts'),
  'tune-labels': () => import('./benches/tune-labels.ts'),
};
const all = Object.entries(benches);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, large: { type: 'boolean', default: false } },
});
/** One by its name, or all of a group by how their names begin: `tune`. */
const named = (wanted: string) =>
  wanted in benches ? all.filter(([name]) => name === wanted) : all.filter(([name]) => name.startsWith(`${wanted}-`));
const unknown = positionals.filter((name) => named(name).length === 0);
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`);
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

if (!values.json)
  process.stdout.write(
    `${'figure'.padEnd(34)} ${'value'.padStart(9)} ${'unit'.padEnd(8)} ${'reference'.padStart(10)} ${'ratio'.padStart(8)} ${'budget'.padStart(8)}\n`,
  );
for (const [name, load] of positionals.length === 0 ? all : new Set(positionals.flatMap(named))) {
  const started = performance.now();
  note(`bench ${name}`);
  const { bench } = await load();
  for (const measure of await bench.run({ large: values.large })) {
    const budget = budgets[measure.name];
    if (!budget) throw new Error(`budgets.json says nothing about “${measure.name}”`);
    const verdict = judge(measure, budget);
    if (!verdict.ok) process.exitCode = 1;
    process.stdout.write(`${values.json ? JSON.stringify(verdict) : row(verdict)}\n`);
  }
  note(`bench ${name} took ${seconds(started)} s`);
}
