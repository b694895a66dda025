import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { timestampSchema } from '../../../../shared/domain/sample.ts';
import { type Problem, type ReadRow, refused } from './problem.ts';
import { problemsOf } from './sentences.ts';

/** What a file says about rows that do not say it themselves. */
export type FileFacts = {
  /** The agent's name where a chat line names none: the file's name. */
  name: string;
  /** `created_at` where a chat line has none: when the file was last changed. */
  modifiedAt: string;
};

/** Namespace of the ids of chat lines that have none of their own. */
const namespace = '6c1a2f0e-7d1b-5f43-9a55-3a0f5b1c9d27';

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const toolCallSchema = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});
const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
  name: z.string().nullish(),
  weight: z.union([z.literal(0), z.literal(1)]).nullish(),
  tool_call_id: z.string().nullish(),
  tool_calls: z.array(toolCallSchema).nullish(),
});
type Message = z.infer<typeof messageSchema>;
type ToolCall = z.infer<typeof toolCallSchema>;

const chatSchema = z.looseObject({
  messages: z.array(messageSchema),
  id: z.union([z.string().min(1), z.number()]).nullish(),
  sample_id: z.string().min(1).nullish(),
  created_at: timestampSchema.nullish(),
  metadata: z
    .looseObject({
      agent_name: z.string().min(1).nullish(),
      conversation_id: z.string().nullish(),
      intent: z.string().nullish(),
      model: z.string().nullish(),
      prompt_version: z.string().nullish(),
      created_at: timestampSchema.nullish(),
    })
    .nullish(),
});

export function isChat(value: object): boolean {
  return 'messages' in value && !('agent_response' in value);
}

export type ChatRow = { ok: true; row: object; dated: boolean } | (ReadRow & { ok: false });

/**
 * Reads a chat of OpenAI's fine-tuning format as a row: the last message is the draft, the last user message before it
 * the query, what lies before that the history. Results of tools between the two are the draft's sources.
 *
 * A chat has no id and no time of its own: the id comes from what it says, so that importing it again is no new
 * sample, and the time from the file.
 */
export function chatRow(value: object, facts: FileFacts): ChatRow {
  const parsed = chatSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(chatSchema, parsed.error, value) };
  const { messages, id, sample_id, created_at, metadata, ...rest } = parsed.data;
  const taken = ['source', 'query'].find((key) => key in rest) ?? (metadata && 'history' in metadata && 'history');
  if (taken)
    return refused(taken, `It has \`${taken}\` beside \`messages\`, which say the same.`, 'Leave one of them out.');

  const turns = readTurns(messages);
  if (!Array.isArray(turns)) return { ok: false, problems: [turns] };
  const parts = split(turns);
  if ('reason' in parts) return { ok: false, problems: [parts] };
  const { history, query, steps, draft } = parts;

  const { agent_name, conversation_id, intent, model, prompt_version, created_at: madeAt, ...about } = metadata ?? {};
  const time = created_at ?? madeAt;
  const row = {
    ...rest,
    ...(id == null ? {} : { id }),
    sample_id: sample_id ?? (isCounter(id) ? uuidv5(JSON.stringify(value), namespace) : String(id)),
    created_at: time ?? facts.modifiedAt,
    source: { agent_name: agent_name ?? facts.name, conversation_id, model, prompt_version },
    query: { text: query.text, intent, ...beside(query), metadata: { ...about, history: history.map(historyTurn) } },
    agent_response: { text: draft.text, sources: sourcesOf(steps), ...beside(draft) },
    ...(draft.weight === 0 ? { training_flags: notForTraining(rest['training_flags']) } : {}),
  };
  return { ok: true, row, dated: time != null };
}

/** A number counts the lines of one file, and the next file counts from 1 again: it is kept, but names no sample. */
function isCounter(id: string | number | null | undefined): boolean {
  return id == null || /^\d*$/.test(String(id));
}

/** A message with its text, and with everything else that it carries. */
type Turn = {
  role: 'user' | 'assistant' | 'system' | 'tool';
  text: string;
  calls: ToolCall[];
  weight: number | null;
  index: number;
  extra: Record<string, unknown>;
};

