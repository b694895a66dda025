import { type SampleRow, sampleRowSchema } from '../../../../shared/domain/sample.ts';
import { secondOf } from '../write.ts';
import { chatRow, type FileFacts, isChat } from './chat.ts';
import { readJson } from './json.ts';
import { type ReadRow, refused, shown } from './problem.ts';
import { problemsOf } from './sentences.ts';

/** Reads a record of NDJSON or of a JSON array: a row in the table's shape, or a chat. */
export function jsonRow(text: string, facts: FileFacts): ReadRow {
  const read = readJson(text);
  if (!read.ok) return { ok: false, problems: [read.problem] };
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(null, `It is ${shown(value)}, but a sample is an object.`, 'Write each sample as a JSON object.');
  if (!isChat(value))
    return Object.keys(value).some((key) => partsOfRow.has(key)) ? tableRow(value, true) : unknownShape;
  const chat = chatRow(value, facts);
  return chat.ok ? tableRow(chat.row, chat.dated) : chat;
}

const partsOfRow = new Set(['sample_id', 'source', 'query', 'agent_response']);
const unknownShape = refused(
  null,
  'It is neither a row of the table agent_training_samples nor a chat.',
  'Write it with `sample_id`, `created_at`, `source`, `query` and `agent_response`, or with `messages`.',
);

/** Reads a row in the table's shape, whichever format it came in. */
export function tableRow(value: object, dated: boolean): ReadRow {
  const parsed = sampleRowSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(sampleRowSchema, parsed.error, value) };
  return inTime(parsed.data, dated);
}

function inTime(row: SampleRow, dated: boolean): ReadRow {
  if (secondOf(row.created_at) !== null) return { ok: true, row, dated };
  return refused(
    'created_at',
    `\`created_at\` is ${shown(row.created_at)}, but must lie between 1970 and 2106.`,
    'Correct the value.',
  );
}
