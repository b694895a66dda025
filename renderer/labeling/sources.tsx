import { type KeyboardEvent, memo, useMemo } from 'react';
import type { Source } from '../../shared/domain/sample.ts';
import { useDraft } from '../stores/draft.ts';
import { breakable } from '../ui/breakable.tsx';
import { toggleSource } from './item-actions.ts';
import { beginning, fullText, isJson } from './source-text.ts';
import css from './sources.module.css';

const none: readonly Source[] = [];
/** Question and answer up to this many characters leave room for sources of three lines each, at 1280 × 800. */
const roomyBelow = 600;

/** What the agent could see when it answered. A row opens to the whole source. */
export function Sources() {
  const sources = useDraft(({ item }) => item?.sample.sources ?? none);
  const roomy = useDraft(({ item }) => item && item.sample.query.length + item.sample.response.length < roomyBelow);
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources" className={css['eyebrow']}>
        Sources
      </h2>
      <ol className={css['sources']} data-place="sources" data-roomy={roomy} onKeyDown={walk}>
        {sources.map((source, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a source is known by its number, and Enter reuses the rows
          <Row key={index} index={index} source={source} />
        ))}
      </ol>
    </section>
  );
}

const Row = memo(function Row({ source, index }: { source: Source; index: number }) {
  const open = useDraft(({ openSources }) => openSources.includes(index));
  return (
    <li className={css['source']} data-open={open}>
      <button
        type="button"
        className={css['row']}
        aria-expanded={open}
        data-place={`source.${index}`}
        onClick={() => toggleSource(index)}
      >
        <span className={css['number']}>{index + 1}</span>
        <span className={css['title']}>{source.title}</span>
        <span className={css['line']} data-json={isJson(source.text)}>
          {open ? '' : beginning(source.text)}
        </span>
      </button>
      {open ? <Whole source={source} /> : null}
    </li>
  );
});

function Whole({ source }: { source: Source }) {
  const { text, json } = useMemo(() => fullText(source.text), [source.text]);
  return (
    <pre className={css['whole']} data-json={json} dir="auto">
      {text === '' ? 'This source has no text.' : breakable(text)}
    </pre>
  );
}

/** ↑ and ↓ walk through the rows, as they do through the criteria. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = rows.indexOf(event.target as HTMLElement);
  rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  event.preventDefault();
}
