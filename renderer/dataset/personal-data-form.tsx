import { Key } from '../keyboard/key.tsx';
import { Button } from '../ui/button.tsx';
import { rulesText } from './kinds.ts';
import { usePlan } from './plan.ts';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';
import { show } from './store.ts';

/** What is replaced before anything is trained on, in a line; the view has the rest. */
export function PersonalDataForm() {
  const rules = usePlan((plan) => plan.personalData);
  return (
    <>
      <PlanTitle title="Personal data" about="replaced by tokens, the same for the same person in a conversation" />
      <div className={css['row']}>
        {rules.kinds.length + rules.patterns.length === 0 ? (
          <span className={css['warning']}>Nothing is looked for: all of it is trained on.</span>
        ) : (
          <span className={css['note']}>{rulesText(rules)}</span>
        )}
        <Button look="quiet" onClick={() => show('personal')}>
          Review <Key command="dataset.personal" />
        </Button>
      </div>
    </>
  );
}
