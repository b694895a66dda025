import type { FormatId } from '../../../../../shared/domain/dataset.ts';
import type { Finding, Format } from '../format.ts';
import { formats } from '../formats.ts';
import type { Rule } from '../rules.ts';
import { checkCsv } from './csv.ts';
import { checkJsonl } from './jsonl.ts';
import { checkParquet } from './parquet.ts';
import { sizeOf, type Watch } from './watch.ts';

/** What a check of a file came to. */
export type Validation = {
  rows: number;
  bytes: number;
  /** How many findings there are, all in all and by rule. */
  findings: number;
  byRule: Partial<Record<Rule, number>>;
};

const checks = { jsonl: checkJsonl, csv: checkCsv, parquet: checkParquet };

/**
 * Checks anybody's file against a format, at least as strictly as whoever trains on it. It reads the file once, from
 * front to back, and holds one row (in Parquet one row group) in memory, however large the file is.
 *
 * @param onFinding called with each finding as it comes up; those of one row are capped
 * @throws AssayError io when the file cannot be read, cancelled when the watch's signal asks to stop
 */
export async function validateFile(
  path: string,
  format: FormatId,
  onFinding: (finding: Finding) => void,
  watch: Watch = {},
): Promise<Validation> {
  const bytes = await sizeOf(path);
  const rules: Format = formats[format];
  const result: Validation = { rows: 0, bytes, findings: 0, byRule: {} };
  const report = (finding: Finding) => {
    result.findings++;
    result.byRule[finding.rule] = (result.byRule[finding.rule] ?? 0) + 1;
    onFinding(finding);
  };
  const nothing = {
    line: 0,
    field: '',
    rule: 'empty_file',
    message: 'The file has no rows.',
    remedy: 'Export again.',
  } as const;
  if (bytes > 0) result.rows = await checks[rules.container](path, rules, report, watch);
  if (result.rows === 0 && result.findings === 0) report(nothing);
  return result;
}
