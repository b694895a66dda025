import { describe, expect, it } from 'vitest';
import { jsonRow } from '../../electron/service/samples/import/rows.ts';
import { sampleRow } from '../fixtures/samples.ts';

const facts = { name: 'chats', modifiedAt: '2026-09-01T08:00:00.000Z' };
const good = JSON.stringify(sampleRow('a'));

/** What a line is refused for, as [field, reason]. */
function reasons(text: string): [string | null, string][] {
  const read = jsonRow(text, facts);
  return read.ok ? [] : read.problems.map(({ field, reason }) => [field, reason]);
}
/** The line of a row with something changed in its text. */
const changed = (from: string, to: string) => {
  if (!good.includes(from)) throw new Error(`${from} is not in the row`);
  return good.replace(from, to);
};

describe('a line of JSON', () => {
  it('is a sample', () => {
    expect(jsonRow(good, facts)).toEqual({ ok: true, row: sampleRow('a'), dated: true });
  });

  it('keeps keys that nobody knows, at every depth', () => {
    const row = {
      ...sampleRow('a'),
      region: { eu: [1, null] },
      query: { ...sampleRow('a').query, channel: 'mail' },
      agent_response: { ...sampleRow('a').agent_response, latency_ms: 12.5 },
    };
    expect(jsonRow(JSON.stringify(row), facts)).toEqual({ ok: true, row, dated: true });
  });

  it.each([
    ['cut off', good.slice(0, 100), 'The JSON ends too early: it was cut off.'],
    ['empty', '', 'The JSON ends too early: it was cut off.'],
    ['two at once', `${good} ${good}`, 'There is something after the end of its JSON object.'],
    ['NaN', changed('0.8', 'NaN'), 'It holds NaN, which JSON does not know.'],
    ['Infinity', changed('0.8', '-Infinity'), 'It holds Infinity, which JSON does not know.'],
    ['single quotes', "{'sample_id': 'a'}", 'It is not valid JSON at character 2.'],
    [
      'a raw control character',
      changed('left', 'le\u0000ft'),
      `It is not valid JSON at character ${good.indexOf('left') + 3}.`,
    ],
    ['a number', '12', 'It is 12, but a sample is an object.'],
    ['a list', '[]', 'It is a list, but a sample is an object.'],
    [
      'another format',
      '{"prompt":"a","completion":"b"}',
      'It is neither a row of the table agent_training_samples nor a chat.',
    ],
    ['null', 'null', 'It is null, but a sample is an object.'],
    [
      'too deep',
      changed('"tags":', `"deep":${'['.repeat(300)}${']'.repeat(300)},"tags":`),
      'Its lists and objects are nested more than 200 deep.',
    ],
  ])('is refused when it is %s', (_, text, reason) => {
    expect(reasons(text)).toEqual([[null, reason]]);
  });

  it('is refused rather than changed', () => {
    expect(reasons(changed('It left', 'It\\u0000left'))).toEqual([
      ['text', 'Its text holds a NUL character (U+0000): databases cannot store it.'],
    ]);
    expect(reasons(changed('It left', '\\ud83d left'))).toEqual([
      ['text', 'Its text holds half of a surrogate pair, which is no character: databases cannot store it.'],
    ]);
    expect(reasons(changed('0.8', '1e999'))).toEqual([
      ['confidence', '`confidence` is 1e999, a number too large to be kept.'],
    ]);
    expect(reasons(changed('"tags":', '"ticket":12345678901234567890,"tags":'))).toEqual([
      ['ticket', '`ticket` is 12345678901234567890, a number with more digits than can be kept exactly.'],
    ]);
    for (const key of ['"__proto__"', '"\\u005f_proto__"'])
      expect(reasons(changed('"tags":', `${key}:{"approved":true},"tags":`))).toEqual([
        ['__proto__', 'It has a key `__proto__`, which is not allowed.'],
      ]);
    const twice = 'It has the key `intent` twice, and only one of the two values could be kept.';
    expect(reasons(changed('"intent":', '"intent":"refund","intent":'))).toEqual([['intent', twice]]);
    expect(reasons(changed('"intent":', '"int\\u0065nt" :"refund","intent":'))).toEqual([['intent', twice]]);
  });

  it('may hold what only looks like any of these', () => {
    const text =
      'JSON in JSON: {"a":1,"a" : 2, "__proto__":[1e999, 12345678901234567890]}, \ud83d\ude00, NaN, order 1234567890123456';
    const row = sampleRow('a', { agent_response: { text, confidence: 1 / 3 } });
    expect(jsonRow(JSON.stringify(row), facts)).toEqual({ ok: true, row, dated: true });
    expect(reasons(changed('It left', '\\uD83D\\uDE00 It left'))).toEqual([]);
  });
});

