import { memo } from 'react';
import { useDraft } from '../stores/draft.ts';
import { breakable } from '../ui/breakable.tsx';
import css from './answer.module.css';
import { citations, paragraphs } from './citations.ts';
import { Editor } from './editor.tsx';
import { showSource } from './item-actions.ts';
import { emptyTexts, isBlankText } from './names.ts';

/** What the customer asked and what the agent answered: the middle of the screen. */
export function Question() {
  const query = useDraft(({ item }) => item?.sample.query ?? '');
  return (
    <section aria-labelledby="question">
      <h2 id="question" className={css['eyebrow']}>
        Customer asks
      </h2>
      {isBlankText(query) ? (
        <p className={css['query']} data-empty="true">
          {emptyTexts.query}
        </p>
      ) : (
        <p className={css['query']} dir="auto">
          {breakable(query)}
        </p>
      )}
    </section>
  );
}

export function Answer() {
  const editing = useDraft(({ work }) => work.draft.correctionText !== null);
  return (
    <section aria-labelledby="answer">
      <h2 id="answer" className={css['eyebrow']}>
        {editing ? 'Your correction' : 'Draft answer'}
      </h2>
      {editing ? <Editor /> : <DraftAnswer />}
    </section>
  );
}

function DraftAnswer() {
  const response = useDraft(({ item }) => item?.sample.response ?? '');
  const sources = useDraft(({ item }) => item?.sample.sources.length ?? 0);
  if (isBlankText(response))
    return (
      <p className={css['answer']} data-empty="true">
        {emptyTexts.response}
      </p>
    );
  return (
    <div className={css['answer']}>
      {paragraphs(response).map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have nothing but their place, and Enter reuses them
        <Paragraph key={index} text={paragraph} sources={sources} />
      ))}
    </div>
  );
}

const Paragraph = memo(function Paragraph({ text, sources }: { text: string; sources: number }) {
  return (
    <p dir="auto">
      {citations(text, sources).map(({ text, source }, index, all) =>
        source === undefined ? (
          // A mark sits at its word, whatever space was written before it.
          all[index + 1]?.source === undefined ? (
            breakable(text)
          ) : (
            breakable(text.trimEnd())
          )
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have nothing but their place
          <Citation key={index} source={source} />
        ),
      )}
    </p>
  );
});

function Citation({ source }: { source: number }) {
  const title = useDraft(({ item }) => item?.sample.sources[source]?.title ?? '');
  return (
    <sup className={css['mark']}>
      <button
        type="button"
        className={css['citation']}
        tabIndex={-1}
        title={title}
        aria-label={`Source ${source + 1}: ${title}`}
        onClick={() => showSource(source)}
      >
        {source + 1}
      </button>
    </sup>
  );
}
