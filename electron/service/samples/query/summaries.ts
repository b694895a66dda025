import { z } from 'zod';
import { type SampleSummary, sampleSummarySchema } from '../../../../shared/domain/browse.ts';
import { decisions } from '../../../../shared/domain/label.ts';
import type { Reader } from './source.ts';

type Row = Omit<SampleSummary, 'tags' | 'hasCorrection' | 'skipped' | 'flagged' | 'legacy' | 'team'> & {
  tags: string | null;
  hasCorrection: number;
  skipped: number;
  flagged: number;
  legacy: number;
  team: string;
};

const tagsSchema = z.array(z.string());
const teamSchema = z.array(z.enum(decisions));

/** What labelers of the team say of a sample, each decision once; a label that was followed by another says no more. */
const team = `(SELECT json_group_array(DISTINCT json_extract(l.body, '$.verdict.decision')) FROM team_labels l
  WHERE l.sample_id = s.sample_id AND json_extract(l.body, '$.verdict') IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM team_labels n WHERE n.sample_id = l.sample_id AND json_extract(n.body, '$.supersedes') = l.label_id))`;

/**
 * Rows of the browser by id, in the order asked for, with what stands in a queue. A sample that is no longer there is left
 * out. In a team's queue nothing is told that could steer a verdict.
 */
export function summaryReader(reader: Reader): (ids: readonly number[], queue: string) => SampleSummary[] {
  // substr counts code points, so that a cut never leaves half a character.
  const sql = `SELECT s.sample_id AS sampleId, s.created_at AS createdAt, s.agent, s.intent, s.confidence,
       json_extract(s.body, '$.tags') AS tags,
       substr(json_extract(s.body, '$.query.text'), 1, 240) AS query,
       substr(json_extract(s.body, '$.agent_response.text'), 1, 240) AS response,
       t.decision, t.overall, coalesce(t.corrected, 0) AS hasCorrection, t.skipped IS NOT NULL AND t.label_id IS NULL AS skipped,
       coalesce(t.flagged, 0) AS flagged, s.legacy, ${team} AS team
     FROM json_each(?) wanted CROSS JOIN samples s ON s.id = wanted.value
     LEFT JOIN work.standings t ON t.queue = ? AND t.sample_id = s.sample_id ORDER BY wanted.key`;
  return (ids, queue) =>
    reader.rows<Row>(sql, JSON.stringify(ids), queue).map((row) =>
      sampleSummarySchema.parse({
        ...row,
        confidence: queue === '' ? row.confidence : null,
        tags: row.tags === null ? [] : tagsSchema.parse(JSON.parse(row.tags)),
        hasCorrection: row.hasCorrection === 1,
        skipped: row.skipped === 1,
        flagged: row.flagged === 1,
        legacy: queue === '' && row.legacy === 1,
        team: queue === '' ? teamSchema.parse(JSON.parse(row.team)) : [],
      }),
    );
}