describe('a row in the shape of the table', () => {
  const of = (change: object) => reasons(JSON.stringify({ ...sampleRow('a'), ...change }));

  it('says in words which fields are missing', () => {
    expect(reasons('{"sample_id":"a"}')).toEqual([
      ['created_at', '`created_at` is missing.'],
      ['source', '`source` is missing.'],
      ['query', '`query` is missing.'],
      ['agent_response', '`agent_response` is missing.'],
    ]);
    expect(of({ source: {} })).toEqual([['source.agent_name', '`source.agent_name` is missing.']]);
  });

  it.each<[object, string, string]>([
    [{ sample_id: 7 }, 'sample_id', '`sample_id` is 7, but must be text of 1 to 200 characters.'],
    [{ sample_id: '' }, 'sample_id', '`sample_id` is empty, but must be text of 1 to 200 characters.'],
    [
      { sample_id: 'x'.repeat(201) },
      'sample_id',
      `\`sample_id\` is “${'x'.repeat(58)}…, but must be text of 1 to 200 characters.`,
    ],
    [{ query: null }, 'query', '`query` is null, but must be an object.'],
    [{ query: { text: 'q', metadata: [] } }, 'query.metadata', '`query.metadata` is a list, but must be an object.'],
    [
      { agent_response: { text: 'a', confidence: 7 } },
      'agent_response.confidence',
      '`agent_response.confidence` is 7, but must be a number between 0 and 1.',
    ],
    [
      { agent_response: { text: 'a', confidence: -1 } },
      'agent_response.confidence',
      '`agent_response.confidence` is -1, but must be a number between 0 and 1.',
    ],
    [
      { agent_response: { text: 'a', confidence: '0.5' } },
      'agent_response.confidence',
      '`agent_response.confidence` is “0.5”, but must be a number between 0 and 1.',
    ],
    [
      { agent_response: { text: 'a', sources: {} } },
      'agent_response.sources',
      '`agent_response.sources` is an object, but must be a list.',
    ],
    [{ tags: ['a', 1] }, 'tags[1]', '`tags[1]` is 1, but must be text.'],
    [
      { human_feedback: { approved: 'yes' } },
      'human_feedback.approved',
      '`human_feedback.approved` is “yes”, but must be true or false.',
    ],
    [
      { human_feedback: { overall_rating: 'great' } },
      'human_feedback.overall_rating',
      '`human_feedback.overall_rating` is “great”, but must be one of “poor”, “fair”, “good”, “excellent” or a number between 1 and 5.',
    ],
    [
      { human_feedback: { quality_scores: { tone: 6 } } },
      'human_feedback.quality_scores.tone',
      '`human_feedback.quality_scores.tone` is 6, but must be a number between 1 and 5.',
    ],
    [
      { query: { text: 'q', metadata: { history: [{ role: 'bot', content: 'x' }] } } },
      'query.metadata.history[0].role',
      '`query.metadata.history[0].role` is “bot”, but must be one of “user”, “assistant”, “system”, “tool”.',
    ],
    [
      { created_at: '2026-09-01 08:00' },
      'created_at',
      '`created_at`, “2026-09-01 08:00”, is not a date and time with a zone, as in 2026-09-01T08:00:00Z.',
    ],
    [
      { created_at: '1969-12-31T23:59:59Z' },
      'created_at',
      '`created_at` is “1969-12-31T23:59:59Z”, but must lie between 1970 and 2106.',
    ],
    [{ created_at: '9999-12-31' }, 'created_at', '`created_at` is “9999-12-31”, but must lie between 1970 and 2106.'],
  ])('is refused for %j', (change, field, reason) => {
    expect(of(change)).toEqual([[field, reason]]);
  });

  it('names ten problems and no more', () => {
    expect(of({ tags: Array.from({ length: 30 }, () => 1) })).toHaveLength(10);
  });
});
