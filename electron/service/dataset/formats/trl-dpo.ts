import { sameColumns } from './check/columns.ts';
import { Findings } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import type { Format } from './format.ts';
import { promptFault } from './prompt.ts';
import {
  checkAnswer,
  checkDifferent,
  checkToolsColumn,
  toolsColumn,
  trlAnswer,
  trlDialect,
  trlMessages,
} from './trl.ts';

/**
 * TRL's preference type with an explicit prompt, conversational: for `DPOTrainer` and its kin.
 * Source: https://huggingface.co/docs/trl/dataset_formats.
 */
export const trlDpo: Format = {
  container: 'jsonl',
  sameColumns: true,
  row({ prompt, tools, chosen, rejected }, shape) {
    if (chosen === null || rejected === null || chosen === rejected) return { ok: false, reason: 'no_pair' };
    const fault = promptFault(prompt, { systemFirst: true });
    if (fault) return { ok: false, reason: fault };
    return {
      ok: true,
      row: {
        prompt: trlMessages(prompt),
        chosen: trlAnswer(chosen),
        rejected: trlAnswer(rejected),
        ...toolsColumn(tools, shape),
      },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['prompt', 'chosen', 'rejected', 'tools'])) return findings.list;
    checkMessages('prompt', row['prompt'], trlDialect, 'question', findings);
    checkAnswer('chosen', row['chosen'], findings);
    checkAnswer('rejected', row['rejected'], findings);
    checkDifferent(row['chosen'], row['rejected'], findings);
    checkToolsColumn(row['tools'], findings);
    return findings.list;
  },
  fileRules: sameColumns,
};
