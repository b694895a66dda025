import { describe, expect, it } from 'vitest';
import { type CsvHeader, csvRow, readHeader } from '../../electron/service/samples/import/csv-rows.ts';
import { sampleRow } from '../fixtures/samples.ts';

const table = 'sample_id,created_at,source,query,agent_response,human_feedback,tags,region';
const flat =
  'sample_id;created_at;agent_name;conversation_id;intent;query;response;confidence;tags;source;history;human_feedback;constructor';

function read(header: string | CsvHeader, cells: readonly string[]) {
  const known = typeof header === 'string' ? readHeader(header) : header;
  return csvRow(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(known.delimiter), known);
}
function reasons(...args: Parameters<typeof read>): [string | null, string][] {
  const result = read(...args);
  return result.ok ? [] : result.problems.map(({ field, reason }) => [field, reason]);
}

describe('a header', () => {
  it('tells the delimiter and the shape', () => {
    expect(readHeader(table)).toMatchObject({ delimiter: ',', shape: 'table' });
    expect(readHeader(flat)).toMatchObject({ delimiter: ';', shape: 'flat' });
    expect(readHeader('"sample_id"\tcreated_at\tagent_name\tquery\tresponse')).toMatchObject({ delimiter: '\t' });
    expect(readHeader(`, ${table} `).columns.slice(0, 2)).toEqual(['column_1', 'sample_id']);
  });

  it.each([
    ['sample_id,created_at,source,query', 'lacks the column agent_response'],
    ['sample_id,agent_name,response', 'lacks the columns created_at, query'],
    ['a,b', 'lacks the columns sample_id, created_at, source, query, agent_response'],
    ['', 'lacks the columns sample_id, created_at, source, query, agent_response'],
    [`${table},tags`, 'has the column `tags` twice'],
    [`${table},__proto__`, 'has a column `__proto__`, which is not allowed'],
  ])('%j is refused', (header, what) => {
    expect(() => readHeader(header)).toThrow(`The first line of the CSV file ${what}.`);
  });
});

describe('a record in the shape of the table', () => {
  const row = sampleRow('a', { human_feedback: { approved: true }, tags: ['x', 'a "b", c', 'é'] });
  const cells = (change: Record<string, string> = {}) => {
    const all = {
      sample_id: row.sample_id,
      created_at: '2026-09-01 08:00:00.123456+00',
      source: JSON.stringify(row.source),
      query: JSON.stringify(row.query),
      agent_response: JSON.stringify(row.agent_response),
      human_feedback: JSON.stringify(row.human_feedback),
      tags: '{x,"a \\"b\\", c",é}',
      region: 'eu',
    };
    return Object.values({ ...all, ...change });
  };

  it('is the row, as Postgres exports it', () => {
    const expected = { ...row, created_at: '2026-09-01 08:00:00.123456+00', region: 'eu' };
    expect(read(table, cells())).toEqual({ ok: true, row: expected, dated: true });
  });

  it('has nothing where a cell is empty', () => {
    const result = read(table, cells({ human_feedback: '', tags: '', region: '' }));
    expect(result.ok && Object.keys(result.row)).toEqual([
      'sample_id',
      'created_at',
      'source',
      'query',
      'agent_response',
    ]);
    expect(reasons(table, cells({ query: '' }))).toEqual([['query', '`query` is missing.']]);
  });

  it.each<[string, string[]]>([
    ['{}', []],
    ['{a}', ['a']],
    ['{a b,NULL,"NULL","",\u00e9}', ['a b', 'NULL', '', 'é']],
    ['["a","b;c"]', ['a', 'b;c']],
    ['a; b|c;;', ['a', 'b', 'c']],
  ])('reads the tags %s', (cell, tags) => {
    expect(read(table, cells({ tags: cell }))).toMatchObject({ ok: true, row: { tags } });
  });

  it('reads tags of any length', () => {
    const long = 'x'.repeat(2 ** 23);
    const result = read(table, cells({ tags: `{"${long}",b}` }));
    expect(result.ok && result.row.tags?.map((tag) => tag.length)).toEqual([long.length, 1]);
  });

  it.each<[string, Record<string, string>, string | null, string]>([
    ['broken JSON', { source: '{"agent_name"' }, 'source', '`source`: The JSON ends too early: it was cut off.'],
    [
      'a doubled key',
      { query: '{"text":"a","text":"b"}' },
      'query: text',
      '`query`: It has the key `text` twice, and only one of the two values could be kept.',
    ],
    [
      'a wrong type',
      { agent_response: '{"text":"a","confidence":3}' },
      'agent_response.confidence',
      '`agent_response.confidence` is 3, but must be a number between 0 and 1.',
    ],
    ['half an array', { tags: '{a,"b}' }, 'tags', '`tags` is “{a,"b}”, but must be a list as Postgres writes it.'],
    ['more after an array', { tags: '{a}b' }, 'tags', '`tags` is “{a}b”, but must be a list as Postgres writes it.'],
    ['an array of arrays', { tags: '{{a}}' }, 'tags', '`tags` is “{{a}}”, but must be a list as Postgres writes it.'],
    ['tags that are none', { tags: '{a,,b}' }, 'tags', '`tags` is “{a,,b}”, but must be a list as Postgres writes it.'],
    ['a NUL', { region: 'e\0u' }, null, 'It holds a NUL character (U+0000): databases cannot store it.'],
  ])('is refused for %s', (_, change, field, reason) => {
    expect(reasons(table, cells(change))).toEqual([[field, reason]]);
  });

  it('is refused when its cells are not those of the header', () => {
    const header = readHeader(table);
    const reason = (text: string) => {
      const result = csvRow(text, header);
      return result.ok ? null : [result.problems[0]?.field, result.problems[0]?.reason];
    };
    expect(reason('a,b')).toEqual([null, 'It has 2 cells, but the first line names 8.']);
    expect(reason('a,"b')).toEqual(['created_at', 'A quote opens here and is never closed.']);
    expect(reason('a,"b"c,d')).toEqual(['created_at', 'There is text after the closing quote.']);
  });
});

