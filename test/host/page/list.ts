import type { Modal } from './modal.ts';

export type Choice<T> = { value: T; label: string; hint: string; enabled: boolean } | { heading: string };

export type List<T> = {
  readonly node: HTMLElement;
  readonly selected: T | undefined;
  fill(choices: Choice<T>[]): void;
  /** True for a key that moved the selection. */
  keys(event: KeyboardEvent): boolean;
};

/** Runs in the isolated world as its own source text: a list with one selection, by keys or mouse. */
export function createList<T>(
  modal: Modal,
  label: string,
  onSelect: (value: T) => void,
  onOpen: (value: T) => void,
): List<T> {
  const node = modal.element('ul', { role: 'listbox', ariaLabel: label, tabIndex: -1 });
  let rows: { row: HTMLLIElement; value: T }[] = [];
  let current = -1;

  const select = (index: number) => {
    const next = rows[index];
    if (!next) return;
    rows[current]?.row.setAttribute('aria-selected', 'false');
    next.row.setAttribute('aria-selected', 'true');
    next.row.scrollIntoView({ block: 'nearest' });
    current = index;
    onSelect(next.value);
  };

  const fill: List<T>['fill'] = (choices) => {
    rows = [];
    current = -1;
    node.replaceChildren(
      ...choices.map((choice) => {
        if ('heading' in choice)
          return modal.element('li', { className: 'heading', role: 'presentation' }, choice.heading);
        const row = modal.element('li', {
          role: 'option',
          ariaSelected: 'false',
          ariaDisabled: String(!choice.enabled),
        });
        row.append(modal.element('span', {}, choice.label), modal.element('kbd', {}, choice.hint));
        if (!choice.enabled) return row;
        const index = rows.push({ row, value: choice.value }) - 1;
        row.onclick = () => select(index);
        row.ondblclick = () => onOpen(choice.value);
        return row;
      }),
    );
  };

  const keys: List<T>['keys'] = (event) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (!step || rows.length === 0) return false;
    select(Math.min(Math.max(current + step, 0), rows.length - 1));
    return true;
  };

  return {
    node,
    get selected() {
      return rows[current]?.value;
    },
    fill,
    keys,
  };
}
