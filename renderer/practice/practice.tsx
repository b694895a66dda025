import { useEffect } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { back } from '../labeling/item-actions.ts';
import { ItemView } from '../labeling/item-view.tsx';
import { useVerdictCommands } from '../labeling/use-verdict-commands.ts';
import { redoStep, undoStep, useDraft } from '../stores/draft.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Frame } from '../ui/frame.tsx';
import css from './practice.module.css';
import { again, leavePractice, openPractice, previousItem, submit, usePractice } from './store.ts';

/** Ten explained items on the labeling screen itself. */
export function PracticeScreen() {
  const { items, at, result, error } = usePractice();
  const shown = useDraft(({ item }) => item !== null);
  const onItem = at < items.length;
  useEffect(() => void openPractice(), []);
  useVerdictCommands({ enabled: onItem && result === null });
  useCommands({ 'label.commit': submit, 'loop.next': submit }, { enabled: onItem });
  useCommands({
    'loop.previous': previousItem,
    'loop.undo': undoStep,
    'loop.redo': redoStep,
    'app.back': () => (useDraft.getState().inText ? back() : leavePractice()),
  });
  return (
    <Frame
      navigation={false}
      left={<span>Practice</span>}
      right={
        <>
          {onItem ? <span>{`${at + 1} of ${items.length}`}</span> : null}
          <Button look="quiet" onClick={leavePractice}>
            {onItem ? 'Skip practice' : 'Leave practice'} <Key command="app.back" />
          </Button>
        </>
      }
      progress={items.length === 0 ? 0 : at / items.length}
      footer={<Hints />}
    >
      {error ? (
        <div className={css['center']}>
          <ErrorNote error={error} actions={<Button onClick={() => void openPractice()}>Try again</Button>} />
        </div>
      ) : items.length > 0 && !onItem ? (
        <Done />
      ) : shown && items.length > 0 ? (
        <ItemView above={<Task />} />
      ) : null}
    </Frame>
  );
}

/** What to do; after the verdict, how it compares and why. */
function Task() {
  const { items, at, result } = usePractice();
  const practice = items[at];
  if (!practice) return null;
  const state = result === null ? 'task' : result.length === 0 ? 'right' : 'differs';
  return (
    <section className={css['task']} data-state={state} aria-label="Practice">
      <h2 className={css['title']}>{practice.teaches}</h2>
      {result === null ? (
        <p>{practice.task}</p>
      ) : (
        <>
          {result.length === 0 ? (
            <p className={css['verdict']}>As expected.</p>
          ) : (
            <ul>
              {result.map(({ about, given, expected }) => (
                <li key={about}>
                  <b>{about}</b>: you gave {given}, expected {expected}
                </li>
              ))}
            </ul>
          )}
          <p>{practice.explain}</p>
          <p>
            <Button onClick={submit}>
              {at + 1 < items.length ? 'Next item' : 'Finish'} <Key command="label.commit" />
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

function Done() {
  const { items, right } = usePractice();
  return (
    <div className={css['center']}>
      <EmptyState
        title="You know the keys"
        actions={
          <>
            <Button look="primary" onClick={leavePractice}>
              Start labeling
            </Button>
            <Button onClick={again}>Practice again</Button>
          </>
        }
      >
        <p>
          {`${right} of ${items.length} verdicts were as expected. Where yours differ, the guidelines (I) say more; good labelers still differ on one in five.`}
        </p>
      </EmptyState>
    </div>
  );
}

function Hints() {
  return (
    <>
      <span className={css['hint']}>
        <Key command="score.1" />–<Key command="score.5" /> score
      </span>
      <span className={css['hint']}>
        <Key command="score.fill" /> the rest
      </span>
      <span className={css['hint']}>
        <Key command="decision.approve" /> <Key command="decision.edit" /> <Key command="decision.reject" /> decide
      </span>
      <span className={css['hint']}>
        <Key command="label.commit" /> next
      </span>
      <span className={css['hint']}>
        <Key command="read.guidelines" /> guidelines
      </span>
      <span className={css['last']}>
        <Key command="help.keys" /> all keys
      </span>
    </>
  );
}
