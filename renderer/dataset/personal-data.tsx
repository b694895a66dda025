import { useState } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { AllowDialog } from './allow-dialog.tsx';
import { type Kind, kindsOf } from './kinds.ts';
import { PatternDialog } from './pattern-dialog.tsx';
import css from './personal-data.module.css';
import { usePlan } from './plan.ts';
import { useDataset } from './store.ts';
import { Values } from './values.tsx';

/** What is taken for personal data, kind by kind and value by value, and what of it stays. */
export function PersonalDataView() {
  const rules = usePlan((plan) => plan.personalData);
  const [at, setAt] = useState(0);
  const [dialog, setDialog] = useState<'pattern' | 'allow' | null>(null);
  const [entering, setEntering] = useState(false);
  const { part } = useListFocus(true);
  const kinds = kindsOf(rules);
  const index = Math.min(at, kinds.length - 1);
  const kind = kinds[index];
  useCommands({
    'dataset.addPattern': () => setDialog('pattern'),
    'dataset.allow': () => setDialog('allow'),
  });
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Kinds of personal data">
        <ListBox
          label={plural(kinds.length, 'kind')}
          items={kinds}
          keyOf={({ id }) => id}
          at={index}
          onChoose={(next) => {
            setAt(next);
            setEntering(false);
          }}
          onOpen={() => setEntering(true)}
          end={
            <div className={css['more']}>
              <Button onClick={() => setDialog('pattern')}>
                Add a pattern <Key command="dataset.addPattern" />
              </Button>
              <Button onClick={() => setDialog('allow')}>
                Nobody’s values{rules.allow.length > 0 ? ` (${count(rules.allow.length)})` : ''}{' '}
                <Key command="dataset.allow" />
              </Button>
            </div>
          }
        >
          {(one) => <Line kind={one} />}
        </ListBox>
      </section>
      {kind ? <Values key={kind.id} kind={kind} entering={entering} onEntered={() => setEntering(false)} /> : null}
      {dialog === 'pattern' ? (
        <PatternDialog pattern={null} onSaved={() => setAt(kinds.length)} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'allow' ? <AllowDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

function Line({ kind: { id, name, on, pattern } }: { kind: Kind }) {
  const found = useDataset(({ counted }) => counted?.counts.personalData.find(({ kind }) => kind === id));
  return (
    <>
      <span className={panes['line']}>{name}</span>
      <span className={panes['about']}>
        {pattern === null ? null : 'own pattern, '}
        {!on
          ? 'not looked for'
          : found
            ? `${plural(found.values, 'value')} in ${plural(found.examples, 'example')}`
            : 'none'}
      </span>
    </>
  );
}
