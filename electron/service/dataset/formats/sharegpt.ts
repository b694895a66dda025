import { sameColumns } from './check/columns.ts';
import { Findings } from './check/findings.ts';
import type { Format } from './format.ts';
import { checkTurns, toolsText, turnsOf } from './sharegpt-turns.ts';

/**
 * ShareGPT as LLaMA-Factory trains on it with supervision. It trains on every turn of gpt and function_call, unless its
 * `mask_history` is set, which leaves the last answer alone. See `sharegpt-turns.ts` for the source.
 */
export const sharegpt: Format = {
  container: 'jsonl',
  sameColumns: false,
  row(example) {
    if (example.chosen === null) return { ok: false, reason: 'no_chosen' };
    const read = turnsOf(example);
    if (!read.ok) return read;
    const conversations = [...read.turns, { from: 'gpt', value: example.chosen }];
    return { ok: true, row: { conversations, system: read.system, tools: toolsText(example.tools) } };
  },
  check(row) {
    const findings = new Findings();
    if (findings.object('', row, ['conversations', 'system', 'tools'])) checkTurns(row, 0, findings);
    return findings.list;
  },
  fileRules: sameColumns,
};
