import { parseArgs } from 'node:util';
import { benches } from './benches.ts';

/** `alone.ts NAME [--large]`: runs one bench in this process and sends what it measures to the process that forked it. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const load = benches[name];
if (!load) throw new Error(`no bench ${name}`);
const { bench } = await load();
const measures = await bench.run({ large: values.large });
process.send?.(measures);
