import { useDeferredValue, useMemo } from 'react';
import { maxTextLength } from '../../shared/domain/label.ts';
import { Key } from '../keyboard/key.tsx';
import { apply, useDraft } from '../stores/draft.ts';
import { breakable, hasLongWord } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { count } from '../ui/format.ts';
import { dropCorrection, writeCorrection } from './draft-rules.ts';
import { liveEditDistance } from './edit-distance.ts';
import css from './editor.module.css';
import { toggleDiff } from './item-actions.ts';
import { useScreen } from './screen-state.ts';
import { type DiffPart, shortened, wordDiff } from './word-diff.ts';

/** The correction, in the answer's place, and below it what changed. */
export function Editor() {
  const text = useDraft(({ work }) => work.draft.correctionText ?? '');
  const response = useDraft(({ work }) => work.response);
  // The diff follows when there is time for it; the key that was just pressed is painted without it.
  const settled = useDeferredValue(text);
  const distance = useMemo(() => liveEditDistance(response, settled), [response, settled]);
  const diff = useScreen(({ diff }) => diff);
  return (
    <div className={css['editor']}>
      <textarea
        className={css['text']}
        aria-label="Your correction of the answer"
        aria-describedby="distance"
        data-place="editor"
        dir="auto"
        data-unbroken={hasLongWord(text) || undefined}
        spellCheck={false}
        maxLength={maxTextLength}
        value={text}
        onChange={(event) =>
          apply((work) => writeCorrection(work, event.target.value), { typing: 'editor', focus: null })
        }
      />
      <div className={css['tools']}>
        <span id="distance" className={css['distance']}>
          {distance === null ? 'a long rewrite' : `edit distance ${count(distance)}`}
        </span>
        <Button look="quiet" aria-pressed={diff} onClick={toggleDiff}>
          Diff <Key command="edit.diff" />
        </Button>
        <Button look="quiet" onClick={() => apply(dropCorrection)}>
          Reset <Key command="edit.reset" />
        </Button>
      </div>
      {diff ? <Diff from={response} to={settled} /> : null}
    </div>
  );
}

/** The words that a correction took away and put in. */
export function Diff({ from, to }: { from: string; to: string }) {
  const parts = useMemo(() => shortened(wordDiff(from, to)), [from, to]);
  if (from === to) return <p className={css['none']}>Nothing is changed yet.</p>;
  return (
    <section className={css['diff']} aria-label="What changed" dir="auto">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing but their place
        <Part key={index} {...part} />
      ))}
    </section>
  );
}

function Part({ kind, text }: DiffPart) {
  if (kind === 'added') return <ins className={css['added']}>{breakable(text)}</ins>;
  if (kind === 'removed') return <del className={css['removed']}>{breakable(text)}</del>;
  return kind === 'same' ? breakable(text) : <span className={css['leftOut']}> … </span>;
}
