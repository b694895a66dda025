import { type ExperimentPlan, type Metric, metrics } from '../domain/experiment.ts';
import { longestDays, mostConversations, plannedConversations, projectedDay } from './experiment-plan.ts';
import { barText, metricNames } from './experiment-words.ts';
import { counted, number } from './readiness-words.ts';

/** What a criterion asks for, in words. */
export function criterionText(metric: Metric, plan: Pick<ExperimentPlan, 'criteria'>): string {
  const asked = barText(metric, plan);
  switch (metric) {
    case 'approval':
      return `Of the reviewed conversations more are approved as they are: past a ${asked}, clear of zero.`;
    case 'edits':
      return `Of the reviewed conversations fewer are edited: past a ${asked}, clear of zero.`;
    case 'csat':
      return `Customers are more content, on their scale from 1 to 5: past a ${asked}, clear of zero.`;
    case 'violations':
      return `Answers do not break policies more often: the rise is surely below a ${asked}.`;
  }
}

/** How long a plan takes, if all is as it expects. */
export type PlanOutlook = {
  /** The day of the first look that ships four times in five; null where no look within a year does. */
  day: number | null;
  /** After how many days, in whole weeks, a first look would; null where that is more than a year. */
  firstLook: number | null;
  size: string;
  /** The criterion that takes the most conversations. */
  bottleneck: string | null;
};

export function planOutlook(plan: ExperimentPlan): PlanOutlook {
  const needed = plannedConversations(plan);
  if (needed === null)
    return {
      day: null,
      firstLook: null,
      size:
        `Not even ${number(mostConversations)} conversations would ship it four times in five: a margin, an expected effect, ` +
        'an arm, or the share that is reviewed or of customers who answer is too small.',
      bottleneck: null,
    };
  const days = Math.ceil(needed / plan.traffic.perDay);
  const firstLook = 7 * Math.ceil(days / 7);
  return {
    day: projectedDay(plan),
    firstLook: firstLook > longestDays ? null : firstLook,
    size:
      `${counted(needed, 'conversation')} in both arms together ship it with a chance of 80 % if all is as expected: ` +
      `${counted(days, 'day')} at ${perDayText(plan.traffic.perDay)} a day.`,
    bottleneck: bottleneckText(plan),
  };
}

const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** Of few conversations a day, a part of one counts. */
const perDayText = (perDay: number): string => (perDay < 10 ? twoDigits.format(perDay) : number(perDay));

function bottleneckText(plan: ExperimentPlan): string {
  const sizes = metrics.map((metric) => ({
    metric,
    size: plannedConversations(plan, [metric]) ?? Number.POSITIVE_INFINITY,
  }));
  const [most] = sizes.sort((a, b) => b.size - a.size);
  return most ? `${metricNames[most.metric]} alone would take ${number(most.size)}, the most of the four.` : '';
}
