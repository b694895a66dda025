import { type ReactNode, type SyntheticEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { scaleIds } from '../../shared/domain/rubric.ts';
import { Guidelines } from '../guidelines/guidelines.tsx';
import { placeOf } from '../keyboard/place.ts';
import { useDraft } from '../stores/draft.ts';
import { Answer, Question } from './answer.tsx';
import { DecisionRow } from './decision.tsx';
import { Finals } from './finals.tsx';
import { FocusFollower } from './focus.tsx';
import { History } from './history.tsx';
import { ItemTold } from './item-told.tsx';
import css from './item-view.module.css';
import { Note } from './note.tsx';
import { QuestionField } from './question.tsx';
import { Reasons } from './reasons.tsx';
import { ScaleRow } from './scale-row.tsx';
import { useScreen } from './screen-state.ts';
import { SignalsPanel } from './signals-panel.tsx';
import { Sources } from './sources.tsx';
import { Tags } from './tags.tsx';
import { Standing, VerdictNotes } from './verdict-notes.tsx';

type ItemViewProps = {
  /** Above the question: practice puts its task there. */
  above?: ReactNode;
  /** Between the answer and its sources. */
  between?: ReactNode;
  /** Below the verdict, at the column's end. */
  below?: ReactNode;
  /** Focus, caret or scroll moved. */
  onMove?: () => void;
  /** A text field was left. */
  onLeaveText?: () => void;
};

/** One sample with its verdict, in three columns. Enter changes what they hold and keeps the columns. */
export function ItemView({ above, between, below, onMove, onLeaveText }: ItemViewProps) {
  const guidelines = useScreen(({ guidelines }) => guidelines);
  const view = useRef<HTMLDivElement>(null);
  useFreshScroll(view);
  useEarlyLayout();

  useEffect(() => {
    if (!onMove) return;
    document.addEventListener('selectionchange', onMove);
    return () => document.removeEventListener('selectionchange', onMove);
  }, [onMove]);

  const enter = (event: SyntheticEvent) => {
    onMove?.();
    const inText = placeOf(event.target) === 'text';
    if (useDraft.getState().inText !== inText) useDraft.setState({ inText });
  };
  const leave = (event: SyntheticEvent) => {
    if (placeOf(event.target) !== 'text') return;
    useDraft.setState({ inText: false });
    onLeaveText?.();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens inside
    <div
      ref={view}
      className={css['columns']}
      data-guidelines={guidelines}
      data-scroll="item"
      onFocus={enter}
      onBlur={leave}
      onScrollCapture={onMove}
    >
      {guidelines ? (
        <Guidelines />
      ) : (
        <div className={css['history']} data-scroll="history">
          <History />
        </div>
      )}
      <div className={css['middle']} data-scroll="answer">
        <div className={css['measure']}>
          {above}
          <ItemTold />
          <Question />
          <Answer />
          {between}
          <Sources />
        </div>
      </div>
      <section className={css['rubric']} data-scroll="rubric" aria-label="Scores and decision">
        <Standing />
        <div className={css['scales']}>
          {scaleIds.map((id) => (
            <ScaleRow key={id} id={id} />
          ))}
        </div>
        <div className={css['verdict']}>
          <DecisionRow />
          <Reasons />
          <Finals />
          <VerdictNotes />
          <Tags />
          <Note />
          <QuestionField />
          <SignalsPanel />
          {below}
        </div>
      </section>
      <FocusFollower />
    </div>
  );
}

/** A new sample is read from its top. Columns that were never scrolled are left alone: asking them costs a layout. */
function useFreshScroll(view: { current: HTMLDivElement | null }): void {
  const sampleId = useDraft(({ item }) => item?.sample.sampleId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of one sample is the change of its id
  useLayoutEffect(() => {
    const scrolled = new Set<Element>();
    const note = (event: Event) => event.target instanceof Element && scrolled.add(event.target);
    const columns = view.current;
    columns?.addEventListener('scroll', note, { capture: true, passive: true });
    return () => {
      columns?.removeEventListener('scroll', note, { capture: true });
      for (const column of scrolled) column.scrollTop = 0;
    };
  }, [sampleId, view]);
}

/**
 * Lays the next sample out while its frame is waited for. What a frame does itself is waited for after it began; the
 * hit test asks for style, layout and the paint properties now (`bench label`: 2 ms of Enter's 95th percentile).
 */
function useEarlyLayout(): void {
  const sampleId = useDraft(({ item }) => item?.sample.sampleId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the sample that is laid out
  useLayoutEffect(() => void document.elementFromPoint(0, 0), [sampleId]);
}
