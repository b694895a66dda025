import { z } from 'zod';
import { roughTokens } from './tokens.ts';

/** What a job may be told about a file that it trains on or validates with. */
export type JobError = { code: string; message: string; param: 'training_file' | 'validation_file' | null };
export type FileRole = 'training_file' | 'validation_file';
export type Method = 'supervised' | 'dpo';

/** One line, as far as an answer needs it: what was asked last, and what should be said. */
export type Example = { question: string; answer: string };

export type TrainingFile = {
  examples: number;
  /** A rough count of all tokens, the same for the same file. */
  tokens: number;
  /** Why no job can use the file. */
  error: JobError | null;
  /** Ends a job that trains on the file after so many hours of training. */
  failsAfterHours: number | null;
};

/**
 * Words in a line that make trouble on purpose: the first makes the file count as unsafe, the second has its line refused,
 * the third ends the job as a defect of the server after that many hours of training.
 */
export const unsafeMarker = '[[fake:unsafe]]';
export const refusedMarker = '[[fake:refused]]';
const failingMarker = /\[\[fake:fails-after-(\d+)-hours\]\]/;

/** OpenAI refuses a file that has one of these in a text. */
const specialToken = /<\|(?:endoftext|endofprompt|im_start|im_end|im_sep|fim_prefix|fim_middle|fim_suffix)\|>/;

const messageSchema = z
  .looseObject({
    role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
    content: z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional(),
    tool_calls: z.array(z.looseObject({})).optional(),
    weight: z.union([z.literal(0), z.literal(1)]).optional(),
  })
  .refine(({ content, tool_calls }) => (content ?? null) !== null || tool_calls !== undefined, 'content is missing');
type Message = z.infer<typeof messageSchema>;

const withAnswer = (messages: Message[]) => messages.some(({ role }) => role === 'assistant');
const supervisedSchema = z.looseObject({
  messages: z.array(messageSchema).min(1).refine(withAnswer, 'an example needs a message of the assistant'),
});
const output = z.array(messageSchema).length(1).refine(withAnswer, 'an output is a message of the assistant');
const preferenceSchema = z.looseObject({
  input: z.looseObject({ messages: z.array(messageSchema).min(1) }),
  preferred_output: output,
  non_preferred_output: output,
});

/** Lines of a file as they come from the disk. */
export async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of content) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Reads a whole file and finds out what a job would; it stops at the first line that is no example. */
export async function inspect(content: AsyncIterable<Buffer>, method: Method, role: FileRole): Promise<TrainingFile> {
  const found: TrainingFile = { examples: 0, tokens: 0, error: null, failsAfterHours: null };
  const what = role.replace('_', ' ');
  const failed = (code: string, message: string): TrainingFile => ({ ...found, error: { code, message, param: role } });
  const misshapen = (reason: string) =>
    failed(`invalid_${role}`, `The job failed due to an invalid ${what}. Invalid file format. ${reason}`);
  let unsafe = false;
  for await (const line of linesOf(content)) {
    const number = found.examples + 1;
    const reason = faultOf(line, method);
    if (reason !== null) return misshapen(`Line ${number}, ${reason}.`);
    const special = specialToken.exec(line)?.[0];
    if (special !== undefined) return misshapen(`Line ${number}, message contains an invalid token: ${special}.`);
    if (line.includes(refusedMarker)) return misshapen(`Line ${number}, message is none that this model takes.`);
    const hours = failingMarker.exec(line)?.[1];
    if (hours !== undefined) found.failsAfterHours = Number(hours);
    unsafe ||= line.includes(unsafeMarker);
    found.examples = number;
    found.tokens += roughTokens(line);
  }
  if (found.examples < 10 && role === 'training_file')
    return failed(
      'invalid_n_examples',
      `Training file has ${found.examples} example(s), but must have at least 10 examples`,
    );
  if (unsafe)
    return failed(
      'unsafe_file',
      `The job failed due to an unsafe ${what}. This ${what} was blocked because too many examples were flagged by our ` +
        'moderation system for content that violates our usage policies.',
    );
  return found;
}

function faultOf(line: string, method: Method): string | null {
  const row = parse(line);
  if (row === undefined) return 'the line is not valid JSON';
  const { error } = (method === 'dpo' ? preferenceSchema : supervisedSchema).safeParse(row);
  const issue = error?.issues[0];
  return issue === undefined ? null : `${issue.path.join('.') || 'example'}: ${issue.message}`;
}

/** What a good line teaches; a bad one gives nothing. */
export function exampleOf(line: string): Example | null {
  const row = parse(line);
  const { data: preference } = preferenceSchema.safeParse(row);
  const { data: supervised } = supervisedSchema.safeParse(row);
  const messages = preference ? [...preference.input.messages, ...preference.preferred_output] : supervised?.messages;
  if (messages === undefined) return null;
  const last = (role: string) => textOf(messages.findLast((message) => message.role === role));
  return { question: last('user'), answer: last('assistant') };
}

function textOf(message: Message | undefined): string {
  return typeof message?.content === 'string' ? message.content : '';
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
