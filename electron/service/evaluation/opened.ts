import type { Contender } from '../../../shared/domain/comparison.ts';
import type { PriceTable } from '../../../shared/domain/costs.ts';
import type { EvaluationResults, Judgment, Winner } from '../../../shared/domain/evaluation.ts';
import type {
  NamedAnswers,
  NamedJudgment,
  OpenedEvaluation,
  OpenedItem,
  Outcome,
  Spent,
} from '../../../shared/domain/opened-evaluation.ts';
import { AssayError } from '../../../shared/errors.ts';
import { evaluationResults, scoreOf } from '../../../shared/rules/evaluation.ts';
import { memberNames } from '../lead/member-names.ts';
import type { Connection } from '../store/database.ts';
import { Blind } from './blind.ts';
import { costOf } from './estimate.ts';
import { EvaluationItems, type StoredItem } from './items.ts';
import { Judgments, type StandingJudgment } from './judgments.ts';
import { questionOf } from './nearest.ts';
import type { PricedModels } from './priced.ts';
import { EvaluationTable, type UsageOfBoth } from './table.ts';
import { PublishedEvaluations } from './team/published.ts';
import { readJudgments } from './team/rows.ts';
import { UnsealedEvaluations } from './team/unsealed.ts';

/**
 * Reads an evaluation whose results were opened.
 *
 * @param corpus corpus.db, where the team's judgments are; both files are only read
 * @throws AssayError not-found, conflict while nobody has opened it
 */
export function openedEvaluation(
  work: Connection,
  corpus: Connection,
  id: string,
  models: PricedModels,
  prices: PriceTable,
): OpenedEvaluation {
  const table = new EvaluationTable(work);
  const blind = blindOf(table, id);
  const isOfTeam = new PublishedEvaluations(work).get(id) !== null;
  const given = isOfTeam ? readJudgments(corpus, id) : new Judgments(work).all(id);
  const nameOf = isOfTeam ? memberNames(corpus) : () => 'you';
  const byItem = Map.groupBy(given, ({ itemId }) => itemId);
  const judged = new EvaluationItems(work)
    .answered(id)
    .flatMap((item) => ({ item, judgments: (byItem.get(item.id) ?? []).map((given) => named(given, blind, nameOf)) }))
    .filter(({ judgments }) => judgments.length > 0);
  const usage = table.usage(id, blind);
  return {
    results: evaluationResults(judged.flatMap(({ item, judgments }) => judgments.map((given) => counted(item, given)))),
    spent: {
      base: spentOf('base', usage, costOf('base', usage, models, prices)),
      tuned: spentOf('tuned', usage, costOf('tuned', usage, models, prices)),
    },
    currency: prices.currency,
    items: judged.map(openedItem).sort((a, b) => (a.sampleId < b.sampleId ? 1 : -1)),
  };
}

/**
 * What one of the team has come to whose answers are in another workspace: its judgments are here, and whose the answers
 * are once it was opened. Of its items nothing but their names is.
 *
 * @throws AssayError conflict while this workspace was not told
 */
export function teamResults(work: Connection, corpus: Connection, id: string): EvaluationResults {
  const blind = blindBy(new UnsealedEvaluations(work).secretOf(id));
  const nameOf = memberNames(corpus);
  return evaluationResults(
    readJudgments(corpus, id).map((given) =>
      counted({ intent: null, conversation: given.conversation }, named(given, blind, nameOf)),
    ),
  );
}

/** Both answers of an item, named. @throws AssayError as `openedEvaluation` does */
export function namedAnswers(work: Connection, itemId: string): NamedAnswers & { item: StoredItem } {
  const item = new EvaluationItems(work).get(itemId);
  if (item === null)
    throw new AssayError({
      kind: 'not-found',
      message: 'This item is not here any more.',
      safe: 'Nothing was changed.',
      remedy: 'Look at the results again.',
    });
  const blind = blindOf(new EvaluationTable(work), item.evaluationId);
  const { prompt } = item;
  const answerOf = (contender: Contender) => item[blind.placeOf(itemId, contender)];
  return { item, prompt, answers: { base: answerOf('base'), tuned: answerOf('tuned') } };
}

const blindOf = (table: EvaluationTable, id: string): Blind => blindBy(table.get(id).secret);

function blindBy(secret: Buffer | null): Blind {
  if (secret !== null) return new Blind(secret);
  throw new AssayError({
    kind: 'conflict',
    message: 'The results of this evaluation are not open.',
    safe: 'Nobody has seen whose the answers are.',
    remedy: 'Open them when judging is done: it ends with that.',
  });
}

function named(
  { itemId, judge, comparison }: StandingJudgment,
  blind: Blind,
  nameOf: (judge: string) => string,
): NamedJudgment & { itemId: string } {
  const { better, scores, note } = comparison;
  const winner: Winner = better === 'first' || better === 'second' ? blind.contenderAt(itemId, better) : better;
  const of = (contender: Contender) => scores?.[blind.placeOf(itemId, contender)] ?? {};
  return {
    ...{ itemId, judge, by: nameOf(judge), winner, note },
    scores: scores === null ? null : { base: of('base'), tuned: of('tuned') },
  };
}

function counted(
  { intent, conversation }: Pick<StoredItem, 'intent' | 'conversation'>,
  { itemId, judge, winner, scores }: NamedJudgment & { itemId: string },
): Judgment {
  return { itemId, conversation, judge, winner, intent, scores };
}

type Judged = { item: StoredItem; judgments: (NamedJudgment & { itemId: string })[] };

function openedItem({ item, judgments }: Judged): OpenedItem {
  const { id, sampleId, intent, prompt } = item;
  const score = scoreOf({ judgments });
  const outcome: Outcome = score > 0.5 ? 'won' : score < 0.5 ? 'lost' : 'tied';
  return {
    id,
    sampleId,
    intent,
    question: questionOf(prompt),
    outcome,
    judgments: judgments.map(({ itemId: _, ...judgment }) => judgment),
  };
}

function spentOf(contender: Contender, usage: UsageOfBoth, cost: number | null): Spent {
  const { answers, none, cut, inputTokens, outputTokens, waitedMs } = usage[contender];
  return { answers, none, cut, inputTokens, outputTokens, meanWaitMs: answers === 0 ? null : waitedMs / answers, cost };
}
