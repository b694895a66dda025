import type { CostInput } from '../domain/costs.ts';
import type { DatasetFilters } from '../domain/dataset.ts';
import type { AgentVersion, ReadinessCriterion } from '../domain/readiness.ts';

/** The name of each criterion: of its row, and inside a sentence. */
export const criterionNames: Record<ReadinessCriterion, { title: string; inText: string }> = {
  high_quality: { title: 'High-quality samples', inText: 'high-quality samples' },
  approval: { title: 'Production approval', inText: 'production approval' },
  trend: { title: 'Plateaued', inText: 'its trend' },
  corrections: { title: 'Consistent corrections', inText: 'consistent corrections' },
  cost: { title: 'Cost against benefit', inText: 'cost against benefit' },
  re_review: { title: 'Re-review approval', inText: 're-review approval' },
  coverage: { title: 'Scenario coverage', inText: 'coverage' },
  human_reviewed: { title: 'Human reviewed', inText: 'human review' },
};

export const costInputNames: Record<CostInput, string> = {
  model: 'the model’s prices',
  training: 'the price of training',
  baseInput: 'the price of the base model’s input',
  baseOutput: 'the price of the base model’s output',
  tunedInput: 'the price of the tuned model’s input',
  tunedOutput: 'the price of the tuned model’s output',
  hosting: 'the price of hosting',
  shutdown: 'the model’s shutdown date',
  epochs: 'the number of epochs',
  wagePerHour: 'the wage',
  answersPerMonth: 'answers a month',
  inputTokensPerAnswer: 'input tokens an answer',
  outputTokensPerAnswer: 'output tokens an answer',
  costPerPoorAnswer: 'what a poor answer costs',
  approvalNow: 'approval now',
  approvalExpected: 'the approval that is expected',
  trainingTokens: 'the training tokens',
  labelingHours: 'the labeling time',
};

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const number = (value: number): string => whole.format(value);
export const hundredth = (value: number): string => twoDigits.format(value);
/** `80.2`: the unit is said once, after the last of several. */
export const percent = (share: number): string => oneDigit.format(100 * share);

/** A difference of shares with its sign: `+0.4`. */
export function points(difference: number): string {
  const text = oneDigit.format(Math.abs(100 * difference));
  return text === '0.0' ? text : `${difference < 0 ? '−' : '+'}${text}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `12,300 USD`: amounts that are compared with each other need no cents. */
export const money = (amount: number, currency: string): string =>
  `${amount < 0 ? '−' : ''}${number(Math.abs(amount))} ${currency}`;

/** Weeks where months would be a fraction of few. */
export function span(months: number): string {
  const weeks = (months * 365.25) / 84;
  if (weeks <= 1) return 'a week';
  return weeks < 9 ? counted(Math.ceil(weeks), 'week') : counted(Math.ceil(months), 'month');
}

export function versionName({ model, promptVersion }: AgentVersion): string {
  const parts = [model, promptVersion === null ? null : `prompt ${promptVersion}`].filter((part) => part !== null);
  return parts.length === 0 ? 'model and prompt not named' : parts.join(', ');
}

/** Which samples it is about: “of the agent Order Support, since 1 Sep 2026”; null for all. */
export function filterText({ agent, tags, from, to }: DatasetFilters): string | null {
  const parts = [
    agent === null ? null : `of the agent ${agent}`,
    tags.length === 0 ? null : `tagged ${listed(tags)}`,
    from === null ? null : `since ${from.slice(0, 10)}`,
    to === null ? null : `before ${to.slice(0, 10)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `about samples ${parts.join(', ')}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `9 Nov`, of a day as ISO 8601 has it: by no clock and no language of a machine. */
export function dayText(day: string, withYear = false): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${months[Number(month) - 1]}${withYear ? ` ${year}` : ''}`;
}
