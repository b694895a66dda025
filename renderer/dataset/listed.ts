import { type Funnel, funnelSteps, sides } from '../../shared/domain/dataset.ts';
import type { Rubric } from '../../shared/domain/rubric.ts';
import { count } from '../ui/format.ts';
import { sideNames } from './formats.ts';
import { reasonSentence } from './reasons.ts';
import { stepNames } from './steps.ts';
import type { Listed } from './store.ts';

type Option = { value: string; name: string; of: Listed };

/** What can be listed, in groups, each named; `value` tells one from another. */
export function listOptions(funnel: Funnel, rubric: Rubric): { title: string; options: Option[] }[] {
  const option = (of: Listed, name: string): Option => ({ value: keyOf(of), name, of });
  const stops = funnelSteps.flatMap((step) => {
    const reasons = Object.entries(funnel.find((known) => known.step === step)?.reasons ?? {});
    if (reasons.length === 0) return [];
    const options = reasons.map(([reason, samples]) =>
      option({ step, reason }, `${reasonSentence(reason, rubric).why} (${count(samples)})`),
    );
    const all = option({ step, reason: null }, 'For any of these reasons');
    return [{ title: `Out before: ${stepNames[step]}`, options: reasons.length > 1 ? [...options, all] : options }];
  });
  return [{ title: 'In the dataset', options: sides.map((side) => option({ side }, sideNames[side])) }, ...stops];
}

export function keyOf(of: Listed): string {
  return JSON.stringify(of);
}
