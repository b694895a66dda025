import { useState } from 'react';
import type { OpenedEvaluation, OpenedItem, Outcome } from '../../shared/domain/opened-evaluation.ts';
import { intentName } from '../../shared/plots/win-rate.ts';
import panes from '../styles/panes.module.css';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { Segmented } from '../ui/segmented.tsx';
import css from './results.module.css';
import { ItemResult } from './results-item.tsx';

const outcomeNames: Record<Outcome, string> = { lost: 'Lost', won: 'Won', tied: 'Tied' };
const outcomes = ['lost', 'won', 'tied'] as const;

/** Items by how they went for the tuned model, losses first: they say what to label next. */
export function Items({ opened: { items } }: { opened: OpenedEvaluation }) {
  const [outcome, setOutcome] = useState<Outcome>('lost');
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = items.filter((item) => item.outcome === outcome);
  const at = Math.max(
    0,
    shown.findIndex(({ id }) => id === chosen),
  );
  const item = shown[at];
  const options = outcomes.map((value) => ({
    value,
    label: `${outcomeNames[value]} ${count(items.filter((one) => one.outcome === value).length)}`,
  }));
  return (
    <div className={panes['panes']}>
      <section className={panes['left']} aria-label="Items">
        <div className={css['filter']}>
          <Segmented label="How the tuned model did" value={outcome} options={options} onChange={setOutcome} />
        </div>
        {shown.length === 0 ? (
          <p className={css['none']}>No item of this kind.</p>
        ) : (
          <ListBox
            label={plural(shown.length, 'item')}
            items={shown}
            keyOf={({ id }) => id}
            at={at}
            onChoose={(index) => setChosen(shown[index]?.id ?? null)}
          >
            {(one) => <Line item={one} />}
          </ListBox>
        )}
      </section>
      {item ? <ItemResult key={item.id} item={item} /> : null}
    </div>
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
