import type { DatasetPlan } from '../../shared/domain/dataset.ts';

type Choices = DatasetPlan['choices'];

/** What a lead decides about a single sample, whatever the rules say; without a choice the rules decide. */
export type Choice = keyof Choices;

export function choiceOf({ keep, leaveOut }: Choices, sampleId: string): Choice | null {
  if (leaveOut.includes(sampleId)) return 'leaveOut';
  return keep.includes(sampleId) ? 'keep' : null;
}

/** The choices with another one for a sample; null gives it back to the rules. */
export function withChoice({ keep, leaveOut }: Choices, sampleId: string, choice: Choice | null): Choices {
  const others = { keep: keep.filter((id) => id !== sampleId), leaveOut: leaveOut.filter((id) => id !== sampleId) };
  return choice === null ? others : { ...others, [choice]: [...others[choice], sampleId] };
}
