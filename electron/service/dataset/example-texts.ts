import type { Example, Message } from '../../../shared/domain/example.ts';

/**
 * An example with each of its texts replaced: what was said, what tools were called with and answered, both answers.
 *
 * @param from the first message of the prompt that is said by somebody: a system prompt of the settings is nobody's
 */
export function mapTexts(example: Example, from: number, replace: (text: string) => string): Example {
  return {
    ...example,
    prompt: example.prompt.map((message, index) => (index < from ? message : mapMessage(message, replace))),
    chosen: example.chosen === null ? null : replace(example.chosen),
    rejected: example.rejected === null ? null : replace(example.rejected),
  };
}

/** The texts that `mapTexts` replaces. */
export function textsIn(example: Example, from: number): string[] {
  const texts: string[] = [];
  mapTexts(example, from, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

function mapMessage(message: Message, replace: (text: string) => string): Message {
  const content = replace(message.content);
  if (message.role !== 'assistant') return { ...message, content };
  const toolCalls = message.toolCalls.map((call) => ({ ...call, arguments: mapJson(call.arguments, replace) }));
  return { ...message, content, toolCalls };
}

/** Arguments stay the JSON that they are: a number of which something is replaced becomes a text. */
function mapJson(json: string, replace: (text: string) => string): string {
  const plain = replace(json);
  if (plain === json) return json;
  try {
    return JSON.stringify(mapValue(JSON.parse(json), replace));
  } catch {
    return plain; // No JSON: a text like any other, which formats refuse.
  }
}

function mapValue(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number') {
    const text = String(value);
    const replaced = replace(text);
    return replaced === text ? value : replaced;
  }
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValue(item, replace)]));
}
