import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { figure, markdown, oneLine, yamlString } from '../../electron/service/dataset/kit/escape.ts';
import { decimal, epochsFor, maxLength } from '../../electron/service/dataset/kit/settings.ts';
import { yaml } from '../../electron/service/dataset/kit/yaml.ts';
import { parseYaml } from '../fixtures/yaml.ts';

describe('anybody’s text in a card', () => {
  it.each([
    ['a\n---\nb', 'a --- b'],
    ['a\u2028b\u0085c\r\n\td', 'a b c d'],
    ['\u202eevil\u2066', '\ufffdevil\ufffd'],
    ['\0\u001b[31m\u007f', '\ufffd\ufffd[31m\ufffd'],
    ['half \ud83d', 'half \ufffd'],
    ['👩‍👩‍👧‍👦 مرحبا', '👩‍👩‍👧‍👦 مرحبا'],
  ])('is one line that shows what it is: %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it.each([
    '<script>x</script>',
    '[a](javascript:b)',
    '# h',
    '- x',
    '1. x',
    '`c`',
    '*b*',
    '| a |',
    '&lt;',
    '~~x~~',
    '\\',
  ])('is nothing but text in Markdown: %s', (text) => {
    const [token] = marked.lexer(`x ${markdown(text)}`);
    const html = marked.parser([token ?? { type: 'space', raw: '' }]);
    expect(html.replaceAll(/<\/?p>|\n/g, '').replace('x ', '')).toBe(
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
  });

  it('is a quoted scalar in YAML', () => {
    expect(yamlString('a: "b" # \\ \n---')).toBe('"a: \\"b\\" # \\\\ ---"');
  });
});

describe('YAML', () => {
  it('is read as it was meant', () => {
    const value = {
      a: 'yes',
      b: 1,
      c: true,
      list: [{ x: '1', y: ['z', { q: false }] }, 'no: x'],
      map: { deep: { er: '---' } },
    };
    expect(parseYaml(yaml(value))).toEqual(value);
  });
});

describe('a figure', () => {
  it('has its thousands apart, and a decimal no exponent', () => {
    expect([0, 999, 1_000, 1_234_567].map(figure)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([0.0001, 0.000005].map(decimal)).toEqual(['0.0001', '0.000005']);
  });
});

describe('the settings of a training', () => {
  it('leave room for another tokenizer', () => {
    expect([0, 100, 341, 342, 2_000].map(maxLength)).toEqual([512, 512, 512, 1_024, 3_072]);
  });

  it('see few examples often', () => {
    expect([10, 4_999, 5_000, 50_000].map(epochsFor)).toEqual([3, 3, 2, 1]);
  });
});
