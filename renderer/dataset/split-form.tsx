import type { DatasetPlan } from '../../shared/domain/dataset.ts';
import { setPlan, usePlan } from './plan.ts';
import { NumberField, PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';

const mostSeed = 0xffff_ffff;
const percentOf = (share: number) => Math.round(share * 100);

/** Which share of conversations is kept from training, and which draw decides whose. */
export function SplitForm() {
  const split = usePlan((plan) => plan.split);
  const set = (change: Partial<DatasetPlan['split']>) => setPlan({ split: { ...split, ...change } });
  const setShare = (side: 'validation' | 'holdout') => (value: number | null) => set({ [side]: (value ?? 0) / 100 });
  return (
    <>
      <PlanTitle title="Split" about="by conversation, drawn by the seed; what was held out once is never trained on" />
      <NumberField
        label="Validation"
        unit="%"
        value={percentOf(split.validation)}
        min={0}
        max={50}
        onChange={setShare('validation')}
      />
      <NumberField
        label="Hold-out"
        unit="%"
        value={percentOf(split.holdout)}
        min={0}
        max={50}
        onChange={setShare('holdout')}
      />
      <NumberField
        label="Seed"
        value={split.seed}
        min={0}
        max={mostSeed}
        onChange={(seed) => set({ seed: seed ?? 0 })}
      />
      {split.validation + split.holdout >= 1 ? <p className={css['warning']}>Nothing is left to train on.</p> : null}
    </>
  );
}
