import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { csvColumns } from '../../electron/service/dataset/formats/csv.ts';
import { fromCell } from '../../electron/service/dataset/formats/csv-cell.ts';
import type { JsonObject } from '../../electron/service/dataset/formats/format.ts';
import { formats } from '../../electron/service/dataset/formats/formats.ts';
import { shapeOf } from '../../electron/service/dataset/formats/prompt.ts';
import { validateFile } from '../../electron/service/dataset/formats/validate/validate.ts';
import { CsvSplitter, readFields } from '../../electron/service/samples/import/csv.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import type { Example, Message, ToolCall } from '../../shared/domain/example.ts';
import { textFlaws } from '../../shared/rules/example.ts';
import { assistant, bytesOf, lookup, result, system, tooled, user } from '../fixtures/examples.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { hostileTexts } from '../fixtures/hostile.ts';

const usable = (text: string) => !Object.values(textFlaws).some((flaw) => flaw(text));
const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 20 }).filter(usable),
  fc
    .tuple(fc.constantFrom(...hostileTexts), fc.string({ unit: 'grapheme' }))
    .map((parts) => parts.join(''))
    .filter(usable),
);
const given = fc
  .dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 2 })))
  .filter((value) => !Object.hasOwn(value, '__proto__'))
  .map((value) => JSON.stringify(value));

/** An agent that looks something up, perhaps twice at once, and perhaps says so. */
const consulting = fc
  .record({ says: fc.option(text), calls: fc.array(fc.record({ given, said: text }), { minLength: 1, maxLength: 2 }) })
  .map(({ says, calls }): Message[] => [
    assistant(
      says ?? '',
      ...calls.map(({ given }, index): ToolCall => ({ id: `call_${index}`, name: lookup.name, arguments: given })),
    ),
    ...calls.map(({ said }, index) => result(`call_${index}`, said)),
  ]);
const turn = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(text, text).map(([asks, says]): Message[] => [user(asks), assistant(says)]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, consulting, text)
      .map(([asks, looks, says]): Message[] => [user(asks), ...looks, assistant(says)]),
  },
  { weight: 1, arbitrary: text.map((says): Message[] => [user(says)]) },
);
const examples = fc
  .record({
    system: fc.option(text),
    history: fc.array(turn, { maxLength: 3 }),
    query: text,
    looks: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: consulting }),
    tools: fc.constantFrom([], [lookup]),
    chosen: fc.option(text),
    rejected: fc.option(text),
    approved: fc.boolean(),
  })
  .filter(({ chosen, rejected }) => chosen !== null || rejected !== null)
  .map(
    ({ system: given, history, query, looks, tools, ...answers }): Example => ({
      prompt: [...(given === null ? [] : [system(given)]), ...history.flat(), user(query), ...looks],
      tools,
      ...answers,
    }),
  );

/** The rows of a file as somebody else reads them. */
async function readBack(format: FormatId, bytes: Buffer): Promise<JsonObject[]> {
  if (format === 'parquet') {
    const file = Uint8Array.from(bytes).buffer;
    const rows: unknown = await parquetReadObjects({ file });
    // The reader leaves a list that is null everywhere undefined.
    return JSON.parse(JSON.stringify(rows, (_, value: unknown) => value ?? null));
  }
  if (format !== 'csv')
    return bytes
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const splitter = new CsvSplitter({ offset: 0, line: 1 }, ',');
  const records = [...splitter.split(bytes)].slice(1).map((record) => record.bytes?.toString() ?? '');
  return records.map((record) => {
    const read = readFields(record, ',');
    if (!read.ok) throw new Error(read.reason);
    return Object.fromEntries(csvColumns.map((name, index) => [name, fromCell(read.fields[index] ?? '')]));
  });
}

/** Every text that an example puts into a row of a format, in the order of the row. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('any example', () => {
  it.each(formatIds)('is a row of %s that its own rules accept and that reads back as it was', async (format) => {
    const path = join(temporaryFolder(), 'file');
    await fc.assert(
      fc.asyncProperty(fc.array(examples, { minLength: 1, maxLength: 4 }), async (many) => {
        const shape = { tools: many.some((each) => shapeOf(each).tools) };
        const rows = many.flatMap((each) => {
          const made = formats[format].row(each, shape);
          return made.ok ? [made.row] : [];
        });
        fc.pre(rows.length > 0);
        const bytes = bytesOf(format, rows, shape);
        expect(bytesOf(format, structuredClone(rows), shape).equals(bytes)).toBe(true);
        expect(await readBack(format, bytes)).toEqual(rows);

        writeFileSync(path, bytes);
        const found: string[] = [];
        await validateFile(path, format, ({ line, field, rule }) => found.push(`${line} ${field} ${rule}`));
        expect(found.filter((each) => !/too_few_examples|one_label/.test(each))).toEqual([]);
      }),
    );
  });

  it('keeps its texts in every row', () => {
    fc.assert(
      fc.property(examples, (from) => {
        for (const format of formatIds) {
          const made = formats[format].row(from, tooled);
          if (!made.ok) continue;
          const texts = textsIn(made.row);
          const answers = format === 'csv' || format === 'trl-kto' ? [from.chosen ?? from.rejected] : [from.chosen];
          const prompt = from.prompt.map(({ content }) => content).filter((content) => content !== '');
          // CSV has its history as one text.
          const whole = format === 'csv' ? [texts.join('\n')] : texts;
          for (const wanted of [...prompt, ...answers])
            expect(whole.some((each) => (format === 'csv' ? each.includes(wanted ?? '') : each === wanted))).toBe(true);
        }
      }),
    );
  });

  it.each(formatIds)('of a megabyte is a row of %s like any other', async (format) => {
    const long = 'ä🙂"\\\n='.repeat(150_000);
    const made = formats[format].row(
      { prompt: [system(long), user(long)], tools: [], chosen: long, rejected: `${long}!`, approved: true },
      { tools: false },
    );
    if (!made.ok) throw new Error(made.reason);
    const bytes = bytesOf(format, [made.row]);
    expect(await readBack(format, bytes)).toEqual([made.row]);
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, bytes);
    const found: string[] = [];
    await validateFile(path, format, ({ rule }) => found.push(rule));
    expect(found.filter((rule) => rule !== 'too_few_examples' && rule !== 'one_label')).toEqual([]);
  });
});
