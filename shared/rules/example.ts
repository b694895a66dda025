import type { Sample } from '../domain/sample.ts';

/** One line of OpenAI's chat format. `weight: 0` keeps an assistant message as context and out of the training. */
export type Example = { messages: ExampleMessage[] };
export type ExampleMessage = { role: 'system' | 'user' | 'assistant'; content: string; weight?: 0 };

export const exampleParts = ['system', 'history', 'query', 'answer'] as const;
export type ExamplePart = (typeof exampleParts)[number];

/** Control tokens of the known chat models (`<|endoftext|>`, `<|im_start|>` …): one of them in a text fails a file. */
const specialToken = /<\|\w+\|>/;

/** What a trainer would refuse in a text. */
const flaws = {
  empty_text: (text: string) => text.trim() === '',
  nul_character: (text: string) => text.includes('\0'),
  lone_surrogate: (text: string) => !text.isWellFormed(),
  special_token: (text: string) => specialToken.test(text),
};

export type ExampleReason =
  | { code: keyof typeof flaws; part: ExamplePart }
  /** A tool's turn: the format ties it to a tool call by id, and a turn of plain text has neither. */
  | { code: 'history_not_representable' };

function flawsOf(part: ExamplePart, messages: readonly ExampleMessage[]): ExampleReason[] {
  return (Object.keys(flaws) as (keyof typeof flaws)[])
    .filter((code) => messages.some(({ content }) => flaws[code](content)))
    .map((code) => ({ code, part }));
}

/**
 * Renders a sample and the text to train on as one training example, or says why it cannot.
 *
 * A system prompt replaces the system turns that open the history: both say under which instructions the agent runs.
 * Without one those turns stay, as do system turns later on. Earlier answers get weight 0: OpenAI trains on every
 * assistant message, and nobody approved those here.
 *
 * @param systemPrompt the prompt of the sample's agent; null where none is set
 */
export function exampleOf(
  sample: Sample,
  text: string,
  systemPrompt: string | null,
): { ok: true; example: Example } | { ok: false; reasons: ExampleReason[] } {
  const parts: Record<ExamplePart, ExampleMessage[]> = {
    system: systemPrompt === null ? [] : [{ role: 'system', content: systemPrompt }],
    history: [],
    query: [{ role: 'user', content: sample.query }],
    answer: [{ role: 'assistant', content: text }],
  };
  const firstTurn = sample.history.findIndex(({ role }) => role !== 'system');
  const opening = firstTurn < 0 ? sample.history.length : firstTurn;
  let tools = false;
  for (const { role, content } of sample.history.slice(systemPrompt === null ? 0 : opening)) {
    if (role === 'tool') tools = true;
    else parts.history.push(role === 'assistant' ? { role, content, weight: 0 } : { role, content });
  }
  const reasons = exampleParts.flatMap((part) => flawsOf(part, parts[part]));
  if (tools) reasons.push({ code: 'history_not_representable' });
  if (reasons.length > 0) return { ok: false, reasons };
  return { ok: true, example: { messages: exampleParts.flatMap((part) => parts[part]) } };
}

/**
 * One line of a JSONL file, with its end. Line separators beyond LF are escaped: JSON allows them raw, and readers that
 * split at every Unicode line end (Python's splitlines) would cut the line in two.
 */
export function exampleLine(example: Example): string {
  const json = JSON.stringify(example);
  return `${json.replace(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
