import { sameColumns } from './check/columns.ts';
import { Findings } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import type { Format } from './format.ts';
import { promptFault } from './prompt.ts';
import { checkAnswer, checkToolsColumn, toolsColumn, trlAnswer, trlDialect, trlMessages } from './trl.ts';

/**
 * TRL's prompt-completion type, conversational: `SFTTrainer` trains on the completion alone, so that the answers of the
 * history stay context. Source: https://huggingface.co/docs/trl/dataset_formats.
 */
export const trlPromptCompletion: Format = {
  container: 'jsonl',
  sameColumns: true,
  row({ prompt, tools, chosen }, shape) {
    if (chosen === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: true });
    if (fault) return { ok: false, reason: fault };
    return {
      ok: true,
      row: { prompt: trlMessages(prompt), completion: trlAnswer(chosen), ...toolsColumn(tools, shape) },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['prompt', 'completion', 'tools'])) return findings.list;
    checkMessages('prompt', row['prompt'], trlDialect, 'question', findings);
    checkAnswer('completion', row['completion'], findings);
    checkToolsColumn(row['tools'], findings);
    return findings.list;
  },
  fileRules: sameColumns,
};
