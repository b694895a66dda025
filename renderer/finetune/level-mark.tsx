import type { PreflightLine } from '../../shared/domain/preflight.ts';
import css from './level-mark.module.css';

type Level = PreflightLine['level'];

/** The shape of each level in a square of 12, drawn as a line: a tick, an exclamation mark in a triangle, a cross. */
const shapes: Record<Level, string> = {
  ok: 'M2,6.5 L4.8,9.2 L10,3',
  warning: 'M6,1.2 L11,10.6 L1,10.6 Z M6,4.6 L6,7.2 M6,8.8 L6,8.9',
  refused: 'M2.8,2.8 L9.2,9.2 M9.2,2.8 L2.8,9.2',
};

/** A level as a word with a shape of its own: the colour is never the only sign. */
export function LevelMark({ level }: { level: Level }) {
  return (
    <span className={css['mark']} data-level={level}>
      <svg className={css['shape']} viewBox="0 0 12 12" aria-hidden="true">
        <path d={shapes[level]} />
      </svg>
      {level}
    </span>
  );
}
