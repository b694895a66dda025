/** What may go wrong, in terms a caller can act on. */
export const errorKinds = [
  /** The caller sent something that does not fit the contract, or a file does not hold what it should. */
  'invalid-input',
  'not-found',
  /** Nothing passes: what was asked for would hold nothing. */
  'empty',
  /** The thing changed meanwhile, or another process holds it. */
  'conflict',
  /** Another window or a batch session has this workspace open for writing. */
  'workspace-locked',
  /** The workspace was written by a newer version of Assay. */
  'workspace-newer',
  'workspace-damaged',
  /** Of a workspace only the samples, which can be imported or pulled again. */
  'samples-damaged',
  /** The team has erased the sample: nothing about it may be kept. */
  'erased',
  /** The disk, a file or a folder refused. */
  'io',
  'cancelled',
  /** The team's server cannot be reached. */
  'offline',
  /** Something else than the team's server answered: a captive portal, a proxy, a page. */
  'foreign-answer',
  /** The sign-in has ended; what was done waits until the same person signs in again. */
  'signed-out',
  /** The team's server knows this person and does not allow it. */
  'refused',
  /** This person is no member of the team any more. */
  'removed',
  /** The server was reached and could not answer now: too slow, too much, or out of order. */
  'server-busy',
  /** The account at a provider has nothing left to spend. */
  'no-quota',
  /** The server's tables are newer than this program knows, or older than it needs. */
  'server-newer',
  'server-older',
  /** What answers at this address is no team of Assay's, or no provider; or it does not take this publishable key. */
  'wrong-server',
  'wrong-key',
  /** A defect of Assay itself; details are in the log. */
  'internal',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** An error as it crosses a boundary: plain data, never a stack. */
export type ErrorReport = {
  kind: ErrorKind;
  /** One sentence for a person: what happened. */
  message: string;
  /** One sentence: what is safe, and what was left as it was. */
  safe: string;
  /** One sentence: what to do now. */
  remedy: string;
};

/** The one error class of Assay. Anything else that is thrown is a defect and is reported as `internal`. */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly kind: ErrorKind;
  readonly safe: string;
  readonly remedy: string;

  constructor(report: ErrorReport, options?: { cause?: unknown }) {
    super(report.message, options);
    this.kind = report.kind;
    this.safe = report.safe;
    this.remedy = report.remedy;
  }

  report(): ErrorReport {
    return { kind: this.kind, message: this.message, safe: this.safe, remedy: this.remedy };
  }
}

/** Turns anything thrown into a report. Unknown errors keep their message out of it: it may hold paths or data. */
export function toReport(error: unknown): ErrorReport {
  if (error instanceof AssayError) return error.report();
  return {
    kind: 'internal',
    message: 'Assay met an error that it did not expect.',
    safe: 'What was saved before is safe.',
    remedy: 'Try again; if it happens again, run “assay doctor” and send its output with the log.',
  };
}
