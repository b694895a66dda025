import { examineLedger } from '../../service/dataset/lockfile/ledger-check.ts';
import { examine } from '../../service/workspace/doctor.ts';
import { reading } from '../../service/workspace/open.ts';
import { command } from '../command.ts';
import { exit, UsageError } from '../exit.ts';

export const doctorCommand = command({
  name: 'doctor',
  usage: 'doctor --workspace DIR [--json]',
  summary: 'Checks the files of a workspace and says what to do',
  details: 'It only reads, and works beside an open window. It takes as long as reading all files.',
  options: {},
  async run({ workspace, terminal }, _, files) {
    if (files.length > 0) throw new UsageError(`“${files[0]}” does not belong here: doctor takes no files.`, 'doctor');
    terminal.progress('checking …');
    const findings = [...reading(workspace, (work, corpus) => examine({ work, corpus })), examineLedger(workspace)];
    const ok = findings.every((finding) => finding.ok);
    terminal.result({ ok, findings }, () => {
      const width = Math.max(...findings.map(({ check }) => check.length));
      return findings
        .map(({ check, ok, detail, remedy }) => {
          const line = `${ok ? 'ok    ' : 'WRONG '}  ${check.padEnd(width)}  ${detail}`;
          return remedy ? `${line}\n${' '.repeat(width + 10)}${remedy}` : line;
        })
        .join('\n');
    });
    return ok ? exit.ok : exit.findings;
  },
});
