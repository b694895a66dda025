import { sameColumns } from './check/columns.ts';
import { Findings } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import type { Format } from './format.ts';
import { promptFault } from './prompt.ts';
import { checkToolsColumn, toolsColumn, trlAnswer, trlDialect, trlMessages } from './trl.ts';

/**
 * TRL's language-modeling type, conversational: one list of messages, for `SFTTrainer`.
 *
 * It trains on the whole conversation, or with `assistant_only_loss` on every answer in it, also on those that nobody
 * approved. `trl-prompt-completion` trains on the last answer alone. Source: https://huggingface.co/docs/trl/dataset_formats.
 */
export const trlSft: Format = {
  container: 'jsonl',
  sameColumns: true,
  row({ prompt, tools, chosen }, shape) {
    if (chosen === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: true });
    if (fault) return { ok: false, reason: fault };
    const messages = [...trlMessages(prompt), ...trlAnswer(chosen)];
    return { ok: true, row: { messages, ...toolsColumn(tools, shape) } };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['messages', 'tools'])) return findings.list;
    checkMessages('messages', row['messages'], trlDialect, 'answer', findings);
    checkToolsColumn(row['tools'], findings);
    return findings.list;
  },
  fileRules: sameColumns,
};
