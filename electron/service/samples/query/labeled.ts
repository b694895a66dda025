import { decisions } from '../../../../shared/domain/label.ts';
import type { Reader } from './source.ts';
import type { Steps } from './steps.ts';

type Labeled = { at: string; mark: number; id: number | null };

const firstPiece = 128;
const largestPiece = 4096;

/** One piece: the latest of each decision, which the index has in order, and of these the latest. */
const labelOrderSql = `
  SELECT at, mark, (SELECT id FROM samples s WHERE s.sample_id = latest.sample_id) AS id FROM (${decisions
    .map(
      (decision) => `SELECT * FROM (
        SELECT labeled_at AS at, rowid AS mark, sample_id FROM work.standings INDEXED BY standings_by_decision
        WHERE label_id IS NOT NULL AND queue = @queue AND decision = '${decision}' AND (labeled_at, rowid) < (@at, @mark)
        ORDER BY labeled_at DESC, rowid DESC LIMIT @limit)`,
    )
    .join(' UNION ALL ')}
  ) latest ORDER BY at DESC, mark DESC LIMIT @limit`;

/** Samples with a verdict in a queue, the last one labeled first. Labels whose sample is not in this corpus are passed over. */
export function* inLabelOrder(reader: Reader, queue: string): Steps {
  let last = { at: '~', mark: Number.MAX_SAFE_INTEGER };
  for (let limit = firstPiece; ; limit = largestPiece) {
    const piece = reader.rows<Labeled>(labelOrderSql, { ...last, limit, queue });
    yield piece.flatMap(({ id }) => id ?? []);
    const end = piece.at(-1);
    if (!end || piece.length < limit) return;
    last = { at: end.at, mark: end.mark };
  }
}
