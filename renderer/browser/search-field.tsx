import { useEffect, useRef } from 'react';
import { Key } from '../keyboard/key.tsx';
import css from './search-field.module.css';
import { endTyping, setText, useBrowse } from './store.ts';

/** Words of query and answer. Enter and ↓ go on to the list. */
export function SearchField({ onLeave }: { onLeave: () => void }) {
  const text = useBrowse(({ filter }) => filter.text ?? '');
  const typing = useBrowse(({ typing }) => typing);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!typing) return;
    field.current?.focus();
    field.current?.select();
    useBrowse.setState({ typing: false });
  }, [typing]);

  return (
    <div className={css['field']}>
      <svg className={css['glass']} viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 3.5 3.5" />
      </svg>
      <input
        ref={field}
        type="search"
        aria-label="Search query and answer"
        placeholder="Search query and answer"
        className={css['input']}
        value={text}
        maxLength={400}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            endTyping();
            onLeave();
          }
        }}
      />
      {text === '' ? (
        <span className={css['key']}>
          <Key command="find.text" />
        </span>
      ) : null}
    </div>
  );
}
