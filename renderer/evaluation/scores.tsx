import { memo, useId } from 'react';
import type { Place } from '../../shared/domain/comparison.ts';
import { type Scale, type Score, scaleIds, scaleOf, scoreValues } from '../../shared/domain/rubric.ts';
import rowCss from '../labeling/scale-row.module.css';
import { useInfo } from '../stores/workspace.ts';
import { useComparing } from './comparing-state.ts';
import { scorePlaceName } from './focus.ts';
import { setScore } from './judging.ts';
import css from './scores.module.css';
import { isSame, type ScorePlace } from './work.ts';

/** The rubric's scales of one answer; scoring them is up to the judge. */
export function Scores({ place }: { place: Place }) {
  const rubric = useInfo((info) => info.rubric);
  return (
    <div className={css['scores']}>
      {scaleIds.map((scale) => (
        <ScoreRow key={scale} place={place} scaleId={scale} scale={scaleOf(rubric, scale)} />
      ))}
    </div>
  );
}

type ScoreRowProps = { place: Place; scaleId: ScorePlace['scale']; scale: Scale };

const ScoreRow = memo(function ScoreRow({ place, scaleId, scale }: ScoreRowProps) {
  const id = useId();
  const at: ScorePlace = { place, scale: scaleId };
  const value = useComparing(({ work }) => work.scores[place][scaleId]);
  const on = useComparing(({ scoring }) => isSame(scoring, { place, scale: scaleId }));
  return (
    <div className={rowCss['final']} data-on={on}>
      <span id={id} className={rowCss['name']}>
        <span className={rowCss['hidden']}>{place === 'first' ? 'First answer: ' : 'Second answer: '}</span>
        {scale.name}
      </span>
      <div
        role="radiogroup"
        aria-labelledby={id}
        className={rowCss['scores']}
        data-place={scorePlaceName(at)}
        data-gives="arrows space"
        onFocus={() => useComparing.setState({ scoring: at })}
        onBlur={() => useComparing.setState({ scoring: null })}
      >
        {scoreValues.map((score) => (
          <Cell
            key={score}
            name={id}
            score={score}
            scale={scale}
            checked={score === value}
            onScore={() => setScore(at, score)}
          />
        ))}
      </div>
    </div>
  );
});

type CellProps = { name: string; score: Score; scale: Scale; checked: boolean; onScore: () => void };

function Cell({ name, score, scale, checked, onScore }: CellProps) {
  const anchor = scale.anchors[score];
  return (
    <label className={rowCss['cell']} title={anchor}>
      <input
        type="radio"
        className={rowCss['input']}
        name={name}
        checked={checked}
        aria-label={`${score}: ${anchor}`}
        onChange={onScore}
      />
      <span className={rowCss['score']} data-score={score}>
        {score}
      </span>
    </label>
  );
}
