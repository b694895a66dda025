import { v7 as uuidv7 } from 'uuid';
import type { SkipReason } from '../../../shared/domain/label.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { type LabelRow, readLabel } from './labels.ts';

type MarkRow = {
  seq: number;
  sample_id: string;
  kind: 'skip' | 'unskip' | 'flag' | 'unflag';
  reason: SkipReason | null;
  marked_at: string;
};

/** One thing that was done in the own queue, to be told. */
type Deed = { at: string; tell: (outbox: Outbox) => void };

/** Few enough to hold, and a statement that is read to its end leaves the connection free to write. */
const pageSize = 500;

/**
 * Binds a workspace to an account of the team, and adds what was done in its own queue until now to the outbox: every
 * label, skip and flag, oldest first. One transaction; repeated for the same account it changes nothing.
 *
 * @throws AssayError conflict when the workspace belongs to another account
 */
export function connect(work: Connection, outbox: Outbox, account: string): void {
  work
    .transaction(() => {
      const bound = outbox.account;
      if (bound === account) return;
      if (bound !== null) throw anotherAccount();
      new Meta(work).set('account', account);
      for (const { tell } of inTime(labels(work), marks(work))) tell(outbox);
    })
    .immediate();
}

function* labels(work: Connection): Generator<Deed> {
  const page = work.prepare<[number, number], LabelRow>(
    `SELECT * FROM labels WHERE queue = '' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  for (const row of paged((after) => page.all(after, pageSize))) {
    const label = readLabel(row);
    const { id, sampleId: sample_id, committedAt: at, supersedes } = label;
    const verdict = label.kind === 'verdict' ? label.verdict : null;
    yield {
      at,
      tell: (outbox) => outbox.add(id, { kind: 'label', queue_id: null, sample_id, verdict, supersedes }, at),
    };
  }
}

function* marks(work: Connection): Generator<Deed> {
  const page = work.prepare<[number, number], MarkRow>(
    `SELECT seq, sample_id, kind, reason, marked_at FROM marks WHERE queue = '' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  for (const { sample_id, kind, reason, marked_at: at } of paged((after) => page.all(after, pageSize))) {
    const about = { queue_id: null, sample_id };
    const isFlag = kind === 'flag' || kind === 'unflag';
    yield {
      at,
      tell: (outbox) =>
        isFlag
          ? outbox.add(uuidv7(), { kind: 'flag', ...about, flagged: kind === 'flag' }, at)
          : outbox.add(uuidv7(), { kind: 'skip', ...about, reason }, at),
    };
  }
}

function* paged<T extends { seq: number }>(read: (after: number) => T[]): Generator<T> {
  for (let page = read(0); page.length > 0; page = read(page.at(-1)?.seq ?? 0)) yield* page;
}

/** Merges by time, each list in its own order: a clock that was set back must not put a label before what it supersedes. */
export function* inTime<T extends { at: string }>(a: Iterable<T>, b: Iterable<T>): Generator<T> {
  const [first, second] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  let x = first.next();
  let y = second.next();
  while (!x.done || !y.done) {
    if (!x.done && (y.done || x.value.at <= y.value.at)) {
      yield x.value;
      x = first.next();
    } else if (!y.done) {
      yield y.value;
      y = second.next();
    }
  }
}

function anotherAccount(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'This workspace belongs to another account.',
    safe: 'Nothing was changed; the work of that account stays and is sent under its name alone.',
    remedy: 'Sign in as before, or open another workspace for this account.',
  });
}
