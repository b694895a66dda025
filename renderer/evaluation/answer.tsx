import { memo } from 'react';
import { paragraphs } from '../labeling/citations.ts';
import { breakable } from '../ui/breakable.tsx';
import css from './answer.module.css';

/** An answer as it was given: no Markdown, as on the labeling screen. */
export const AnswerText = memo(function AnswerText({ text }: { text: string | null }) {
  if (text === null) return <p className={css['none']}>No answer: the model gave none, or its provider declined to.</p>;
  if (text.trim() === '') return <p className={css['none']}>The answer is empty.</p>;
  return (
    <div className={css['answer']}>
      {paragraphs(text).map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have nothing but their place, and Enter reuses them
        <p key={index} dir="auto">
          {breakable(paragraph)}
        </p>
      ))}
    </div>
  );
});
