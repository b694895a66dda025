import { type FormatId, formatIds } from '../../../shared/domain/dataset.ts';
import type { ExportResult, JobProgress } from '../../../shared/domain/job.ts';
import { timestampSchema } from '../../../shared/domain/sample.ts';
import { AssayError } from '../../../shared/errors.ts';
import { reasonText } from '../../../shared/rules/reasons.ts';
import { runExport } from '../../service/dataset/jobs.ts';
import { command } from '../command.ts';
import { exit, exitCodeOfSignal, UsageError } from '../exit.ts';
import { columns, count, indented, size } from '../format.ts';
import { userPath } from '../place.ts';
import { onInterruption } from '../signals.ts';

export const exportCommand = command({
  name: 'export',
  usage: 'export --out FILE --workspace DIR [--format F] [--min-score N] [--all] [--agent A] [--tag T]… [--json]',
  summary: 'Writes the samples that pass the gate into one file',
  details: `      --out FILE       the file to write; one that is there is replaced at once, when the new one is complete
      --format F       one of these, else openai-chat:
                       ${formatIds.slice(0, 5).join(' ')}
                       ${formatIds.slice(5).join(' ')}
      --min-score N    least score, 1 to 5, overall and on every criterion; else the workspace's own gate
      --all            takes verdicts that are not approvals too, if their scores pass
      --agent A        only samples of this agent
      --tag T          only samples with this tag; repeated, with every one of them
      --from D, --to D only samples created since, and before, a date and time with its zone

What is for evaluation stays out, and what a dataset holds out, with its conversation. Personal data is replaced by
tokens, as planned for the dataset of the workspace. It changes no sample and no label, and works beside an open window.
The same labels give the same bytes, until a dataset holds out more. For training, build a dataset: it has no
duplicates, holds some conversations out, and can be verified.`,
  options: {
    out: { type: 'string' },
    'min-score': { type: 'string' },
    all: { type: 'boolean' },
    agent: { type: 'string' },
    tag: { type: 'string', multiple: true },
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string' },
  },
  async run({ workspace, terminal }, values, files) {
    if (files.length > 0)
      throw new UsageError(`“${files[0]}” does not belong here: name the file with --out.`, 'export');
    if (!values.out) throw new UsageError('No file is named: give --out FILE.', 'export');
    const minQualityScore = readScore(values['min-score']);
    const filters = {
      ...(minQualityScore === null ? {} : { minQualityScore }),
      ...(values.all ? { approvedOnly: false } : {}),
      ...(values.agent === undefined ? {} : { agent: values.agent }),
      ...(values.tag ? { tags: values.tag } : {}),
      ...(values.from === undefined ? {} : { from: readTime(values.from, '--from') }),
      ...(values.to === undefined ? {} : { to: readTime(values.to, '--to') }),
    };
    const params = { outputPath: userPath(values.out), format: readFormat(values.format), filters };
    const { result, cancel } = runExport(workspace, params, (progress) => terminal.progress(progressText(progress)));
    const interruption = onInterruption(cancel);
    try {
      const written = await result;
      terminal.result(written, () => resultText(written, params.format));
      return written.included + written.rejected > 0 ? exit.ok : exit.findings;
    } catch (error) {
      if (!(interruption.signal && error instanceof AssayError && error.kind === 'cancelled')) throw error;
      terminal.error(error.report());
      return exitCodeOfSignal(interruption.signal);
    } finally {
      interruption.end();
    }
  },
});

function readFormat(name = 'openai-chat'): FormatId {
  const format = formatIds.find((known) => known === name);
  if (!format) throw new UsageError(`There is no format “${name}”. There are: ${formatIds.join(', ')}.`, 'export');
  return format;
}

function readTime(text: string, option: string): string {
  if (timestampSchema.safeParse(text).success) return text;
  throw new UsageError(
    `${option} is a date and time with its zone, as in 2026-09-01T08:00:00Z, not “${text}”.`,
    'export',
  );
}

function readScore(text: string | undefined): number | null {
  if (text === undefined) return null;
  const score = text.trim() === '' ? Number.NaN : Number(text);
  if (!(score >= 1 && score <= 5))
    throw new UsageError(`--min-score is a number from 1 to 5, not “${text}”.`, 'export');
  return score;
}

function progressText({ done, total, note }: JobProgress): string {
  return `${note}: ${count(done)}${total ? ` of ${count(total)}` : ''} samples`;
}

function resultText(result: ExportResult, format: FormatId): string {
  const { outputPath, bytes, sha256, samples, included, corrected, rejected, legacy, excluded, reasons } = result;
  const out = Object.entries(reasons).map(([key, number]): [string, number] => [`  ${reasonText(key)}`, number]);
  const table = columns([
    ['samples', samples],
    ['included', included],
    ['  with correction', corrected],
    ['  verdict from before Assay', legacy],
    ...(rejected > 0 ? [['rejected drafts', rejected] as const] : []),
    ['excluded', excluded],
    ...out,
  ]);
  const lines = [`wrote ${outputPath}`, `${size(bytes)}, SHA-256 ${sha256}`, indented(table)];
  const replaced = Object.entries(result.redactions);
  if (replaced.length > 0) lines.push('Personal data that was replaced by tokens:', indented(columns(replaced)));
  const promptless = Object.entries(result.withoutSystemPrompt);
  if (promptless.length > 0)
    lines.push(
      'Without a system prompt, because none is set for the agent:',
      indented(columns(promptless.map(([agent, number]) => [agent, number]))),
    );
  if (included + rejected === 0) lines.push('No sample passes the gate: the file is empty.');
  else if (format === 'openai-chat' && included < 10)
    lines.push(`OpenAI asks for at least 10 examples; this file has ${included}.`);
  return lines.join('\n');
}
