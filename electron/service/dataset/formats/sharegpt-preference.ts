import { sameColumns } from './check/columns.ts';
import { Findings } from './check/findings.ts';
import type { Format, JsonValue } from './format.ts';
import { checkTurns, checkValue, toolsText, turnsOf } from './sharegpt-turns.ts';
import { checkDifferent } from './trl.ts';

/**
 * ShareGPT with two answers, as LLaMA-Factory compares them (`ranking` in dataset_info.json). See `sharegpt-turns.ts` for
 * the source.
 */
export const sharegptPreference: Format = {
  container: 'jsonl',
  sameColumns: false,
  row(example) {
    const { chosen, rejected, tools } = example;
    if (chosen === null || rejected === null || chosen === rejected) return { ok: false, reason: 'no_pair' };
    const read = turnsOf(example);
    if (!read.ok) return read;
    return {
      ok: true,
      row: {
        conversations: read.turns,
        chosen: { from: 'gpt', value: chosen },
        rejected: { from: 'gpt', value: rejected },
        system: read.system,
        tools: toolsText(tools),
      },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['conversations', 'chosen', 'rejected', 'system', 'tools'])) return findings.list;
    checkTurns(row, 1, findings);
    checkAnswer('chosen', row['chosen'], findings);
    checkAnswer('rejected', row['rejected'], findings);
    checkDifferent(row['chosen'], row['rejected'], findings);
    return findings.list;
  },
  fileRules: sameColumns,
};

function checkAnswer(field: string, value: JsonValue | undefined, findings: Findings): void {
  if (!findings.object(field, value, ['from', 'value'])) return;
  const from = value['from'];
  if (from !== 'gpt' && from !== 'function_call')
    findings.wrongType(`${field}.from`, from, 'the text “gpt” or “function_call”');
  checkValue(`${field}.value`, from, value['value'], findings);
}
