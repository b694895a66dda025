import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { count } from '../ui/format.ts';
import css from './facet-list.module.css';

type FacetListProps = {
  label: string;
  values: readonly { value: string; count: number }[] | undefined;
  chosen: string | undefined;
  onPick: (value: string | null) => void;
};

/** More than this is found by typing, not by scrolling. */
const shownAtMost = 200;

/** A list that typing narrows: arrows move, Enter picks. The first line takes the filter back. */
export function FacetList({ label, values, chosen, onPick }: FacetListProps) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const options = useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    const found = (values ?? []).filter(({ value }) => value.toLowerCase().includes(wanted)).slice(0, shownAtMost);
    const any = chosen !== undefined && wanted === '' ? [{ value: null, name: 'Any', count: null }] : [];
    return [...any, ...found.map(({ value, count }) => ({ value, name: value, count }))];
  }, [values, typed, chosen]);
  const focused = Math.min(at, options.length - 1);

  useEffect(() => {
    list.current?.children[focused]?.scrollIntoView({ block: 'nearest' });
  }, [focused]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const option = options[focused];
    if (event.key === 'Enter' && option) onPick(option.value);
    else if (event.key === 'ArrowDown') setAt(Math.min(options.length - 1, focused + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, focused - 1));
    else return;
    event.preventDefault();
  }

  return (
    <div className={css['facet']}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={options.length > 0 ? `${listId}-${focused}` : undefined}
        aria-autocomplete="list"
        aria-label={`${label}: type to narrow`}
        placeholder="Type to narrow"
        className={css['input']}
        value={typed}
        spellCheck={false}
        data-autofocus
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label={label} className={css['list']}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys
          <div
            key={option.name}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={option.value === (chosen ?? null)}
            data-at={index === focused || undefined}
            className={css['option']}
            onClick={() => onPick(option.value)}
          >
            <span className={css['name']}>{option.name}</span>
            {option.count === null ? null : <span className={css['count']}>{count(option.count)}</span>}
          </div>
        ))}
      </div>
      {values !== undefined && options.length === 0 ? (
        <p className={css['none']}>{typed === '' ? 'No sample has one.' : `None matches “${typed}”.`}</p>
      ) : null}
    </div>
  );
}
