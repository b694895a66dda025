import type { Recipe } from '../../../shared/domain/dataset.ts';
import { type Funnel, funnelSteps, type ScoreCounts } from '../../../shared/domain/readiness.ts';
import { scaleIds } from '../../../shared/domain/rubric.ts';
import { Lines } from '../dataset/lines.ts';
import type { Selection } from '../dataset/selection.ts';
import type { Source } from '../dataset/source.ts';
import type { Survey } from '../dataset/survey/survey.ts';
import type { IntentCount } from './coverage.ts';
import type { CostFigures } from './economics.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import type { ReadinessData } from './readiness.ts';

const hourMs = 3_600_000;

/** What is gathered, and beside it the two figures of cost that come from samples and labels. */
export type Gathered = {
  data: Omit<ReadinessData, 'asOf' | 'costs'>;
  figures: Pick<CostFigures, 'trainingTokens' | 'labelingHours'>;
};

/** What a recipe makes of all samples, without reading them again. */
type Selected = { survey: Survey; selection: Selection };

/**
 * Everything that readiness is judged by, of the samples that a recipe selects.
 *
 * What is counted over all samples comes from the survey; only those on which somebody has said something are read
 * again, one at a time. What is kept of these is a line a label, and the texts of corrections.
 *
 * @param progress told the share that is read; throws to stop
 */
export function gather(
  source: Source,
  selected: Selected,
  recipe: Recipe,
  progress: (share: number) => void,
): Gathered {
  const verdicts: Evidence['verdicts'] = [];
  const edits: Evidence['edits'] = [];
  const entrants: NonNullable<Evidence['entrant']>[] = [];
  const reReviewVerdicts: Evidence['reReviewVerdicts'] = [];
  const scores = noScores();
  let activeMs = 0;
  for (const found of evidence(source, selected, recipe, progress)) {
    verdicts.push(...found.verdicts);
    edits.push(...found.edits);
    if (found.entrant) entrants.push(found.entrant);
    reReviewVerdicts.push(...found.reReviewVerdicts);
    activeMs += found.activeMs;
    const given = found.scores;
    if (given) for (const scale of scaleIds) count(scores[scale], given[scale]);
  }
  const { dataset, trainingTokens, intents } = totalsOf(selected);
  return {
    data: { dataset, verdicts, edits, entrants, reReviewVerdicts, intents, scores, funnel: funnelOf(selected) },
    figures: {
      // Of nothing to train on and nothing labeled nobody knows the cost yet.
      trainingTokens: trainingTokens === 0 ? null : trainingTokens,
      labelingHours: activeMs === 0 ? null : activeMs / hourMs,
    },
  };
}

function* evidence(
  source: Source,
  { survey: { columns }, selection }: Selected,
  recipe: Recipe,
  progress: (share: number) => void,
): Generator<Evidence> {
  const lines = new Lines(source, recipe);
  const labeled = labeledRows(source);
  for (let index = 0; index < columns.size; index++) {
    if (index % 256 === 0) progress(index / columns.size);
    const rowId = columns.rowId[index] ?? 0;
    const judged = columns.judgments.values[columns.judged[index] ?? 0];
    const correctedBefore = judged?.status === 'resolved' && judged.legacy && judged.by === 'correction';
    if (!selection.selects(index) || !(labeled.has(rowId) || correctedBefore)) continue;
    const sample = lines.sample(rowId);
    yield evidenceOf(sample, lines.said(sample.sampleId), recipe);
  }
}

/** Samples with a label of anybody, withdrawn ones included: only a lead has others'. */
function labeledRows({ db }: Source): ReadonlySet<number> {
  const ids = db.prepare<[], number>(
    `SELECT id FROM samples
     WHERE sample_id IN (SELECT sample_id FROM work.labels UNION SELECT sample_id FROM team_labels)`,
  );
  return new Set(ids.pluck().all());
}

function totalsOf({ survey: { columns }, selection }: Selected) {
  const intents = columns.intents.values.map((intent): IntentCount => ({ intent, inDataset: 0, collected: 0 }));
  const dataset = { samples: 0, reviewed: 0 };
  let trainingTokens = 0;
  for (let index = 0; index < columns.size; index++) {
    if (!selection.selects(index)) continue;
    const intent = intents[columns.intent[index] ?? 0];
    if (intent) intent.collected++;
    if (!selection.trains(index)) continue;
    if (intent) intent.inDataset++;
    dataset.samples++;
    if (columns.judgments.values[columns.judged[index] ?? 0]?.status === 'resolved') dataset.reviewed++;
    const fate = selection.fate(index);
    if (fate.as === 'chosen' && fate.side === 'train') trainingTokens += columns.tokens[index] ?? 0;
  }
  return { dataset, trainingTokens, intents: intents.filter(({ collected }) => collected > 0) };
}

/** The steps of a dataset's own funnel, by the guide's names. */
const stepOf = { past_gate: 'gate', after_duplicates: 'deduplicated' } as const;

function funnelOf({ selection: { funnel } }: Selected): Funnel {
  const through = (step: (typeof funnelSteps)[number]) => {
    const own = step === 'past_gate' || step === 'after_duplicates' ? stepOf[step] : step;
    return funnel.find((known) => known.step === own)?.count ?? 0;
  };
  return Object.fromEntries(funnelSteps.map((step) => [step, through(step)])) as Funnel;
}

function noScores(): ScoreCounts {
  return Object.fromEntries(scaleIds.map((scale) => [scale, [0, 0, 0, 0, 0]])) as ScoreCounts;
}

function count(counts: number[], score: number): void {
  counts[score - 1] = (counts[score - 1] ?? 0) + 1;
}
