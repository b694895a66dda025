import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { classes } from './classes.ts';
import css from './list-box.module.css';

type ListBoxProps<T> = {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  at: number;
  onChoose: (index: number) => void;
  /** Enter, or a double click; without it Enter goes on to the commands of the screen. */
  onOpen?: (index: number) => void;
  children: (item: T) => ReactNode;
  className?: string | undefined;
  /** What follows the items and is none of them. */
  end?: ReactNode;
};

const page = 10;
const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  PageDown: (at, last) => Math.min(last, at + page),
  PageUp: (at) => Math.max(0, at - page),
  Home: () => 0,
  End: (_, last) => last,
};

/** A list of which one item is chosen: one stop of Tab, arrows move in it. */
export function ListBox<T>({ label, items, keyOf, at, onChoose, onOpen, children, className, end }: ListBoxProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step) onChoose(step(at, items.length - 1));
    else if (event.key === 'Enter' && onOpen) onOpen(at);
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes(css['scroll'], className)}>
      <div
        ref={list}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
        className={css['list']}
        onKeyDown={onKeyDown}
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and its keys, after a click on an option too
          <div
            key={keyOf(item)}
            id={`${id}-${index}`}
            role="option"
            data-index={index}
            aria-selected={index === at}
            className={css['option']}
            onClick={() => onChoose(index)}
            onDoubleClick={() => onOpen?.(index)}
          >
            {children(item)}
          </div>
        ))}
      </div>
      {end}
    </div>
  );
}
