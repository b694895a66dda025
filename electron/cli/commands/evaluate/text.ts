import type { Evaluation, EvaluationPlan } from '../../../../shared/domain/comparison.ts';
import type { OpenedEvaluation, OpenedItem } from '../../../../shared/domain/opened-evaluation.ts';
import { intentName, rateText } from '../../../../shared/plots/win-rate.ts';
import {
  agreementSentence,
  answersCostText,
  judgmentsSentence,
  signSentence,
  unwholeSentences,
  verdictSentence,
} from '../../../../shared/rules/evaluation-words.ts';
import { count, instant, plural } from '../../format.ts';

/** So many items of a kind are told one by one. */
const mostTold = 100;

/** One line of a list. */
export function evaluationText({ id, plan, phase, createdAt, items, answered, judged, wanted }: Evaluation): string {
  const far = {
    answering: `${count(answered)} of ${plural(items, 'item')} answered`,
    stopped: `stopped at ${count(answered)} of ${plural(items, 'item')}`,
    judging: `${count(judged)} of ${plural(wanted, 'judgment')}`,
    opened: `opened with ${count(judged)} of ${plural(wanted, 'judgment')}`,
  }[phase];
  return `${id}  ${instant(createdAt)}  ${plan.name}: ${far}`;
}

export function resultsText(plan: EvaluationPlan, { results, spent, currency, items }: OpenedEvaluation): string {
  const intents = results.intents.flatMap(({ intent, winRate }) =>
    winRate ? [`  ${intentName(intent)}: ${rateText(winRate)}, n ${count(winRate.conversations)}`] : [],
  );
  const cost = (['base', 'tuned'] as const)
    .map((contender) => `${contender} ${answersCostText(spent[contender]?.cost ?? null, currency)}`)
    .join(', ');
  return [
    `${plan.name}: ${plan.tuned.model} against ${plan.base.model}`,
    verdictSentence(results),
    judgmentsSentence(results),
    signSentence(results),
    agreementSentence(results),
    ...unwholeSentences(spent),
    ...(intents.length > 1 ? ['By intent:', ...intents] : []),
    `Cost of the answers: ${cost}`,
    ...itemsText(
      'Lost',
      items.filter(({ outcome }) => outcome === 'lost'),
    ),
    ...itemsText(
      'Won',
      items.filter(({ outcome }) => outcome === 'won'),
    ),
  ].join('\n');
}

function itemsText(title: string, items: readonly OpenedItem[]): string[] {
  if (items.length === 0) return [];
  const left = items.length - mostTold;
  return [
    `${title}:`,
    ...items
      .slice(0, mostTold)
      .map(({ sampleId, question }) => `  ${sampleId}  ${question.replace(/\s+/g, ' ').slice(0, 90)}`),
    ...(left > 0 ? [`  and ${count(left)} more`] : []),
  ];
}
