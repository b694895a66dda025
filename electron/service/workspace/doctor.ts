import type { Finding } from '../../../shared/contract/calls.ts';
import { scaleIds } from '../../../shared/domain/rubric.ts';
import type { Connection } from '../store/database.ts';

type Check = (db: { work: Connection; corpus: Connection }) => Omit<Finding, 'check'>;

const fine = (detail: string) => ({ ok: true, detail, remedy: null });
const wrong = (detail: string, remedy: string) => ({ ok: false, detail, remedy });

function integrity(db: Connection, remedy: string) {
  const verdict = String(db.pragma('integrity_check(5)', { simple: true }));
  return verdict === 'ok' ? fine('every page and index is consistent') : wrong(verdict, remedy);
}

/** What `assay doctor` looks at, by name. Each reads only. */
const checks: Record<string, Check> = {
  'labels file': ({ work }) =>
    integrity(work, 'Restore the newest backup: open the workspace in the window, which offers it.'),
  'samples file': ({ corpus }) =>
    integrity(corpus, 'Move corpus.db away and import the samples again; labels are in work.db and stay.'),
  'full-text index': ({ corpus }) => {
    const samples = corpus.prepare('SELECT count(*) FROM samples').pluck().get();
    const indexed = corpus.prepare('SELECT count(*) FROM samples_text_docsize').pluck().get();
    return samples === indexed
      ? fine(`${indexed} samples are indexed`)
      : wrong(`${samples} samples, but ${indexed} are indexed`, 'Move corpus.db away and import the samples again.');
  },
  'sample count': ({ corpus }) => {
    const counted = corpus.prepare('SELECT count(*) FROM samples').pluck().get();
    const kept = Number(corpus.prepare(`SELECT value FROM meta WHERE key = 'samples'`).pluck().get() ?? 0);
    return counted === kept
      ? fine(`${counted} samples`)
      : wrong(`${counted} samples, but the count says ${kept}`, 'Import any file again: it sets the count right.');
  },
  'standing verdicts': ({ work }) => {
    const columns = [...scaleIds.map((id) => [id, `'$.scores.${id}'`]), ['decision', `'$.decision'`]];
    const differs = columns.map(([column, path]) => `s.${column} IS NOT json_extract(l.verdict, ${path})`).join(' OR ');
    const count = (sql: string) => Number(work.prepare(sql).pluck().get());
    const untrue = count(
      `SELECT count(*) FROM standings s LEFT JOIN labels l
         ON l.id = s.label_id AND l.queue = s.queue AND l.sample_id = s.sample_id AND l.kind = 'verdict'
       WHERE s.label_id IS NOT NULL AND (l.id IS NULL OR ${differs})`,
    );
    // In a team's queue the server orders the labels of one person's devices; alone, the last one counts.
    const stale = count(
      `SELECT count(*) FROM (SELECT max(seq) AS seq FROM labels WHERE queue = '' GROUP BY sample_id) last
       JOIN labels l ON l.seq = last.seq LEFT JOIN standings s ON s.queue = '' AND s.sample_id = l.sample_id
       WHERE s.label_id IS NOT (CASE l.kind WHEN 'verdict' THEN l.id END)`,
    );
    return untrue + stale === 0
      ? fine('every standing verdict is a label of its sample, in one’s own queue the last')
      : wrong(
          `${untrue + stale} samples show another verdict than their label`,
          'Please report this; labels are safe.',
        );
  },
  'standing judgments': ({ work }) => {
    const differ = Number(
      work
        .prepare(
          `SELECT count(*) FROM (SELECT max(seq) AS seq FROM evaluation_judgments GROUP BY item_id, judge) last
           JOIN evaluation_judgments j ON j.seq = last.seq
           FULL JOIN evaluation_standings s ON s.item_id = j.item_id AND s.judge = j.judge
           WHERE s.judgment_id IS NOT (CASE WHEN j.comparison IS NOT NULL THEN j.id END)`,
        )
        .pluck()
        .get(),
    );
    return differ === 0
      ? fine('on every item stands what its judge said last')
      : wrong(`on ${differ} items stands another judgment than the last`, 'Please report this; judgments are safe.');
  },
  'assigned samples': ({ corpus }) => {
    const count = corpus
      .prepare(
        `SELECT count(*) FROM assignments a LEFT JOIN samples s ON s.id = a.id
         WHERE a.id IS NOT NULL AND s.sample_id IS NOT a.sample_id`,
      )
      .pluck()
      .get();
    return count === 0
      ? fine('every assigned sample is here')
      : wrong(
          `${count} assigned samples are not where their queue looks for them`,
          'Compare with the server: on the Team page, or with “assay sync --check”. What differs is fetched again.',
        );
  },
};

/** Looks at a workspace and says what it found. Takes as long as reading both files. */
export function examine(db: { work: Connection; corpus: Connection }): Finding[] {
  return Object.entries(checks).map(([check, run]) => {
    try {
      return { check, ...run(db) };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { check, ...wrong(detail, 'Restore the newest backup, or import again.') };
    }
  });
}
