import type { EvaluationResults } from '../domain/evaluation.ts';
import type { OpenedEvaluation } from '../domain/opened-evaluation.ts';
import type { TeamEvaluation } from '../domain/team-evaluation.ts';
import { figure, percentage } from './figure.ts';
import { amountText } from './readiness-costs.ts';
import { counted, listed, number, percent } from './readiness-words.ts';

/** What is safe of an evaluation that something stands in the way of. */
export const keptAnswers =
  'Answers that have come are kept, and are not paid for again; those under way may have been charged.';

/** The win rate of models that are equally good. */
const half = 0.5;

/** What the results come to, in a sentence or two. */
export function verdictSentence({ winRate, stillNeeded }: Pick<EvaluationResults, 'winRate' | 'stillNeeded'>): string {
  if (winRate === null) return 'Nothing was judged: there is nothing to say.';
  const { rate, low, high, conversations } = winRate;
  const better = betterOf(winRate);
  const [wins, from, to] = [rate, low, high].map((share) => figure(share, percentage, [half]));
  const base = `The tuned model wins ${wins} % of ${counted(conversations, 'conversation')}, a tie as half a win (95 % interval ${from} to ${to} %).`;
  if (better !== null) return `${base} It is ${better === 'tuned' ? 'better' : 'worse'} than the base model.`;
  return `${base} That does not tell which model is better${stillNeeded === null ? '' : `; about ${counted(stillNeeded, 'more conversation')} would, if it goes on like this`}.`;
}

/** Which model the interval tells to be better; null where it holds both. */
function betterOf({ low, high }: NonNullable<EvaluationResults['winRate']>): 'tuned' | 'base' | null {
  if (low > half) return 'tuned';
  return high < half ? 'base' : null;
}

/** What a lead is told of one that was published from another workspace: who has its answers, and when its results can be read here. */
export function whereAnswersAre({
  publishedBy,
  openedBy,
}: Pick<NonNullable<TeamEvaluation['lead']>, 'publishedBy' | 'openedBy'>): string {
  return openedBy.length === 0
    ? `Published by ${publishedBy}, who opens the results in the workspace that has the answers. Then they can be read here too.`
    : `Published by ${publishedBy}. The answers, and which models they are of, are in the workspace that has published it.`;
}

/** The sign test, in a sentence; in two where the interval tells more than it does. */
export function signSentence({ sign, winRate }: Pick<EvaluationResults, 'sign' | 'winRate'>): string {
  const { wins, losses, ties, p } = sign;
  const decided = wins + losses;
  if (decided === 0)
    return `${ties > 0 ? 'Every conversation was a tie' : 'Nothing was judged'}: there is nothing to test.`;
  const said = p < 0.001 ? 'p\u00a0<\u00a00.001' : `p\u00a0=\u00a0${p.toFixed(3)}`;
  const less =
    p >= 0.05 && winRate !== null && betterOf(winRate) !== null
      ? ' It asks only which model a conversation goes to; the interval counts ties too, and how clear a win is, and can tell more.'
      : '';
  return `Sign test over the ${counted(decided, 'conversation')} that one model wins: ${number(wins)} for the tuned model, ${number(losses)} for the base, ${said}${ties > 0 ? `; ${counted(ties, 'tie')} left out` : ''}.${less}`;
}

/** How judgments fell, in a sentence; and how a conversation counts, where there are several items of one. */
export function judgmentsSentence({
  judgments,
  items,
  winRate,
}: Pick<EvaluationResults, 'judgments' | 'items' | 'winRate'>): string {
  const parts = [
    `${number(judgments.tuned)} for the tuned model`,
    `${number(judgments.base)} for the base`,
    counted(judgments.tie, 'tie'),
    `${number(judgments.both_bad)} both bad`,
  ];
  const conversations = winRate?.conversations ?? 0;
  return items === conversations
    ? `Judgments: ${listed(parts)}.`
    : `Judgments of ${counted(items, 'item')} of ${counted(conversations, 'conversation')}: ${listed(parts)}. Each conversation counts once, with the mean of its items.`;
}

export function agreementSentence({ agreement }: EvaluationResults): string {
  if (agreement === null) return 'No item was judged by two: whether judges agree is not known.';
  const { share, low, high, conversations } = agreement;
  return `Where several judged, they say the same in ${percent(share)} % (${percent(low)} to ${percent(high)} %, ${counted(conversations, 'conversation')}).`;
}

/** Which answers judges did not have whole, a sentence each; none where they had. */
export function unwholeSentences({ base, tuned }: OpenedEvaluation['spent']): string[] {
  const each = (of: 'cut' | 'none') =>
    `${counted(base[of], 'answer')} of the base model, ${number(tuned[of])} of the tuned`;
  return [
    ...(base.cut + tuned.cut > 0 ? [`Cut at the longest length: ${each('cut')}.`] : []),
    ...(base.none + tuned.none > 0 ? [`Did not come: ${each('none')}.`] : []),
  ];
}

/** What answers have cost, as far as that is known. Some never read as nothing. */
export function answersCostText(cost: number | null, currency: string): string {
  return cost !== null && cost > 0 && cost < 0.01 ? `under 0.01 ${currency}` : amountText(cost, currency);
}
