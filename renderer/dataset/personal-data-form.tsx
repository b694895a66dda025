import { Key } from '../keyboard/key.tsx';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { usePlan } from './plan.ts';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';
import { show } from './store.ts';

/** What is replaced before anything is trained on, in a line; the view has the rest. */
export function PersonalDataForm() {
  const { kinds, patterns, leave } = usePlan((plan) => plan.personalData);
  const parts = [
    plural(kinds.length, 'kind'),
    patterns.length > 0 ? plural(patterns.length, 'own pattern') : null,
    leave.length > 0 ? `${plural(leave.length, 'value')} let stay` : null,
  ].filter((part) => part !== null);
  return (
    <>
      <PlanTitle title="Personal data" about="replaced by tokens, the same for the same person in a conversation" />
      <div className={css['row']}>
        {kinds.length + patterns.length === 0 ? (
          <span className={css['warning']}>Nothing is looked for: all of it is trained on.</span>
        ) : (
          <span className={css['note']}>{parts.join(', ')}</span>
        )}
        <Button look="quiet" onClick={() => show('personal')}>
          Review <Key command="dataset.personal" />
        </Button>
      </div>
    </>
  );
}
