import { parseArgs } from 'node:util';
import { AssayError, toReport } from '../../shared/errors.ts';
import { translate } from '../service/store/database.ts';
import type { Command } from './command.ts';
import { datasetCommand } from './commands/dataset/dataset.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate/evaluate.ts';
import { experimentCommand } from './commands/experiment/experiment.ts';
import { exportCommand } from './commands/export.ts';
import { finetuneCommand } from './commands/finetune/finetune.ts';
import { importCommand } from './commands/import.ts';
import { jobsCommand } from './commands/jobs.ts';
import { readinessCommand } from './commands/readiness/readiness.ts';
import { statusCommand } from './commands/status.ts';
import { syncCommand } from './commands/sync.ts';
import { validateCommand } from './commands/validate.ts';
import { type ExitCode, exit, exitCodeOf, exitHelp, UsageError } from './exit.ts';
import { columns, indented } from './format.ts';
import { userPath, version } from './place.ts';
import { Terminal } from './terminal.ts';

const commands: readonly Command[] = [
  importCommand,
  exportCommand,
  datasetCommand,
  validateCommand,
  readinessCommand,
  finetuneCommand,
  evaluateCommand,
  experimentCommand,
  syncCommand,
  jobsCommand,
  statusCommand,
  doctorCommand,
];

const globals = {
  workspace: { type: 'string', short: 'w' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

const workspaceHelp = `
  -w, --workspace DIR  the workspace folder; without it the environment variable ASSAY_WORKSPACE counts`;
const globalHelp = (workspace: boolean): string => `Options of every command${workspace ? workspaceHelp : ''}
      --json           one JSON object on stdout; an error is a JSON object on stderr
  -h, --help           this help, or with a command the command's own
      --version        the version`;

function help(): string {
  const list = columns(commands.map(({ name, summary }) => [name, summary]));
  return `Assay turns the conversations of an AI support agent into fine-tuning data.

Usage: assay <command> --workspace DIR [--json]

Commands
${indented(list)}

${globalHelp(true)}

${exitHelp}`;
}

function helpOf({ usage, summary, details, worksOn }: Command): string {
  return `Usage: assay ${usage}\n\n${summary}.\n\n${details}\n\n${globalHelp(worksOn === 'workspace')}\n\n${exitHelp}`;
}

/** Runs one command line and answers with the exit code. Never throws. */
export async function main(args: string[]): Promise<ExitCode> {
  // A first, lenient look: a command's own options are known only when the command is.
  const { values, positionals } = parseArgs({ args, options: globals, allowPositionals: true, strict: false });
  const terminal = new Terminal(values.json === true);
  try {
    if (values.version) return say(terminal, { version: version() }, version());
    const [name = values.help ? 'help' : undefined, ...rest] = positionals;
    if (name === undefined) throw new UsageError('No command is given.');
    if (name === 'help' && rest.length === 0) return say(terminal, { help: help() }, help());
    const wanted = name === 'help' ? rest[0] : name;
    const command = commands.find((known) => known.name === wanted);
    if (!command) throw new UsageError(`There is no command “${wanted}”.`);
    if (values.help || name === 'help') return say(terminal, { help: helpOf(command) }, helpOf(command));
    return await run(command, args, values.workspace, terminal);
  } catch (thrown) {
    const error = translate('the workspace', thrown);
    // What was not expected is a defect: its stack helps whoever mends it.
    if (!(error instanceof AssayError)) console.error(error);
    terminal.error(toReport(error));
    return exitCodeOf(error);
  }
}

function say(terminal: Terminal, value: object, text: string): ExitCode {
  terminal.result(value, () => text);
  return exit.ok;
}

async function run(command: Command, args: string[], named: unknown, terminal: Terminal): Promise<ExitCode> {
  try {
    if (command.worksOn === 'files') return await command.run({ terminal }, args, globals);
    const workspace = typeof named === 'string' ? named : process.env['ASSAY_WORKSPACE'];
    if (!workspace) throw new UsageError('No workspace is named: give --workspace DIR, or set ASSAY_WORKSPACE.');
    return await command.run({ workspace: userPath(workspace), terminal }, args, globals);
  } catch (error) {
    throw isParseError(error) ? new UsageError(firstSentence(error.message), command.name) : error;
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Node's message goes on with advice that is not about this program. */
function firstSentence(message: string): string {
  return `${message.split(/\.(?: |$)/)[0]}.`;
}
