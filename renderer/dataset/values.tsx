import { useCallback, useEffect, useRef, useState } from 'react';
import type { PiiValueFound } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import panes from '../styles/panes.module.css';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { isBuiltIn, type Kind, kindSentences, withKind, withLeft } from './kinds.ts';
import { PatternDialog } from './pattern-dialog.tsx';
import css from './personal-data.module.css';
import { setPlan, usePlan } from './plan.ts';
import { askFor, useDataset } from './store.ts';
import { type AskPage, usePages } from './use-pages.ts';

/** So near to the last value that is here, the next page is fetched. */
const ahead = 20;

type ValuesProps = {
  kind: Kind;
  /** The focus is wanted in the list: it goes there as soon as there is one. */
  entering: boolean;
  onEntered: () => void;
};

/** The values of a kind, each where it stands: a person lets it stay, or it is replaced by a token. */
export function Values({ kind, entering, onEntered }: ValuesProps) {
  const recipe = useDataset(({ counted }) => counted?.recipe);
  const rules = usePlan((plan) => plan.personalData);
  const [at, setAt] = useState(0);
  const { found, error, more } = usePages(
    recipe,
    useCallback<AskPage<PiiValueFound>>(
      async (of, part) => {
        const { total, values } = await ask('dataset.personalData', { recipe: of, kind: kind.id, ...part });
        return { total, items: values };
      },
      [kind.id],
    ),
  );
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!entering || !found) return;
    section.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
    onEntered();
  }, [entering, found, onEntered]);
  const items = found?.items ?? [];
  const index = Math.min(at, Math.max(0, items.length - 1));
  const value = items[index];
  const isLeft = ({ fingerprint }: PiiValueFound) => rules.leave.includes(fingerprint);

  function choose(next: number) {
    setAt(next);
    if (next >= items.length - ahead) more();
  }
  function toggle() {
    if (!value) return false;
    const left = !isLeft(value);
    setPlan({ personalData: withLeft(rules, value.fingerprint, left) });
    announce(left ? `${value.value} stays` : `${value.value} is replaced`);
    return true;
  }
  const look = (one: PiiValueFound | undefined) => (one ? askFor(one.sampleId) : false);
  useCommands({ 'dataset.letStay': toggle, 'dataset.open': () => look(value) });

  return (
    <section ref={section} className={css['values']} aria-label={`Values: ${kind.name}`}>
      <Head kind={kind}>
        {value ? (
          <>
            <Button aria-pressed={isLeft(value)} onClick={toggle}>
              Let it stay <Key command="dataset.letStay" />
            </Button>
            <Button look="quiet" onClick={() => look(value)}>
              Its sample <Key command="dataset.open" />
            </Button>
          </>
        ) : null}
      </Head>
      {error ? <ErrorNote error={error} /> : null}
      {found && items.length === 0 ? (
        <p className={css['none']}>
          {kind.on ? 'None in the examples of this plan.' : 'Not looked for: what there is of it stays as it is.'}
        </p>
      ) : null}
      {found && items.length > 0 ? (
        <ListBox
          label={plural(found.total, 'value')}
          items={items}
          keyOf={({ fingerprint }) => fingerprint}
          at={index}
          onChoose={choose}
          onOpen={(opened) => look(items[opened])}
          end={
            items.length < found.total ? (
              <Button look="quiet" className={panes['more']} onClick={more}>
                {count(found.total - items.length)} more
              </Button>
            ) : null
          }
        >
          {(one) => <Line value={one} left={isLeft(one)} />}
        </ListBox>
      ) : null}
    </section>
  );
}

function Line({ value: { value, around, examples }, left }: { value: PiiValueFound; left: boolean }) {
  return (
    <>
      <span className={css['around']}>
        {around.before}
        <mark data-left={left || undefined}>{value}</mark>
        {around.after}
      </span>
      <span className={css['facts']}>
        {left ? <b>stays</b> : <span>replaced</span>}
        <span>in {plural(examples, 'example')}</span>
      </span>
    </>
  );
}

/** What the kind is, and whether it is looked for at all. */
function Head({ kind, children }: { kind: Kind; children: React.ReactNode }) {
  const { id, name, on, pattern } = kind;
  const rules = usePlan((plan) => plan.personalData);
  const [editing, setEditing] = useState(false);
  const remove = () =>
    setPlan({ personalData: { ...rules, patterns: rules.patterns.filter((one) => one.name !== id) } });
  return (
    <div className={css['head']}>
      <h2>{name}</h2>
      <p className={css['about']}>{isBuiltIn(id) ? kindSentences[id] : <code>{pattern}</code>}</p>
      <div className={css['actions']}>
        {children}
        {isBuiltIn(id) ? (
          <label className={css['check']}>
            <input
              type="checkbox"
              checked={on}
              onChange={({ target }) => setPlan({ personalData: withKind(rules, id, target.checked) })}
            />
            Look for them
          </label>
        ) : (
          <>
            <Button look="quiet" onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button look="quiet" onClick={remove}>
              Remove
            </Button>
          </>
        )}
      </div>
      {editing && pattern !== null ? (
        <PatternDialog pattern={{ name: id, pattern }} onClose={() => setEditing(false)} />
      ) : null}
    </div>
  );
}
