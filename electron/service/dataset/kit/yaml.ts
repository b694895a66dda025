import { yamlString } from './escape.ts';

export type YamlValue = string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/**
 * A value as YAML in block style. Keys are ours and stand as they are; every text is quoted and on one line, so that
 * nobody's text is taken for a number, a tag, or the end of the document.
 */
export function yaml(value: { readonly [key: string]: YamlValue }): string {
  return `${mapLines(value).join('\n')}\n`;
}

function mapLines(map: { readonly [key: string]: YamlValue }): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (typeof value !== 'object') return [`${key}: ${scalar(value)}`];
    return [`${key}:`, ...lines(value).map((line) => `  ${line}`)];
  });
}

function lines(value: YamlValue): string[] {
  if (typeof value !== 'object') return [scalar(value)];
  if (!isList(value)) return mapLines(value);
  return value.flatMap((item) => lines(item).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)));
}

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);
const scalar = (value: string | number | boolean) => (typeof value === 'string' ? yamlString(value) : String(value));
