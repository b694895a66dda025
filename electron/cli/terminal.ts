import type { Job } from '../../shared/domain/job.ts';

/**
 * What a command says: its result on stdout, everything else on stderr.
 *
 * Texts may quote file names and imported data, so control characters never reach the terminal.
 */
export class Terminal {
  readonly json: boolean;
  #line = false;

  constructor(json: boolean) {
    this.json = json;
    // A reader that goes away (`| head`) is no failure of the work: what was said last goes nowhere.
    for (const stream of [process.stdout, process.stderr])
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
      });
  }

  /** The result: one JSON object with --json, else a text. */
  result(value: object, text: () => string): void {
    this.progress(null);
    process.stdout.write(`${this.json ? JSON.stringify(value) : printable(text())}\n`);
  }

  /** A sentence beside the result; with --json only results and errors are said. */
  note(text: string): void {
    if (this.json) return;
    this.progress(null);
    process.stderr.write(`${printable(text)}\n`);
  }

  /** One line that replaces the one before, where somebody watches; null takes it away. */
  progress(text: string | null): void {
    if (!process.stderr.isTTY || (text === null && !this.#line)) return;
    const line = text === null ? '' : printable(text).slice(0, (process.stderr.columns || 80) - 1);
    process.stderr.write(`\r\u001b[2K${line}`);
    this.#line = text !== null;
  }

  /** @param report of a thrown error, or of a job as recorded */
  error(report: NonNullable<Job['error']>): void {
    this.progress(null);
    const { kind, message, safe, remedy } = report;
    const text = this.json
      ? JSON.stringify({ error: { kind, message, safe, remedy } })
      : printable(`assay: ${message}\n       ${safe}\n       ${remedy}`);
    process.stderr.write(`${text}\n`);
  }
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' ? character : '\ufffd'));
}
