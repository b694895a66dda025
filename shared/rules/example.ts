import type { Example, Message } from '../domain/example.ts';
import type { Sample, Turn } from '../domain/sample.ts';

export const exampleParts = ['system', 'history', 'query', 'answer'] as const;
export type ExamplePart = (typeof exampleParts)[number];

/** Control tokens of the known chat models (`<|endoftext|>`, `<|im_start|>` …): one of them in a text fails a file. */
const specialToken = /<\|\w+\|>/;

/** What a trainer would refuse in a text. */
export const textFlaws = {
  empty_text: (text: string) => text.trim() === '',
  nul_character: (text: string) => text.includes('\0'),
  lone_surrogate: (text: string) => !text.isWellFormed(),
  special_token: (text: string) => specialToken.test(text),
};
const flawCodes = Object.keys(textFlaws) as (keyof typeof textFlaws)[];

export type ExampleReason =
  | { code: keyof typeof textFlaws; part: ExamplePart }
  /** A tool's turn that answers no call before it, or a call that no turn answers. */
  | { code: 'tools_do_not_match' };

function textsOf(message: Message): string[] {
  if (message.role !== 'assistant' || message.toolCalls.length === 0) return [message.content];
  const calls = message.toolCalls.flatMap((call) => [call.name, call.arguments]);
  // A turn may say nothing beside its calls.
  return message.content === '' ? calls : [message.content, ...calls];
}

function flawsOf(part: ExamplePart, texts: readonly string[]): ExampleReason[] {
  return flawCodes.filter((code) => texts.some(textFlaws[code])).map((code) => ({ code, part }));
}

/** True when no trainer would refuse a text. */
function isSound(text: string): boolean {
  return flawsOf('answer', [text]).length === 0;
}

function messageOf({ role, content, toolCalls, toolCallId }: Turn): Message {
  if (role === 'assistant') return { role, content, toolCalls };
  // Without an id it answers nothing, and the sample is refused for that.
  return role === 'tool' ? { role, content, toolCallId: toolCallId ?? '' } : { role, content };
}

/** Each call is answered, by its id, before anybody else speaks. */
function toolsMatch(history: readonly Message[]): boolean {
  const open = new Set<string>();
  for (const message of history) {
    if (message.role === 'tool') {
      if (!open.delete(message.toolCallId)) return false;
      continue;
    }
    if (open.size > 0) return false;
    if (message.role === 'assistant') for (const { id } of message.toolCalls) open.add(id);
  }
  return open.size === 0;
}

/** What stands at the place of the answer: one of the two at least. */
export type Answers = Pick<Example, 'chosen' | 'rejected' | 'approved'>;

/**
 * Renders a sample as one training example, or says why it cannot be one.
 *
 * A system prompt replaces the system turns that open the history: both say under which instructions the agent runs.
 * Without one those turns stay, as do system turns later on. A rejected draft that no trainer would take is left out: the
 * sample then has no pair.
 *
 * @param systemPrompt the prompt of the sample's agent; null where none is set
 */
export function exampleOf(
  sample: Sample,
  { chosen, rejected, approved }: Answers,
  systemPrompt: string | null,
): { ok: true; example: Example } | { ok: false; reasons: ExampleReason[] } {
  const firstTurn = sample.history.findIndex(({ role }) => role !== 'system');
  const opening = firstTurn < 0 ? sample.history.length : firstTurn;
  const system: Message[] = systemPrompt === null ? [] : [{ role: 'system', content: systemPrompt }];
  const history = sample.history.slice(systemPrompt === null ? 0 : opening).map(messageOf);
  const reasons = [
    ...flawsOf('system', system.flatMap(textsOf)),
    ...flawsOf('history', history.flatMap(textsOf)),
    ...flawsOf('query', [sample.query]),
    ...flawsOf('answer', [chosen ?? rejected ?? '']),
  ];
  if (!toolsMatch(history)) reasons.push({ code: 'tools_do_not_match' });
  if (reasons.length > 0) return { ok: false, reasons };
  const prompt: Message[] = [...system, ...history, { role: 'user', content: sample.query }];
  const pair = rejected !== null && isSound(rejected) ? rejected : null;
  return { ok: true, example: { prompt, tools: sample.tools, chosen, rejected: pair, approved } };
}
