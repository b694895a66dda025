import { sameColumns } from './check/columns.ts';
import { Findings, isObject } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import type { FileRules, Format } from './format.ts';
import { promptFault } from './prompt.ts';
import { checkAnswer, checkToolsColumn, toolsColumn, trlAnswer, trlDialect, trlMessages } from './trl.ts';

/**
 * TRL's unpaired preference type, conversational: for `KTOTrainer`.
 *
 * `label` is true for an approved answer that passes the gate, false for one that a person rejected, also where the gate
 * lets it in. A corrected sample gives one row, its correction: an answer that was worth correcting is no rejection.
 * Source: https://huggingface.co/docs/trl/dataset_formats.
 */
export const trlKto: Format = {
  container: 'jsonl',
  sameColumns: true,
  row({ prompt, tools, chosen, rejected, approved }, shape) {
    const completion = chosen ?? rejected;
    if (completion === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: true });
    if (fault) return { ok: false, reason: fault };
    return {
      ok: true,
      row: {
        prompt: trlMessages(prompt),
        completion: trlAnswer(completion),
        label: chosen !== null && approved,
        ...toolsColumn(tools, shape),
      },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['prompt', 'completion', 'label', 'tools'])) return findings.list;
    checkMessages('prompt', row['prompt'], trlDialect, 'question', findings);
    checkAnswer('completion', row['completion'], findings);
    if (typeof row['label'] !== 'boolean') findings.wrongType('label', row['label'], 'true or false');
    checkToolsColumn(row['tools'], findings);
    return findings.list;
  },
  fileRules: bothLabels,
};

/** KTO learns from the difference between wanted and unwanted answers: a file with only one kind teaches nothing. */
function bothLabels(): FileRules {
  const columns = sameColumns();
  const labels = new Set<unknown>();
  return {
    row(row, end) {
      if (isObject(row)) labels.add(row['label']);
      return columns.row(row, end);
    },
    end() {
      const findings = new Findings();
      if (labels.size > 0 && !(labels.has(true) && labels.has(false)))
        findings.add(
          'label',
          'one_label',
          'The file does not have both labels, true and false: KTO learns from the difference.',
          'Add answers of the other kind, or train with trl-prompt-completion.',
        );
      return findings.list;
    },
  };
}
