import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { type ComparedItem, type Place, places } from '../../shared/domain/comparison.ts';
import { listen } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import answerCss from '../labeling/answer.module.css';
import headerCss from '../labeling/loop-header.module.css';
import { Pause } from '../labeling/pause.tsx';
import { flushWhenLeaving } from '../stores/flush-when-leaving.ts';
import { followPresence, useSitting } from '../stores/sitting.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { AnswerText } from './answer.tsx';
import css from './compare.module.css';
import { flush, goTo, leave, sittingNow } from './comparing.ts';
import { useComparing } from './comparing-state.ts';
import { focusVerdict } from './focus.ts';
import { dismissFailure } from './judging.ts';
import { Conversation, Question } from './prompt.tsx';
import { Scores } from './scores.tsx';
import { reopen } from './store.ts';
import { useCompareCommands } from './use-compare-commands.ts';
import { Verdict } from './verdict.tsx';

const hints: readonly Hint[] = [
  [['compare.first', 'compare.second'], 'better'],
  [['compare.tie'], 'tie'],
  [['compare.bothBad'], 'both bad'],
  [['compare.commit'], 'next'],
  [['compare.undo'], 'undo'],
  [['compare.note'], 'note'],
];
const endHints: readonly Hint[] = [
  [['compare.previous'], 'last one'],
  [['compare.undo'], 'undo'],
  [['app.back'], 'all evaluations'],
];
const scoringHints: readonly Hint[] = [...hints.slice(0, 3), [['compare.scores'], 'scores'], ...hints.slice(3)];

/** The blind comparison: one item after another, in the feel of the labeling loop. */
export function CompareScreen() {
  const name = useComparing(({ evaluation }) => evaluation?.name);
  const isScored = useComparing(({ evaluation }) => evaluation?.isScored === true);
  const atEnd = useComparing(({ phase }) => phase === 'end');
  const judged = useComparing(({ judged }) => judged);
  const items = useComparing(({ items }) => items);
  const paused = useSitting(({ paused }) => paused);
  useCompareCommands();
  useEffect(followPresence, []);
  useEffect(stayDurable, []);
  useEffect(() => listen('samples.erased', () => void reopen()), []);
  return (
    <Frame
      navigation={false}
      left={<span className={headerCss['agent']}>{name}</span>}
      right={
        <>
          <span className={headerCss['progress']}>{`${count(judged)} of ${count(items)}`}</span>
          <SavedMark />
        </>
      }
      progress={items === 0 ? 0 : judged / items}
      footer={<Hints hints={atEnd ? endHints : isScored ? scoringHints : hints} />}
    >
      <Stage />
      {paused ? <Pause done={plural(judged, 'comparison')} /> : null}
    </Frame>
  );
}

function SavedMark() {
  const saving = useComparing(({ unsaved }) => unsaved > 0);
  const failed = useComparing(({ failure, draftError }) => failure !== null || draftError !== null);
  return (
    <span className={headerCss['saved']} data-state={failed ? 'failed' : saving ? 'saving' : 'saved'}>
      {failed ? 'not saved' : saving ? 'saving' : 'all saved'}
    </span>
  );
}

function Stage(): ReactNode {
  const phase = useComparing(({ phase }) => phase);
  const error = useComparing(({ error }) => error);
  const item = useComparing(({ item }) => item);
  if (phase === 'end') return <End />;
  if (phase === 'failed' && error)
    return (
      <div className={css['message']}>
        <ErrorNote
          error={error}
          actions={<Button onClick={() => void goTo(sittingNow().trail.at)}>Try again</Button>}
        />
      </div>
    );
  return (
    <div className={css['stage']} inert={phase === 'opening'}>
      <Trouble />
      {item ? <Compared item={item} /> : <p className={css['opening']}>Opening the next comparison</p>}
    </div>
  );
}

/** One item. Enter changes what it holds and keeps the columns. */
function Compared({ item }: { item: ComparedItem }) {
  const isScored = useComparing(({ evaluation }) => evaluation?.isScored === true);
  const historyOpen = useComparing(({ historyOpen }) => historyOpen);
  const view = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item is read from its top, and judged anew
  useLayoutEffect(() => {
    for (const column of view.current?.querySelectorAll('[data-scroll]') ?? []) column.scrollTop = 0;
    focusVerdict();
  }, [item.id]);
  return (
    <div ref={view} className={css['columns']}>
      <div className={css['history']} data-scroll="history">
        <Conversation prompt={item.prompt} open={historyOpen} />
      </div>
      <div className={css['middle']} data-scroll="answers">
        <section className={css['asked']} aria-labelledby="question">
          <h2 id="question" className={answerCss['eyebrow']}>
            Customer asks
          </h2>
          <p className={answerCss['query']} dir="auto">
            <Question prompt={item.prompt} />
          </p>
        </section>
        {places.map((place) => (
          <Side key={place} place={place} text={item[place]} isScored={isScored} />
        ))}
      </div>
      <Verdict />
    </div>
  );
}

function Side({ place, text, isScored }: { place: Place; text: string | null; isScored: boolean }) {
  return (
    <section className={css['side']} aria-labelledby={place}>
      <h2 id={place} className={answerCss['eyebrow']}>
        {place === 'first' ? 'First answer' : 'Second answer'}
      </h2>
      <AnswerText text={text} />
      {isScored ? <Scores place={place} /> : null}
    </section>
  );
}

/** A write that failed: said above the item that came back because of it. */
function Trouble() {
  const failure = useComparing(({ failure }) => failure);
  const draftError = useComparing(({ draftError }) => draftError);
  const error = failure?.error ?? draftError;
  if (!error) return null;
  const others = (failure?.itemIds.length ?? 0) - 1;
  return (
    <div className={css['trouble']}>
      <ErrorNote
        error={error}
        actions={
          <>
            {others > 0 ? <span>{plural(others, 'more comparison')} came back too, further on.</span> : null}
            {failure ? <Button onClick={dismissFailure}>Dismiss</Button> : null}
          </>
        }
      />
    </div>
  );
}

function End() {
  const judged = useComparing(({ judged }) => judged);
  const items = useComparing(({ items }) => items);
  const isAnswering = useComparing(({ isAnswering }) => isAnswering);
  const left = items - judged;
  return (
    <div className={css['message']}>
      <EmptyState
        title={
          left === 0
            ? 'Everything is compared'
            : isAnswering
              ? 'More answers are on their way'
              : 'The end of this round'
        }
        actions={
          <>
            {left > 0 ? (
              <Button look="primary" onClick={() => void reopen()}>
                Look for more
              </Button>
            ) : null}
            <Button look={left === 0 ? 'primary' : 'plain'} onClick={() => runCommand('app.back')}>
              Back to the evaluations <Key command="app.back" />
            </Button>
          </>
        }
      >
        <p>
          {`${count(judged)} of ${count(items)} compared by you.`}
          {left > 0 && !isAnswering ? ' What is left was passed over here, or others have judged it.' : ''}
        </p>
      </EmptyState>
    </div>
  );
}

/** Saves whenever this could be the last moment before the window is gone or another screen comes. */
function stayDurable(): () => void {
  const stop = flushWhenLeaving(flush);
  return () => {
    stop();
    leave();
  };
}
