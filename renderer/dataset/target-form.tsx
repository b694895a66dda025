import { setPlan, usePlan } from './plan.ts';
import { NumberField, PlanTitle } from './plan-fields.tsx';

/** The longest example that some targets take, as their documentation has it. */
const targets = [
  { value: 65_536, name: 'OpenAI gpt-4o, gpt-4.1' },
  { value: 16_385, name: 'OpenAI gpt-3.5-turbo' },
  { value: 8_192, name: 'A common sequence length of open models' },
  { value: 1_024, name: 'TRL, where max_length is not set' },
];
const most = 10_000_000;

/** What is longer than the target takes would be cut or refused there: it stays out here. */
export function TargetForm() {
  const maxTokens = usePlan((plan) => plan.maxTokens);
  return (
    <>
      <PlanTitle title="Target" about="longer examples stay out; tokens of o200k_base" />
      <NumberField
        label="At most"
        unit="tokens"
        value={maxTokens}
        min={1}
        max={most}
        empty="no limit"
        suggested={targets}
        onChange={(maxTokens) => setPlan({ maxTokens })}
      />
    </>
  );
}
