import type { DialogAnswer, MenuRequest } from './dialog-messages.ts';
import type { createList } from './list.ts';
import type { Modal } from './modal.ts';

/** Runs in the isolated world as its own source text: the application menu, as one list. */
export function showMenu(
  modal: Modal,
  listOf: typeof createList,
  request: MenuRequest,
  answer: (answer: DialogAnswer) => void,
): void {
  const run = (item: number) => answer({ kind: 'item', item });
  const list = listOf<number>(modal, 'Menu', () => {}, run);
  list.fill(
    request.entries.map((entry) =>
      'heading' in entry
        ? entry
        : {
            value: entry.item,
            label: (entry.checked ? '✓ ' : '') + entry.label,
            hint: entry.hint,
            enabled: entry.enabled,
          },
    ),
  );
  list.node.addEventListener('click', () => list.selected !== undefined && run(list.selected));
  list.node.autofocus = true;
  modal.show([list.node], {
    keys(event) {
      if (list.keys(event)) return true;
      if (event.key !== 'Enter' || list.selected === undefined) return false;
      run(list.selected);
      return true;
    },
    typed() {},
    cancel: () => answer({ kind: 'cancel' }),
  });
}
