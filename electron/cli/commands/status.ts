import { readStatus } from '../../service/workspace/status.ts';
import { command } from '../command.ts';
import { exit, UsageError } from '../exit.ts';
import { columns, count, instant, size } from '../format.ts';
import { jobText } from './jobs.ts';

export const statusCommand = command({
  name: 'status',
  usage: 'status --workspace DIR [--json]',
  summary: 'Shows a workspace in figures',
  details: 'It only reads, and works beside an open window.',
  options: {},
  async run({ workspace, terminal }, _, files) {
    if (files.length > 0) throw new UsageError(`“${files[0]}” does not belong here: status takes no files.`, 'status');
    const status = readStatus(workspace);
    terminal.result(status, () => {
      const { approve, edit, reject } = status;
      const decided = `${count(approve)} approved, ${count(edit)} with edit, ${count(reject)} rejected`;
      const { work, corpus, backups } = status.files;
      const jobs = status.unfinishedJobs.map((job): [string, string] => ['unfinished', jobText(job)]);
      return columns([
        ['workspace', `${status.name} (${workspace})`],
        ['samples', status.samples],
        ['labels', status.labels, status.labels > 0 ? `(${decided})` : ''],
        ['skipped', status.skipped],
        ['flagged', status.flagged],
        ['last label', status.lastLabelAt ? instant(status.lastLabelAt) : 'none yet'],
        ['on disk', `labels ${size(work)}, samples ${size(corpus)}, backups ${size(backups)}`],
        ...jobs,
      ]);
    });
    return exit.ok;
  },
});
