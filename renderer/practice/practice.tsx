import { useEffect, useRef } from 'react';
import { isBlank } from '../../shared/domain/label.ts';
import { Guidelines } from '../guidelines/guidelines.tsx';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { type Hint, KeyHints } from '../labeling/footer.tsx';
import { back, toggleGuidelines } from '../labeling/item-actions.ts';
import { ItemView } from '../labeling/item-view.tsx';
import { useScreen } from '../labeling/screen-state.ts';
import { useVerdictCommands } from '../labeling/use-verdict-commands.ts';
import { redoStep, undoStep, useDraft } from '../stores/draft.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Frame } from '../ui/frame.tsx';
import css from './practice.module.css';
import { again, leavePractice, openPractice, previousItem, submit, usePractice } from './store.ts';

const writing: readonly Hint[] = [
  [['app.back'], 'done'],
  [['label.commit'], 'commit'],
];
const judging: readonly Hint[] = [
  [['score.1', 'score.5'], 'score', true],
  [['score.fill'], 'the rest'],
  [['decision.approve'], 'approve'],
  [['decision.edit'], 'edit'],
  [['decision.reject'], 'reject'],
  [['label.commit'], 'commit'],
  [['read.guidelines'], 'guidelines'],
];
const afterVerdict: readonly Hint[] = [
  [['label.commit'], 'next item'],
  [['loop.previous'], 'item before'],
  [['read.guidelines'], 'guidelines'],
  [['app.back'], 'leave practice'],
];
const atEnd: readonly Hint[] = [
  [['read.guidelines'], 'guidelines'],
  [['loop.previous'], 'last item'],
  [['app.back'], 'leave practice'],
];

/** Of ten verdicts as many are as expected when one knows what they mean: good labelers differ on one in five. */
const known = 0.8;

/** Ten explained items on the labeling screen itself. */
export function PracticeScreen() {
  const { items, at, result, error } = usePractice();
  const shown = useDraft(({ item }) => item !== null);
  const onItem = at < items.length;
  useEffect(() => void openPractice(), []);
  const isJudging = onItem && result === null;
  // As in the loop Esc leads back, once something is entered: it would be pressed to leave a text, and leave practice.
  const begun = useDraft(({ work, inText }) => isJudging && (inText || !isBlank(work.draft)));
  useVerdictCommands({ enabled: isJudging });
  useCommands({ 'read.guidelines': toggleGuidelines }, { enabled: items.length > 0 && !isJudging });
  useCommands({ 'label.commit': submit, 'loop.next': submit }, { enabled: onItem });
  useCommands({
    'loop.previous': previousItem,
    'loop.undo': undoStep,
    'loop.redo': redoStep,
    'app.back': () => (begun ? back() : leavePractice()),
  });
  return (
    <Frame
      navigation={false}
      left={<span>Practice</span>}
      right={
        <>
          {onItem ? <span>{`${at + 1} of ${items.length}`}</span> : null}
          <Button look="quiet" onClick={leavePractice}>
            {onItem ? 'Skip practice' : 'Leave practice'} {begun ? null : <Key command="app.back" />}
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

function Hints() {
  const { items, at, result } = usePractice();
  const inText = useDraft(({ inText }) => inText);
  if (at >= items.length) return <KeyHints hints={atEnd} />;
  if (result !== null) return <KeyHints hints={afterVerdict} />;
  return <KeyHints hints={inText ? writing : judging} inText={inText} />;
}

function Done() {
  const { items, right } = usePractice();
  const guidelines = useScreen(({ guidelines }) => guidelines);
  const start = useRef<HTMLDivElement>(null);
  const well = right >= known * items.length;
  // The keys go on from here, at the end and when the guidelines are closed.
  useEffect(() => {
    if (!guidelines) start.current?.querySelector('button')?.focus();
  }, [guidelines]);
  return (
    <div className={css['done']} data-guidelines={guidelines}>
      {guidelines ? <Guidelines /> : null}
      <div ref={start} className={css['center']}>
        <EmptyState
          title={well ? 'You know the keys' : 'That was the last item'}
          actions={
            <>
              <Button look="primary" onClick={well ? leavePractice : again}>
                {well ? 'Start labeling' : 'Practice again'}
              </Button>
              <Button onClick={well ? again : leavePractice}>{well ? 'Practice again' : 'Start labeling'}</Button>
              <Button onClick={toggleGuidelines}>
                Guidelines <Key command="read.guidelines" />
              </Button>
            </>
          }
        >
          <p>
            {`${right} of ${items.length} verdicts were as expected. `}
            {well
              ? 'Where yours differ, the guidelines say more; good labelers still differ on one in five.'
              : 'The guidelines say what each score means. Read them and practice again; nothing of practice is kept.'}
          </p>
        </EmptyState>
      </div>
    </div>
  );
}
