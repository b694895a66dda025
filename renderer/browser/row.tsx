import { memo } from 'react';
import type { SampleSummary } from '../../shared/domain/browse.ts';
import type { Decision } from '../../shared/domain/label.ts';
import { decidedNames, emptyTexts, isBlankText } from '../labeling/names.ts';
import { classes } from '../ui/classes.ts';
import { date } from '../ui/format.ts';
import { Score } from '../ui/score.tsx';
import { Marked } from './marked.tsx';
import { excerpt, type Term } from './marks.ts';
import css from './row.module.css';
import { rowHeight } from './scale.ts';
import { StatusMark } from './status-mark.tsx';

type RowProps = {
  index: number;
  /** Undefined until its chunk has come: the row keeps its place. */
  sample: SampleSummary | undefined;
  active: boolean;
  /** Chosen and scrolled out of sight. */
  away: boolean;
  terms: readonly Term[];
  confidence: boolean;
  onChoose: (index: number) => void;
  onOpen: (index: number) => void;
};

/** One sample on two lines. Re-rendered only when something of its own changed: the list scrolls past thousands. */
export const Row = memo(function Row({ index, sample, active, away, terms, confidence, onChoose, onOpen }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a row are commands of the screen
    <div
      role="row"
      className={classes(css['row'], css['line'])}
      style={{ height: rowHeight }}
      data-index={index}
      data-away={away || undefined}
      data-columns={confidence ? 'confidence' : undefined}
      aria-rowindex={index + 2}
      aria-selected={active}
      aria-busy={sample === undefined}
      tabIndex={active ? 0 : -1}
      onClick={() => onChoose(index)}
      onDoubleClick={() => onOpen(index)}
    >
      {sample ? (
        <Cells sample={sample} terms={terms} confidence={confidence} />
      ) : (
        <Placeholder confidence={confidence} />
      )}
    </div>
  );
});

function Cells({ sample, terms, confidence }: { sample: SampleSummary; terms: readonly Term[]; confidence: boolean }) {
  return (
    <>
      <div role="gridcell" className={css['status']}>
        <StatusMark {...sample} />
      </div>
      <div role="gridcell" className={css['text']}>
        <span className={css['query']}>
          {isBlankText(sample.query) ? (
            <span className={css['soft']}>{emptyTexts.query}</span>
          ) : (
            <Marked pieces={excerpt(sample.query, terms)} />
          )}
        </span>
        <span className={css['second']}>
          {isBlankText(sample.response) ? emptyTexts.response : <Marked pieces={excerpt(sample.response, terms)} />}
        </span>
      </div>
      <div role="gridcell" className={css['text']}>
        <span className={css['first']}>{sample.agent}</span>
        <span className={css['second']}>{sample.intent ?? 'no intent'}</span>
      </div>
      {confidence ? (
        <div role="gridcell" className={css['number']}>
          {sample.confidence?.toFixed(2) ?? '–'}
        </div>
      ) : null}
      <div role="gridcell" className={css['verdict']}>
        <Verdict sample={sample} />
      </div>
      <div role="gridcell" className={css['number']}>
        {date(sample.createdAt)}
      </div>
    </>
  );
}

const teamWords: Record<Decision, string> = {
  approve: 'Team: approved',
  edit: 'Team: with edit',
  reject: 'Team: rejected',
};

/** What others say, who may differ; null where they say nothing. */
function teamText([said, ...others]: readonly Decision[]): string | null {
  if (said === undefined) return null;
  return others.length > 0 ? 'Team: differs' : teamWords[said];
}

function Verdict({ sample: { decision, overall, legacy, skipped, team } }: { sample: SampleSummary }) {
  if (decision !== null)
    return (
      <>
        {overall === null ? null : <Score value={overall} />}
        {decision === 'edit' ? 'With edit' : decidedNames[decision]}
      </>
    );
  if (skipped) return <span className={css['soft']}>Skipped</span>;
  const said = teamText(team) ?? (legacy ? 'From before' : null);
  return said === null ? null : <span className={css['soft']}>{said}</span>;
}

/** Bars where the text will be, so that nothing jumps when it comes. */
function Placeholder({ confidence }: { confidence: boolean }) {
  return (
    <>
      <div role="gridcell" />
      <div role="gridcell" className={css['text']} aria-label="Loading">
        <span className={css['bar']} data-bar="long" />
        <span className={css['bar']} />
      </div>
      <div role="gridcell" />
      {confidence ? <div role="gridcell" /> : null}
      <div role="gridcell" />
      <div role="gridcell" />
    </>
  );
}
