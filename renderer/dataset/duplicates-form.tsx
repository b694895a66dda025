import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { setPlan, usePlan } from './plan.ts';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';

const policies = [
  { value: 'keep_best', label: 'Best' },
  { value: 'keep_all', label: 'All' },
] as const;

/** What stays of samples that say the same, and what was chosen by hand. */
export function DuplicatesForm() {
  const policy = usePlan((plan) => plan.nearDuplicates);
  const { keep, leaveOut } = usePlan((plan) => plan.choices);
  const chosen = [
    keep.length > 0 ? `${plural(keep.length, 'sample')} kept` : null,
    leaveOut.length > 0 ? `${plural(leaveOut.length, 'sample')} left out` : null,
  ].filter((part) => part !== null);
  return (
    <>
      <PlanTitle title="Duplicates" about="of exact copies and conflicts one stays in any case" />
      <div className={css['row']}>
        <span>Of near ones keep</span>
        <Segmented
          label="Of near duplicates keep"
          value={policy}
          options={policies}
          onChange={(nearDuplicates) => setPlan({ nearDuplicates })}
        />
      </div>
      {chosen.length === 0 ? null : (
        <div className={css['row']}>
          <span className={css['note']}>By choice: {chosen.join(', ')}.</span>
          <Button look="quiet" onClick={() => setPlan({ choices: { keep: [], leaveOut: [] } })}>
            Take back
          </Button>
        </div>
      )}
    </>
  );
}
