import { memo, useId } from 'react';
import { type Scale, type ScaleId, type Score, scaleOf, scoreValues } from '../../shared/domain/rubric.ts';
import { apply, useDraft, useRubric } from '../stores/draft.ts';
import { finalPlace, moveTo, needsReasons, type Place, scaleAt, scalePlace, scoreAt } from './draft-rules.ts';
import { groupEvents } from './group-events.ts';
import css from './scale-row.module.css';

/** One scale of the draft's scores: its name, five radio buttons, and in full while it is the one being scored. */
export const ScaleRow = memo(function ScaleRow({ id }: { id: ScaleId }) {
  const scale = scaleOf(useRubric(), id);
  const place = scalePlace(id);
  const value = useDraft(({ work }) => work.draft.scores[id]);
  const on = useDraft(({ work }) => work.place === place);
  // Anchors stay while the decision is made, unless what follows an edit or a rejection needs their room.
  const open = useDraft(
    ({ work }) => on || (work.criterion === id && work.place === 'decision' && !needsReasons(work)),
  );
  const filled = useDraft(({ work }) => work.draft.filled.includes(id));
  return (
    <div className={css['row']} data-on={on} data-open={open} data-filled={filled}>
      <Scores place={place} scale={scale} value={value} />
      <Anchors scale={scale} />
    </div>
  );
});

/** One final score of a correction. */
export const FinalRow = memo(function FinalRow({ id }: { id: ScaleId }) {
  const scale = scaleOf(useRubric(), id);
  const place = finalPlace(id);
  const value = useDraft(({ work }) => work.draft.correctionScores[id]);
  const on = useDraft(({ work }) => work.place === place);
  return (
    <div className={css['final']} data-on={on}>
      <Scores place={place} scale={scale} value={value} />
    </div>
  );
});

const Scores = memo(function Scores({ place, scale, value }: { place: Place; scale: Scale; value: Score | undefined }) {
  const id = useId();
  const final = scaleAt(place)?.of === 'correctionScores';
  return (
    <>
      <span id={id} className={css['name']}>
        {final ? <span className={css['hidden']}>Final score: </span> : null}
        {scale.name}
      </span>
      <div
        role="radiogroup"
        aria-labelledby={id}
        className={css['scores']}
        data-place={place}
        data-gives="arrows space"
        {...groupEvents(place)}
      >
        {scoreValues.map((score) => (
          <Cell key={score} place={place} score={score} anchor={scale.anchors[score]} checked={score === value} />
        ))}
      </div>
    </>
  );
});

type CellProps = { place: Place; score: Score; anchor: string; checked: boolean };

/** One score. On its own, because a digit changes one of five and React spends most of a key on radio buttons. */
const Cell = memo(function Cell({ place, score, anchor, checked }: CellProps) {
  return (
    <label className={css['cell']}>
      <input
        type="radio"
        className={css['input']}
        name={place}
        checked={checked}
        aria-label={`${score}: ${anchor}`}
        onChange={() => apply((work) => scoreAt(moveTo(work, place), place, score), { focus: null })}
      />
      <span className={css['score']} data-score={score}>
        {score}
      </span>
    </label>
  );
});

/** Written anchors, best first. The radio buttons carry them for a screen reader. */
const Anchors = memo(function Anchors({ scale }: { scale: Scale }) {
  return (
    <div className={css['fold']} aria-hidden="true">
      <div className={css['anchors']}>
        <p className={css['question']}>{scale.question}</p>
        <ol>
          {scoreValues.toReversed().map((score) => (
            <li key={score} className={css['anchor']}>
              <b>{score}</b>
              {scale.anchors[score]}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
});
