import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { formatIds } from '../../shared/domain/dataset.ts';
import { bytesOf, lookup, tooled } from '../fixtures/examples.ts';
import {
  csvFault,
  type Fault,
  type FileRule,
  fault,
  findingsOf,
  findsAll,
  goodRows,
  goodText,
  jsonl,
  withLine,
} from '../fixtures/faults.ts';

const table = (columns: Record<string, unknown[]>): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data })) }));
const said = [{ role: 'user', content: 'a' }];

/** Three lines of which the first alone is longer than what `datasets` takes its columns from. */
function late(first: object, last: object): string {
  const row = (content: string) => ({
    prompt: [{ role: 'user', content }],
    completion: [{ role: 'assistant', content: 'a' }],
  });
  return jsonl([
    { ...row('x'.repeat(11 * 2 ** 20)), ...first },
    { ...row('b'), ...first },
    { ...row('c'), ...last },
  ]);
}
const ping = { type: 'function', function: { name: 'ping', arguments: {} } };

/** Every rule about a file, its lines and columns, and faults that break it. */
const faults: Record<FileRule, Fault[]> = {
  empty_file: [
    ['no bytes', 'openai-chat', '', ['0  empty_file']],
    ['a header alone', 'csv', 'query,answer\r\n', ['0  empty_file']],
    ['no rows', 'parquet', bytesOf('parquet', [], tooled), ['0  empty_file']],
  ],
  compressed: [['gzip', 'openai-chat', gzipSync(goodText('openai-chat')), ['1  compressed']]],
  not_jsonl: [['a list', 'trl-sft', ` ${JSON.stringify(goodRows('trl-sft'), null, 1)}`, ['1  not_jsonl']]],
  not_parquet: [
    ['text', 'parquet', goodText('csv'), ['0  not_parquet']],
    ['a cut file', 'parquet', bytesOf('parquet', goodRows('parquet'), tooled).subarray(0, -5), ['0  not_parquet']],
  ],
  byte_order_mark: [['at the beginning', 'openai-chat', `\ufeff${goodText('openai-chat')}`, ['1  byte_order_mark']]],
  empty_line: [
    ['between rows', 'openai-chat', withLine('openai-chat', (good) => `${good}\n \t\r`), ['4  empty_line']],
    ['at the end', 'openai-chat', `${goodText('openai-chat')}\n`, ['13  empty_line']],
  ],
  no_line_end: [['at the end', 'openai-chat', goodText('openai-chat').slice(0, -1), ['12  no_line_end']]],
  line_too_long: [
    ['JSON', 'openai-chat', withLine('openai-chat', () => `"${'x'.repeat(2 ** 24)}"`), ['3  line_too_long']],
    csvFault('CSV', `s,h,q,,"${'x'.repeat(2 ** 24)}",`, ['3  line_too_long']),
  ],
  invalid_utf8: [
    [
      'latin 1',
      'openai-chat',
      Buffer.from(
        withLine('openai-chat', (good) => good.replace('kind', 'k\xefnd')),
        'latin1',
      ),
      ['3  invalid_utf8'],
    ],
    ['in CSV', 'csv', Buffer.from('query,answer\r\na,b\r\na,\xef\r\n', 'latin1'), ['3  invalid_utf8']],
  ],
  invalid_json: [
    ['a cut line', 'openai-chat', withLine('openai-chat', (good) => good.slice(0, 40)), ['3  invalid_json']],
    ['two rows', 'openai-chat', withLine('openai-chat', (good) => good + good), ['3  invalid_json']],
    ['NaN', 'openai-chat', withLine('openai-chat', () => '{"messages": NaN}'), ['3  invalid_json']],
  ],
  doubled_key: [
    [
      'in the row',
      'openai-chat',
      withLine('openai-chat', (good) => good.replace('{', '{"messages":[],')),
      ['3 messages doubled_key'],
    ],
    [
      'deep inside',
      'openai-chat',
      withLine('openai-chat', (good) => good.replace('"role":', '"role" : "system","role":')),
      ['3 role doubled_key'],
    ],
  ],
  mixed_columns: [
    fault('trl-sft', 'a column less', 'tools', undefined, ['3 tools mixed_columns']),
    fault('sharegpt', 'a type', 'conversations.0.value', 7, [
      '3 conversations[0].value wrong_type',
      '3 conversations[].value mixed_columns',
    ]),
    [
      'a column more',
      'trl-kto',
      jsonl(goodRows('trl-kto').map((row, index) => (index < 4 ? { ...row, tools: undefined } : row))),
      Array.from({ length: 8 }, (_, index) => `${index + 5} tools mixed_columns`),
    ],
  ],
  late_column: [
    [
      'a key',
      'trl-prompt-completion',
      late({}, { completion: [{ role: 'assistant', content: '', tool_calls: [ping] }] }),
      ['3 completion[] late_column'],
    ],
    ['a value', 'trl-prompt-completion', late({ tools: null }, { tools: '[]' }), ['3 tools late_column']],
  ],
  too_few_examples: [
    [
      'nine',
      'openai-chat',
      goodText('openai-chat').split('\n').slice(0, 9).join('\n').concat('\n'),
      ['0  too_few_examples'],
    ],
    [
      'one',
      'openai-preference',
      goodText('openai-preference').split('\n')[0]?.concat('\n') ?? '',
      ['0  too_few_examples'],
    ],
  ],
  one_label: [
    ['true', 'trl-kto', jsonl(goodRows('trl-kto').map((row) => ({ ...row, label: true }))), ['0 label one_label']],
  ],
  header: [
    ['a missing column', 'csv', 'query\r\na\r\n', ['1 answer header', '2 answer missing_key']],
    ['an unknown column', 'csv', 'query,answer,score\r\na,b,1\r\n', ['1 score header']],
    ['a doubled column', 'csv', 'query,answer,answer\r\na,b,b\r\n', ['1 answer header']],
    ['semicolons', 'csv', 'query;answer\r\na;b\r\n', ['1  header', '2 query missing_key', '2 answer missing_key']],
  ],
  csv_syntax: [
    csvFault('text behind a quote', 's,h,"q"x,,a,r', ['3  csv_syntax']),
    ['a quote that stays open', 'csv', 'query,answer\r\na,"b\r\n', ['2  csv_syntax']],
  ],
  cell_count: [
    csvFault('one more', 's,h,q,,a,r,more', ['3  cell_count']),
    csvFault('one less', 's,h,q,,a', ['3  cell_count']),
  ],
  formula_cell: [
    ...['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1', '＋1', '－1', '＠x'].map((cell) =>
      csvFault(cell, `s,h,q,,${cell},r`, ['3 answer formula_cell']),
    ),
    csvFault('a carriage return', 's,h,q,,"\r=1",r', ['3 answer formula_cell']),
    csvFault('a line feed', 's,h,q,,"\n=1",r', ['3 answer formula_cell']),
  ],
  wrong_schema: [
    [
      'other columns',
      'parquet',
      table({ messages: ['a'], text: ['b'] }),
      ['0 messages wrong_schema', '0 text wrong_schema'],
    ],
    ['no messages', 'parquet', table({ tools: ['[]'] }), ['0 messages wrong_schema']],
    ['messages as JSON', 'parquet', table({ messages: [said] }), ['0 messages wrong_schema']],
  ],
  row_group_size: [
    [
      'too large',
      'parquet',
      bytesOf('parquet', [{ messages: [{ role: 'user', content: 'x'.repeat(129 * 2 ** 20) }] }]),
      ['1  row_group_size'],
    ],
  ],
};

