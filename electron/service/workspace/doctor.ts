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
    const count = work
      .prepare(
        `SELECT count(*) FROM (SELECT sample_id, max(seq) AS seq FROM labels GROUP BY sample_id) last
         JOIN labels l ON l.seq = last.seq LEFT JOIN standings s ON s.sample_id = l.sample_id
         WHERE s.label_id IS NOT (CASE l.kind WHEN 'verdict' THEN l.id END) OR (l.kind = 'verdict' AND (${differs}))`,
      )
      .pluck()
      .get();
    return count === 0
      ? fine('every standing verdict is the last label of its sample')
      : wrong(`${count} samples show another verdict than their last label`, 'Please report this; labels are safe.');
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
