import { scoreValues } from '../../shared/domain/rubric.ts';
import type { Gate } from '../../shared/rules/gate.ts';
import { useSettings, useWorkspace } from '../stores/workspace.ts';
import { attempt } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';

const bars = scoreValues.map((value) => ({ value: `${value}`, label: `${value}` }));

/** What a text must reach to be trained on: the workspace's gate. */
export function GateForm() {
  const gate = useSettings((settings) => settings.gate);
  const update = useWorkspace((workspace) => workspace.updateSettings);
  const set = (change: Partial<Gate>) => void attempt(() => update({ gate: { ...gate, ...change } }));
  return (
    <>
      <PlanTitle title="Gate" about="judges the text that would be trained on" />
      <div className={css['row']}>
        <span>Overall at least</span>
        <Segmented
          label="Overall at least"
          value={`${Math.ceil(gate.minOverall)}`}
          options={bars}
          onChange={(value) => set({ minOverall: Number(value) })}
        />
      </div>
      <div className={css['row']}>
        <span>Every criterion at least</span>
        <Segmented
          label="Every criterion at least"
          value={`${Math.ceil(gate.minCriterion)}`}
          options={bars}
          onChange={(value) => set({ minCriterion: Number(value) })}
        />
      </div>
      <label className={css['row']}>
        <span>
          Approved only
          {gate.approvedOnly ? null : (
            <span className={css['warning']}>Rejected answers may be in it: for looking, not for training.</span>
          )}
        </span>
        <input
          type="checkbox"
          className={css['check']}
          checked={gate.approvedOnly}
          onChange={({ target }) => set({ approvedOnly: target.checked })}
        />
      </label>
    </>
  );
}