describe('a fault of a file', () => findsAll(faults));

describe('a file without faults', () => {
  it.each(formatIds)('of %s has no findings', async (format) => {
    expect(await findingsOf(format, bytesOf(format, goodRows(format), tooled))).toEqual([]);
  });

  it('may have what OpenAI takes beyond what Assay writes', async () => {
    const parts = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==', detail: 'low' } },
    ];
    const row = {
      messages: [
        { role: 'system', content: 'a', name: 'shop' },
        { role: 'user', content: parts },
        { role: 'assistant', content: null, refusal: 'No.', weight: 1 },
        { role: 'user', content: 'Then look.' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: '1', type: 'function', function: { name: 'a', arguments: '{}' } }],
        },
      ],
      tools: [{ type: 'function', function: { name: 'a', strict: true } }],
      parallel_tool_calls: false,
    };
    expect(await findingsOf('openai-chat', jsonl(Array(10).fill(row)))).toEqual([]);
  });

  it('may have tool calls without ids in TRL, and its system prompt as a turn in ShareGPT', async () => {
    const calls = [{ type: 'function', function: { name: lookup.name, arguments: {} } }];
    const row = {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', tool_calls: calls },
        { role: 'tool', name: lookup.name, content: 'b' },
        { role: 'assistant', content: 'c' },
      ],
      tools: [{ type: 'function', function: { name: lookup.name, description: 'd', parameters: {}, return: {} } }],
    };
    expect(await findingsOf('trl-sft', jsonl([row]))).toEqual([]);
    const conversations = ['system', 'human', 'gpt'].map((from) => ({ from, value: from }));
    expect(await findingsOf('sharegpt', jsonl([{ conversations }]))).toEqual([]);
  });

  it('may end its lines with CRLF', async () => {
    expect(await findingsOf('openai-chat', goodText('openai-chat').replaceAll('\n', '\r\n'))).toEqual([]);
  });
});
