import type { Message } from '../../../../shared/domain/example.ts';
import { Findings } from './check/findings.ts';
import type { Format } from './format.ts';
import { promptFault } from './prompt.ts';

/**
 * The columns of the CSV format, for people and their spreadsheets.
 *
 * `history` is what came before the query and `steps` what came between query and answer, such as tool calls, both as
 * text to read; `answer` is what passes the gate, `rejected` a draft that a person scored lower or rejected. Cells are
 * empty where there is nothing.
 */
export const csvColumns = ['system', 'history', 'query', 'steps', 'answer', 'rejected'] as const;

export const csv: Format = {
  container: 'csv',
  sameColumns: false,
  row({ prompt, chosen, rejected }) {
    if (chosen === null && rejected === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: false });
    if (fault) return { ok: false, reason: fault };
    const [first] = prompt;
    const begin = first?.role === 'system' ? 1 : 0;
    const query = prompt.findLastIndex(({ role }) => role === 'user');
    if (query < 0) return { ok: false, reason: 'no_question' };
    return {
      ok: true,
      row: {
        system: first?.role === 'system' ? first.content : '',
        history: transcript(prompt.slice(begin, query)),
        query: prompt[query]?.content ?? '',
        steps: transcript(prompt.slice(query + 1)),
        answer: chosen ?? '',
        rejected: rejected === chosen ? '' : (rejected ?? ''),
      },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, csvColumns)) return findings.list;
    findings.text('query', row['query']);
    const { answer, rejected } = row;
    if (rejected === undefined || rejected === '') findings.text('answer', answer);
    else if (answer === rejected)
      findings.add(
        'rejected',
        'answers_equal',
        '`answer` and `rejected` are the same.',
        'Leave the one empty that is not meant.',
      );
    return findings.list;
  },
  fileRules: () => ({ row: () => [], end: () => [] }),
};

/** Messages as text to read: each with its role, an empty line between them. */
function transcript(messages: readonly Message[]): string {
  return messages.map(spoken).join('\n\n');
}

function spoken(message: Message): string {
  if (message.role !== 'assistant') return `${message.role}: ${message.content}`;
  const calls = message.toolCalls.map(({ name, arguments: given }) => `assistant calls ${name}(${given})`);
  return (message.content === '' ? calls : [`assistant: ${message.content}`, ...calls]).join('\n');
}
