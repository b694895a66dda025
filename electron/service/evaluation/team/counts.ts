import type { Connection } from '../../store/database.ts';
import type { TeamJudging } from './judging.ts';

/** Judgments that stand on an evaluation of the team: of all judges, as `wantedJudgments` counts them, and of this one. */
export function judgedByTeam(
  corpus: Connection,
  judging: TeamJudging,
  { id, judges }: { id: string; judges: number },
): { all: number; own: number } {
  return { all: wantedJudgments(corpus, id, judges), own: judging.judged(id) };
}

/**
 * Judgments that stand and are wanted: of an item no more than it is to have. One that came late, when others had the item
 * already, is no word on an item that nobody has judged.
 */
export function wantedJudgments(corpus: Connection, id: string, judges: number): number {
  const wanted = corpus.prepare<[number, string], number>(
    `SELECT coalesce(sum(min(judged, ?)), 0) FROM (
       SELECT count(judgment) AS judged FROM team_judgments WHERE evaluation_id = ? AND item_id IS NOT NULL GROUP BY item_id)`,
  );
  return wanted.pluck().get(judges, id) ?? 0;
}