describe('a record of a plain sheet', () => {
  const cells = (change: Record<string, string> = {}) => {
    const all = {
      sample_id: 'a',
      created_at: '2026-09-01T08:00:00Z',
      agent_name: 'Orders',
      conversation_id: 'c',
      intent: 'status',
      query: 'Where is it?\nI wait.',
      response: '5" of it are "here"',
      confidence: '0.75',
      tags: 'late|parcel',
      source: 'web',
      history: '',
      human_feedback: '',
      constructor: 'x',
    };
    return Object.values({ ...all, ...change });
  };

  it('is a row, its own columns kept', () => {
    expect(read(flat, cells())).toEqual({
      ok: true,
      dated: true,
      row: {
        sample_id: 'a',
        created_at: '2026-09-01T08:00:00Z',
        source: { agent_name: 'Orders', conversation_id: 'c' },
        query: { text: 'Where is it?\nI wait.', intent: 'status', metadata: { source: 'web', constructor: 'x' } },
        agent_response: { text: '5" of it are "here"', confidence: 0.75 },
        tags: ['late', 'parcel'],
      },
    });
  });

  it('may bring its history and a verdict', () => {
    const history = [{ role: 'user', content: 'Hello' }];
    const change = { history: JSON.stringify(history), human_feedback: '{"approved":true}', tags: '', source: '' };
    expect(read(flat, cells(change))).toMatchObject({
      ok: true,
      row: { query: { metadata: { history } }, human_feedback: { approved: true } },
    });
    expect(reasons(flat, cells({ history: '[{"role":"user"}]' }))).toEqual([
      ['query.metadata.history[0].content', '`query.metadata.history[0].content` is missing.'],
    ]);
  });

  it('is refused in the words of its columns', () => {
    expect(reasons(flat, cells({ agent_name: '', response: '', confidence: '80' }))).toEqual([
      ['agent_name', '`agent_name` is missing.'],
      ['response', '`response` is missing.'],
      ['confidence', '`confidence` is 80, but must be a number between 0 and 1.'],
    ]);
    expect(reasons(flat, cells({ confidence: '0,8' }))).toEqual([
      ['confidence', '`confidence` is “0,8”, but must be a number.'],
    ]);
    expect(reasons(flat, cells({ created_at: '1/2/26' }))).toEqual([
      ['created_at', '`created_at`, “1/2/26”, is not a date and time with a zone, as in 2026-09-01T08:00:00Z.'],
    ]);
  });
});
