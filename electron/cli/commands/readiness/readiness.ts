import type { CountedReadiness, Finding } from '../../../../shared/domain/readiness.ts';
import { findingText, overallText } from '../../../../shared/rules/readiness.ts';
import { saveReport } from '../../../service/readiness/report/save.ts';
import { readStatus } from '../../../service/workspace/status.ts';
import { command } from '../../command.ts';
import { exit, UsageError } from '../../exit.ts';
import { instant } from '../../format.ts';
import { userPath } from '../../place.ts';
import { countReadiness } from './count.ts';

export const readinessCommand = command({
  name: 'readiness',
  usage: 'readiness --workspace DIR [--report FILE] [--json]',
  summary: 'Says whether the data is ready for a fine-tune',
  details: `Each criterion of the guide, on the dataset that is planned in the workspace: met, not met, or
cannot tell, with its number and with what would settle it. Exit code 1 unless the whole is ready.

      --report FILE    writes all of it with its plots as one HTML file, too

It only reads samples and labels, and works beside an open window.`,
  options: { report: { type: 'string' } },
  async run({ workspace, terminal }, { report }, files) {
    if (files.length > 0)
      throw new UsageError(`“${files[0]}” does not belong here: readiness takes no files.`, 'readiness');
    const counted = await countReadiness(workspace, (share) =>
      terminal.progress(`reading: ${Math.floor(share * 100)} %`),
    );
    if (report !== undefined) {
      const { name } = readStatus(workspace);
      const { path } = saveReport(counted, { folder: workspace, workspace: name, path: userPath(report) });
      terminal.note(`The report is in ${path}.`);
    }
    terminal.result(counted, () => textOf(counted));
    return counted.readiness.overall === 'ready' ? exit.ok : exit.findings;
  },
});

function textOf({ readiness }: CountedReadiness): string {
  const { title, detail } = overallText(readiness);
  const rows = readiness.findings.map(rowOf).join('\n');
  return `${title}\n${detail}\n\n${rows}\n\nAs of ${instant(readiness.asOf)}.`;
}

function rowOf(finding: Finding): string {
  const { title, number, evidence, settle } = findingText(finding);
  const below = [evidence, settle].filter((text) => text !== null).map((text) => `\n${' '.repeat(13)}${text}`);
  return `${finding.verdict.padEnd(11)}  ${title}: ${number}${below.join('')}`;
}
