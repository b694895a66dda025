import { describe, expect, it, onTestFinished } from 'vitest';
import { Reader } from '../../electron/service/samples/query/source.ts';
import { readText, Words } from '../../electron/service/samples/query/text.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { collect, openQueryParts } from '../fixtures/query.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const whole = (text: string) => ({ text, unfinished: false });
const unfinished = (text: string) => ({ text, unfinished: true });

describe('the text of a search', () => {
  it.each([
    ['late', [unfinished('late')], []],
    ['late ', [whole('late')], []],
    ['late refund', [whole('late'), unfinished('refund')], []],
    ['l', [whole('l')], []],
    ['late.', [whole('late.')], []],
    ['"late refund"', [whole('late refund')], []],
    ['"late ref', [unfinished('late ref')], []],
    ['late -paid', [whole('late')], [whole('paid')]],
    ['-paid', [], [whole('paid')]],
    ['-"not paid" late', [unfinished('late')], [whole('not paid')]],
    ['pay-back', [unfinished('pay-back')], []],
    ['AND NOT(x) "', [whole('AND'), whole('NOT(x)')], []],
    ['query:late*', [whole('query:late*')], []],
    ['... - "" ( *', [], []],
    ['💡', [], []],
    ['日本語', [unfinished('日本語')], []],
    ['a\0b', [whole('a'), whole('b')], []],
  ])('%j is read as a person means it', (text, all, none) => {
    expect(readText(text)).toEqual({ all, none });
  });
});

describe('an unfinished word', () => {
  function openWords(texts: string[]) {
    const rows = texts.map((text, i) => sampleRow(`s${i}`, { query: { text }, agent_response: { text: '-' } }));
    const workspace = workspaceWith(rows);
    const db = openReadonly(workspace.files.corpus);
    onTestFinished(() => {
      db.close();
    });
    return { words: new Words(new Reader(db)), orders: openQueryParts(workspace).orders };
  }

  it('is spelled out as the words of the corpus that begin so', () => {
    const { words } = openWords(['Late later', 'latte', 'plate', 'Lâteral']);
    expect(words.match([unfinished('lat')], 'AND')).toEqual({
      expression: '("late" OR "later" OR "lateral" OR "latte")',
      streams: true,
    });
    expect(words.match([unfinished('very LAT')], 'AND').expression).toContain('"very later"');
    expect(words.match([unfinished('zz')], 'AND')).toEqual({ expression: '("zz")', streams: true });
  });

  it('is left to the full-text index where the spelling is not certain or too many words begin so', () => {
    const { words, orders } = openWords([...Array.from({ length: 300 }, (_, i) => `order${i}`), 'Große', 'grösser']);
    expect(words.match([unfinished('ord')], 'AND')).toEqual({ expression: '"ord" *', streams: false });
    expect(words.match([unfinished('grö')], 'AND')).toEqual({ expression: '"grö" *', streams: false });
    expect(collect(orders.sorted('newest', { text: 'ord' }))).toHaveLength(300);
    expect(collect(orders.sorted('newest', { text: 'GRÖ' }))).toHaveLength(2);
    expect(collect(orders.sorted('newest', { text: 'große' }))).toHaveLength(1);
  });
});
