import type { MouseEvent } from 'react';
import { type Decision, decisions } from '../../shared/domain/label.ts';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import { apply, useDraft } from '../stores/draft.ts';
import css from './decision.module.css';
import { decide, moveTo } from './draft-rules.ts';
import { groupEvents } from './group-events.ts';
import { approveAnswer, editAnswer } from './item-actions.ts';
import { decisionNames } from './names.ts';

const keys: Record<Decision, CommandId> = {
  approve: 'decision.approve',
  edit: 'decision.edit',
  reject: 'decision.reject',
};

const group = groupEvents('decision');
const events = { ...group, onClick: click };

/** A pointer on Edit wants to write; a screen reader that chooses the button stays where it is. */
function click({ detail, target }: MouseEvent): void {
  group.onClick();
  if (detail > 0 && target instanceof HTMLInputElement && target.value === 'edit') editAnswer();
}

/** Approve, edit or reject: one radio group that gives its arrows to the criteria above. */
export function DecisionRow() {
  const chosen = useDraft(({ work }) => work.draft.decision);
  return (
    <div
      role="radiogroup"
      aria-label="Decision"
      className={css['decisions']}
      data-place="decision"
      data-gives="arrows"
      {...events}
    >
      {decisions.map((decision) => (
        <label key={decision} className={css['decision']} data-decision={decision}>
          <input
            type="radio"
            className={css['input']}
            name="decision"
            value={decision}
            checked={chosen === decision}
            onChange={() =>
              decision === 'approve'
                ? approveAnswer({ stay: true })
                : apply((work) => moveTo(decide(work, decision), 'decision'), { focus: null })
            }
          />
          <span className={css['name']}>{decisionNames[decision]}</span>
          <Key command={keys[decision]} />
        </label>
      ))}
    </div>
  );
}