const roles = { developer: 'system', function: 'tool' } as const;

function readTurns(messages: readonly Message[]): Turn[] | Problem {
  const turns: Turn[] = [];
  for (const [index, { role, content, ...extra }] of messages.entries()) {
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
    const other = parts.find((part) => part.type !== 'text' || part.text === undefined);
    if (other)
      return {
        field: `messages[${index}].content`,
        reason: `Message ${index + 1} holds a part of type ${other.type}: only text can be labeled.`,
        remedy: 'Leave this sample out, or describe the part in words.',
      };
    turns.push({
      role: role === 'developer' || role === 'function' ? roles[role] : role,
      text: parts.map(({ text }) => text).join(''),
      calls: extra.tool_calls ?? [],
      weight: extra.weight ?? null,
      index,
      extra,
    });
  }
  return turns;
}

type Parts = { history: Turn[]; query: Turn; steps: Turn[]; draft: Turn };

function split(turns: Turn[]): Parts | Problem {
  const problem = (turn: Turn | undefined, reason: string, remedy: string): Problem => ({
    field: turn ? `messages[${turn.index}]` : 'messages',
    reason,
    remedy,
  });
  const draft = turns.at(-1);
  if (!draft) return problem(draft, 'There are no messages.', 'Add the question and the answer.');
  if (draft.role !== 'assistant')
    return problem(
      draft,
      `The last message is from ${draft.role}, so there is no answer to score.`,
      'End the messages with the answer of the assistant.',
    );
  if (draft.calls.length > 0 || 'function_call' in draft.extra)
    return problem(draft, 'The last message calls a tool: it is no answer that can be scored.', 'Add the answer.');
  if (draft.text === '') return problem(draft, 'The last message has no text.', 'Add the answer.');
  const at = turns.findLastIndex(({ role }) => role === 'user');
  const query = turns[at];
  if (!query) return problem(undefined, 'There is no message of a user before the answer.', 'Add the question.');
  if (query.text === '')
    return problem(query, 'The question, the last message of the user, is empty.', 'Add its text.');
  const steps = turns.slice(at + 1, -1);
  const stray = steps.find(({ role, text, calls }) => role !== 'tool' && (role !== 'assistant' || text || !calls[0]));
  if (stray)
    return problem(
      stray,
      `Message ${stray.index + 1}, from ${stray.role}, stands between the question and the answer, where only tool calls ` +
        'and their results can be.',
      'Join it with the answer, or move it before the question.',
    );
  return { history: turns.slice(0, at), query, steps, draft };
}

/** What a message carries that has no place of its own. */
function beside({ extra }: Turn) {
  return Object.keys(extra).length === 0 ? {} : { message: extra };
}

function historyTurn({ role, text, calls, extra }: Turn) {
  const content = text || calls.map((call) => `${call.function.name}(${call.function.arguments})`).join('\n');
  return { ...extra, role, content };
}

/** One source a tool call, with the call's result as its text, and one for each result that answers no known call. */
function sourcesOf(steps: readonly Turn[]) {
  const results = steps.filter(({ role }) => role === 'tool');
  const calls = steps.flatMap((step) => step.calls);
  const callOf = (result: Turn) => calls.find(({ id }) => id != null && id === result.extra['tool_call_id']);
  const unanswered = calls.filter((call) => !results.some((result) => callOf(result) === call));
  const source = (call: ToolCall | undefined, result: Turn | undefined) => ({
    id: call?.id ?? result?.extra['tool_call_id'] ?? null,
    text: result?.text ?? '',
    metadata: {
      tool: call?.function.name ?? result?.extra['name'] ?? 'tool',
      ...(call ? { arguments: call.function.arguments } : {}),
    },
  });
  return [
    ...results.map((result) => source(callOf(result), result)),
    ...unanswered.map((call) => source(call, undefined)),
  ];
}

/** `weight: 0` on the answer says: not to be trained on. */
function notForTraining(flags: unknown): unknown {
  if (flags != null && typeof flags !== 'object') return flags;
  return { ...flags, include_in_training: false };
}
