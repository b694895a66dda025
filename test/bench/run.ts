import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import { commit } from './benches/commit.ts';
import { commitBuild } from './benches/commit-build.ts';
import { commitImport } from './benches/commit-import.ts';
import { commitPull } from './benches/commit-pull.ts';
import { dataset } from './benches/dataset.ts';
import { exporting } from './benches/export.ts';
import { importing } from './benches/import.ts';
import { label } from './benches/label.ts';
import { search } from './benches/search.ts';
import { start } from './benches/start.ts';
import { syncing } from './benches/sync.ts';
import { tuneDashboard } from './benches/tune-dashboard.ts';
import { tuneEvaluation } from './benches/tune-evaluation.ts';
import { tuneUpload } from './benches/tune-upload.ts';
import { budgetSchema, judge, type Verdict } from './judge.ts';
import { note } from './note.ts';
import { seconds } from './service.ts';

/**
 * `npm run -s bench -- [NAME…] [--json] [--large]`: measures, and holds each figure against `budgets.json`.
 *
 * With --json every figure is a line on stdout; what is being done goes to stderr. Ends with 1 when a figure missed its
 * budget.
 */
const benches: readonly Bench[] = [
  commit,
  commitImport,
  commitPull,
  commitBuild,
  importing,
  exporting,
  dataset,
  search,
  start,
  label,
  syncing,
  tuneUpload,
  tuneEvaluation,
  tuneDashboard,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, large: { type: 'boolean', default: false } },
});
/** One by its name, or all of a group by how their names begin: `tune`. */
const named = (wanted: string): readonly Bench[] => {
  const exact = benches.filter(({ name }) => name === wanted);
  return exact.length > 0 ? exact : benches.filter(({ name }) => name.startsWith(`${wanted}-`));
};
const unknown = positionals.filter((name) => named(name).length === 0);
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${benches.map(({ name }) => name).join(', ')}\n`);
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
for (const bench of positionals.length === 0 ? benches : new Set(positionals.flatMap(named))) {
  const started = performance.now();
  note(`bench ${bench.name}`);
  for (const measure of await bench.run({ large: values.large })) {
    const budget = budgets[measure.name];
    if (!budget) throw new Error(`budgets.json says nothing about “${measure.name}”`);
    const verdict = judge(measure, budget);
    if (!verdict.ok) process.exitCode = 1;
    process.stdout.write(`${values.json ? JSON.stringify(verdict) : row(verdict)}\n`);
  }
  note(`bench ${bench.name} took ${seconds(started)} s`);
}
