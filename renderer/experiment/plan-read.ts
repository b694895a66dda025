import type { ExperimentPlan } from '../../shared/domain/experiment.ts';
import { numberIn } from '../ui/number-in.ts';
import { type DraftNumber, draftNumbers, draftTexts, numberNames, type PlanDraft, textNames } from './plan-draft.ts';

/** From the least to the most that fits, as it is typed. No share is finer than a hundredth of a percent. */
const bounds: Record<DraftNumber, readonly [least: number, most: number]> = {
  controlShare: [0.01, 99.99],
  days: [1, 365],
  reviewShare: [0.01, 100],
  approvalBar: [0, 100],
  approvalExpected: [0.01, 100],
  editsBar: [0, 100],
  editsExpected: [0.01, 100],
  csatBar: [0, 4],
  csatExpected: [0.01, 4],
  violationsMargin: [0.01, 99.99],
  approval: [0.01, 99.99],
  edits: [0.01, 99.99],
  violations: [0.01, 99.99],
  csatDeviation: [0.01, 2],
  perDay: [0.01, 1_000_000_000],
  answered: [0.01, 100],
};

/** Why a number does not fit, in a sentence; null where it does. */
function misfit(key: DraftNumber, value: number): string | null {
  const [least, most] = bounds[key];
  const whole = key === 'days';
  if (Number.isNaN(value)) return `“${numberNames[key]}” is no number, as in 12.5.`;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return null;
  return `“${numberNames[key]}” is a ${whole ? 'whole ' : ''}number from ${least} to ${most.toLocaleString('en')}.`;
}

/** What the draft lacks, in a sentence, or the plan that it is. */
export function planOf(draft: PlanDraft): ExperimentPlan | string {
  const empty = [...draftTexts, ...draftNumbers].find((key) => draft[key].trim() === '');
  if (empty !== undefined) return `“${{ ...textNames, ...numberNames }[empty]}” is still empty.`;
  const of = (key: DraftNumber) => numberIn(draft[key]) ?? Number.NaN;
  for (const key of draftNumbers) {
    const wrong = misfit(key, of(key));
    if (wrong !== null) return wrong;
  }
  const share = (key: DraftNumber) => of(key) / 100;
  const points = (key: DraftNumber) => Math.round(100 * of(key));
  const criteria = {
    approval: { bar: share('approvalBar'), expected: share('approvalExpected') },
    edits: { bar: share('editsBar'), expected: share('editsExpected') },
    csat: { bar: of('csatBar'), expected: of('csatExpected') },
    violations: { margin: share('violationsMargin') },
  };
  const baseline = {
    ...{ approval: share('approval'), edits: share('edits'), violations: share('violations') },
    csatDeviation: of('csatDeviation'),
  };
  const unmet = unmetText(criteria, baseline);
  if (unmet !== null) return unmet;
  return {
    name: draft.name.trim(),
    agent: draft.agent.trim(),
    arms: [
      { name: 'control', model: draft.control.trim(), share: points('controlShare') },
      { name: 'treatment', model: draft.treatment.trim(), share: 10_000 - points('controlShare') },
    ],
    days: of('days'),
    review_share: points('reviewShare'),
    criteria,
    baseline,
    traffic: { perDay: of('perDay'), answered: share('answered') },
  };
}

/** What no treatment can do, in a sentence; null where all can be. */
function unmetText(
  { approval, edits, csat }: ExperimentPlan['criteria'],
  baseline: ExperimentPlan['baseline'],
): string | null {
  const more = (expected: DraftNumber, bar: DraftNumber) =>
    `“${numberNames[expected]}” must be more than “${numberNames[bar]}”.`;
  if (approval.expected <= approval.bar) return more('approvalExpected', 'approvalBar');
  if (edits.expected <= edits.bar) return more('editsExpected', 'editsBar');
  if (csat.expected <= csat.bar) return more('csatExpected', 'csatBar');
  if (baseline.approval + approval.expected > 1)
    return `“${numberNames.approval}” and “${numberNames.approvalExpected}” come to more than 100.`;
  if (baseline.edits < edits.expected)
    return `“${numberNames.editsExpected}” is more than “${numberNames.edits}”: there are no more edits to lose.`;
  return null;
}
