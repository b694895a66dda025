import { type FormatId, formatIds } from '../../../shared/domain/dataset.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Finding } from '../../service/dataset/formats/format.ts';
import { type Rule, rules } from '../../service/dataset/formats/rules.ts';
import { detectFormat } from '../../service/dataset/formats/validate/detect.ts';
import { type Validation, validateFile } from '../../service/dataset/formats/validate/validate.ts';
import { fileCommand } from '../command.ts';
import { exit, exitCodeOfSignal, UsageError } from '../exit.ts';
import { columns, count, indented, plural, size } from '../format.ts';
import { userPath } from '../place.ts';
import { onInterruption } from '../signals.ts';

/** More findings than these are only counted. */
const shownAtMost = 100;

export const validateCommand = fileCommand({
  name: 'validate',
  usage: 'validate FILE [--format F] [--json]',
  summary: 'Checks a training file, whoever made it, against the format that a trainer reads',
  details: `      --format F       one of ${formatIds.slice(0, 5).join(', ')},
                       ${formatIds.slice(5).join(', ')};
                       without it the file must tell by itself

It names each fault with line, field and remedy: the first ${shownAtMost}, and how many there are of each kind. It is at
least as strict as the trainers themselves. It only reads, needs no workspace, and takes files of any size.`,
  options: { format: { type: 'string' } },
  async run({ terminal }, values, files) {
    const [file, another] = files;
    if (file === undefined) throw new UsageError('No file to check is named.', 'validate');
    if (another !== undefined)
      throw new UsageError(`“${another}” does not belong here: validate checks one file.`, 'validate');
    const path = userPath(file);
    const format = readFormat(values.format) ?? (await detectFormat(path));
    if (format === null)
      throw new UsageError('The file may be of more than one format: say which with --format F.', 'validate');

    const shown: Finding[] = [];
    const stop = new AbortController();
    const interruption = onInterruption(() => stop.abort());
    try {
      const result = await validateFile(path, format, (finding) => shown.length < shownAtMost && shown.push(finding), {
        signal: stop.signal,
        progressed: (done, total) => terminal.progress(`checking: ${size(done)} of ${size(total)}`),
      });
      terminal.result({ path, format, ...result, shown }, () => resultText(path, format, result, shown));
      return result.findings === 0 ? exit.ok : exit.findings;
    } catch (error) {
      if (!(interruption.signal && error instanceof AssayError && error.kind === 'cancelled')) throw error;
      terminal.error(error.report());
      return exitCodeOfSignal(interruption.signal);
    } finally {
      interruption.end();
    }
  },
});

function readFormat(text: string | undefined): FormatId | null {
  if (text === undefined) return null;
  const format = formatIds.find((id) => id === text);
  if (!format) throw new UsageError(`There is no format “${text}”: it is one of ${formatIds.join(', ')}.`, 'validate');
  return format;
}

function resultText(path: string, format: FormatId, result: Validation, shown: readonly Finding[]): string {
  const head = `${path}: ${plural(result.rows, 'row')}, ${size(result.bytes)}, as ${format}`;
  if (result.findings === 0) return `${head}\nNothing to mend.`;
  const kinds = (Object.entries(result.byRule) as [Rule, number][]).sort(([, a], [, b]) => b - a);
  const rest = result.findings - shown.length;
  return [
    ...shown.map(findingText),
    rest > 0 ? `… and ${count(rest)} more.` : '',
    head,
    `${plural(result.findings, 'finding')}:`,
    indented(columns(kinds.map(([rule, number]) => [rules[rule], number, rule]))),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** As compilers write it, so that editors can go there. */
function findingText({ line, field, rule, message, remedy }: Finding): string {
  const place = line === 0 ? 'the file' : `line ${count(line)}${field === '' ? '' : `, ${field}`}`;
  return `${place}: ${message} [${rule}]\n  ${remedy}`;
}
