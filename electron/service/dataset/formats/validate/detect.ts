import type { FormatId } from '../../../../../shared/domain/dataset.ts';
import { isObject } from '../check/findings.ts';
import type { JsonObject } from '../format.ts';
import { Lines } from './lines.ts';
import { chunks } from './watch.ts';

/**
 * The format that a file can only have: by its first bytes, its name, or the keys of its first row. Null where more than
 * one is possible. A file of nothing lacks the same in every format.
 *
 * @throws AssayError io
 */
export async function detectFormat(path: string): Promise<FormatId | null> {
  const named = /\.csv$/i.test(path) ? 'csv' : null;
  const lines = new Lines();
  let first = true;
  for await (const chunk of chunks(path, {})) {
    if (first && chunk.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
    if (named) return named;
    first = false;
    for (const { bytes } of lines.cut(chunk)) return bytes && formatOfRow(bytes.toString('utf8'));
  }
  for (const { bytes } of lines.finish()) return bytes && formatOfRow(bytes.toString('utf8'));
  return first ? (named ?? 'openai-chat') : null;
}

function formatOfRow(line: string): FormatId | null {
  let row: unknown;
  try {
    row = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  if (!isObject(row)) return null;
  if ('input' in row || 'preferred_output' in row) return 'openai-preference';
  if ('conversations' in row) return 'chosen' in row ? 'sharegpt-preference' : 'sharegpt';
  if ('prompt' in row) {
    if ('chosen' in row) return 'trl-dpo';
    return 'label' in row ? 'trl-kto' : 'completion' in row ? 'trl-prompt-completion' : null;
  }
  return 'messages' in row ? formatOfMessages(row) : null;
}

/** OpenAI's chat rows and TRL's are the same until one has a weight or calls a tool. */
function formatOfMessages({ messages, tools, parallel_tool_calls: parallel }: JsonObject): FormatId | null {
  if (parallel !== undefined) return 'openai-chat';
  if (typeof tools === 'string') return 'trl-sft';
  for (const message of Array.isArray(messages) ? messages : []) {
    if (!isObject(message)) continue;
    if ('weight' in message) return 'openai-chat';
    const calls = message['tool_calls'];
    const call: unknown = Array.isArray(calls) ? calls[0] : null;
    const called = isObject(call) ? call['function'] : null;
    if (isObject(called)) return typeof called['arguments'] === 'string' ? 'openai-chat' : 'trl-sft';
  }
  return null;
}
