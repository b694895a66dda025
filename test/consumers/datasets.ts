import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetShape } from '../../electron/service/dataset/formats/format.ts';
import { formats } from '../../electron/service/dataset/formats/formats.ts';
import { datasetInfo } from '../../electron/service/dataset/formats/sharegpt-info.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import type { Example } from '../../shared/domain/example.ts';
import { assistant, bytesOf, call, example, lookup, result, system, user } from '../fixtures/examples.ts';
import { hostileTexts } from '../fixtures/hostile.ts';

const extensions = { jsonl: 'jsonl', csv: 'csv', parquet: 'parquet' };

/** Two datasets in every format, each file beside its rows as JSON: one of plain talk, one whose agent calls tools. */
export function writeDatasets(folder: string): void {
  for (const [name, examples] of Object.entries({ plain: plainExamples(), tools: toolExamples() })) {
    const shape: DatasetShape = { tools: name === 'tools' };
    for (const format of formatIds) writeDataset(folder, name, format, examples, shape);
  }
  const files = ['plain', 'tools'].flatMap((name) =>
    (['sharegpt', 'sharegpt-preference'] as const).map((format) => ({
      name: `${name}.${format}`,
      fileName: `${name}.${format}.jsonl`,
      format,
    })),
  );
  writeFileSync(join(folder, 'dataset_info.json'), JSON.stringify(datasetInfo(files)));
  writeLate(folder);
}

function writeDataset(folder: string, name: string, format: FormatId, examples: Example[], shape: DatasetShape): void {
  const rows = examples.flatMap((each) => {
    const made = formats[format].row(each, shape);
    return made.ok ? [made.row] : [];
  });
  const path = join(folder, `${name}.${format}`);
  writeFileSync(`${path}.${extensions[formats[format].container]}`, bytesOf(format, rows, shape));
  writeFileSync(`${path}.rows.json`, JSON.stringify(rows));
}

/** Each hostile text in every place that a text can have, and a megabyte. */
function plainExamples(): Example[] {
  const long = 'Zoë 🙂 said "no"\\\n'.repeat(60_000);
  return [...hostileTexts, long].flatMap((text, index) => [
    example({
      prompt: [system(text), user(text), assistant(text), user(`${text} ${index}`)],
      chosen: text,
      rejected: `${text}!`,
    }),
    example({ prompt: [user(text)], chosen: index % 2 === 0 ? text : null, rejected: `${text}?` }),
  ]);
}

/** Tools whose parameters differ, calls whose arguments do, and talk without either. */
export function toolExamples(): Example[] {
  const refund = {
    name: 'refund',
    description: null,
    parameters: { type: 'object', properties: { amount: { type: 'number' }, why: { enum: ['late', 'lost'] } } },
  };
  const talks = [example(), example({ prompt: [user('Hello')], rejected: null })];
  const calls = hostileTexts.map((text, index) => {
    const given = index % 2 === 0 ? { order_id: text } : { amount: index + 0.5, notes: [text, null, true], more: {} };
    const name = index % 2 === 0 ? lookup.name : refund.name;
    return example({
      prompt: [
        system('You are kind.'),
        user(`${index}`),
        assistant('', { ...call(`call_${index}`, JSON.stringify(given)), name }),
        result(`call_${index}`, text),
      ],
      tools: index % 3 === 0 ? [lookup] : [refund, lookup],
      chosen: index % 5 === 4 ? null : text,
    });
  });
  return [...talks, ...calls];
}

/** What the rule `late_column` says that `datasets` cannot load: a first tool call behind the first 10 MB. */
function writeLate(folder: string): void {
  const shape = { tools: false };
  const rows = Array.from({ length: 12 }, (_, index) =>
    formats['trl-sft'].row(example({ chosen: `${index}`.repeat(2 ** 20) }), shape),
  );
  const late = formats['trl-sft'].row(
    example({ prompt: [user('a'), assistant('', call('1')), result('1', 'b')], tools: [] }),
    shape,
  );
  const made = [...rows, late].flatMap((row) => (row.ok ? [row.row] : []));
  writeFileSync(join(folder, 'late.trl-sft.jsonl'), bytesOf('trl-sft', made, shape));
}
