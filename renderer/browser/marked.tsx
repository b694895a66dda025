import { breakable } from '../ui/breakable.tsx';
import css from './marked.module.css';
import type { Piece } from './marks.ts';

/** A text with the words that a search matched. */
export function Marked({ pieces }: { pieces: readonly Piece[] }) {
  let at = 0;
  return pieces.map(({ text, hit }) => {
    at += text.length;
    return hit ? (
      <mark key={at} className={css['hit']}>
        {breakable(text)}
      </mark>
    ) : (
      breakable(text)
    );
  });
}
