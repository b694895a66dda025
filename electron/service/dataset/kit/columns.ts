import type { FormatId } from '../../../../shared/domain/dataset.ts';
import type { DatasetShape } from '../formats/format.ts';

/** A column as `datasets` is told of it: JSON is any value, and a list of it keeps each message as it was written. */
export type ColumnType = 'json' | 'list of json' | 'string' | 'bool';

export type Columns = Readonly<Record<string, ColumnType>>;

const messages = { messages: 'list of json' } as const;
const answer = { prompt: 'list of json', completion: 'list of json' } as const;
const pair = { chosen: 'list of json', rejected: 'list of json' } as const;

/**
 * The columns of the formats whose messages differ in their keys. A reader that infers them does so from the first rows of
 * each file, and then refuses a split in which a tool is called when the one before had none.
 *
 * @returns null for a format whose columns cannot be mistaken
 */
export function columnsOf(format: FormatId, { tools }: DatasetShape): Columns | null {
  const described: Columns = tools ? { tools: 'string' } : {};
  switch (format) {
    case 'openai-chat':
      return tools ? { ...messages, tools: 'list of json' } : messages;
    case 'openai-preference':
      return { input: 'json', preferred_output: 'list of json', non_preferred_output: 'list of json' };
    case 'trl-sft':
      return { ...messages, ...described };
    case 'trl-prompt-completion':
      return { ...answer, ...described };
    case 'trl-dpo':
      return { prompt: 'list of json', ...pair, ...described };
    case 'trl-kto':
      return { ...answer, label: 'bool', ...described };
    default:
      return null;
  }
}
