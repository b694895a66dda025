import type { OpenedEvaluation, OpenedItem, Outcome } from '../../shared/domain/opened-evaluation.ts';
import { intentName } from '../../shared/plots/win-rate.ts';
import panes from '../styles/panes.module.css';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { useListFocus } from '../ui/use-list-focus.ts';
import css from './results.module.css';
import { ItemResult } from './results-item.tsx';
import { toPlace, useEvaluations } from './store.ts';

const outcomeNames: Record<Outcome, string> = { lost: 'Lost', won: 'Won', tied: 'Tied' };
const outcomes = ['lost', 'won', 'tied'] as const;

/** Items by how they went for the tuned model, losses first: they say what to label next. */
export function Items({ opened: { items } }: { opened: OpenedEvaluation }) {
  const { outcome, item: chosen } = useEvaluations(({ place }) => place);
  const shown = items.filter((item) => item.outcome === outcome);
  const at = Math.max(
    0,
    shown.findIndex(({ id }) => id === chosen),
  );
  const item = shown[at];
  const { part } = useListFocus(shown.length > 0);
  const options = outcomes.map((value) => ({
    value,
    label: `${outcomeNames[value]} ${count(items.filter((one) => one.outcome === value).length)}`,
  }));
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Items">
        <div className={css['filter']}>
          <Segmented
            label="How the tuned model did"
            value={outcome}
            options={options}
            onChange={(to) => toPlace({ outcome: to })}
          />
        </div>
        {shown.length === 0 ? (
          <None />
        ) : (
          <ListBox
            label={plural(shown.length, 'item')}
            items={shown}
            keyOf={({ id }) => id}
            at={at}
            onChoose={(index) => toPlace({ item: shown[index]?.id ?? null })}
          >
            {(one) => <Line item={one} />}
          </ListBox>
        )}
      </section>
      {item ? <ItemResult key={item.id} item={item} /> : null}
    </div>
  );
}

function None() {
  const part = useEntryFocus<HTMLParagraphElement>();
  return (
    <p ref={part} className={css['none']} tabIndex={-1}>
      No item of this kind.
    </p>
  );
}

function Line({ item: { question, intent, judgments } }: { item: OpenedItem }) {
  return (
    <>
      <span className={panes['line']}>{question}</span>
      <span className={panes['about']}>
        {intentName(intent)}, {plural(judgments.length, 'judgment')}
      </span>
    </>
  );
}
