import type { HostLink, Shortcut } from './messages.ts';

/**
 * Runs in the isolated world as its own source text. Plays the native menu's part: what the page leaves unhandled may be
 * a menu shortcut, and what is none must not reach Chromium, whose own keys open tabs and close windows.
 */
export function watchKeys(link: HostLink, isMac: boolean): void {
  let shortcuts: Shortcut[] = [];
  link.hear('shortcuts', ([, list]) => {
    shortcuts = list;
  });

  // Editing keys, which belong to the page under Electron too, and the zoom, which Chromium does best itself.
  const kept = new Set('acvxyz+-=0'.split(''));
  const named = /^(Arrow|Back|Delete|Enter|Home|End|Insert|Page|Tab| |Shift|Control|Alt|Meta|Cap|Escape)/;

  const matches = (shortcut: Shortcut, event: KeyboardEvent) =>
    shortcut.ctrl === event.ctrlKey &&
    shortcut.alt === event.altKey &&
    shortcut.meta === event.metaKey &&
    (shortcut.shift === event.shiftKey || shortcut.key === '+') &&
    (shortcut.key === event.key.toLowerCase() ||
      // Letters and digits by place where the layout has other characters there.
      `Key${shortcut.key.toUpperCase()}` === event.code ||
      `Digit${shortcut.key}` === event.code);

  const isChromiums = (event: KeyboardEvent) => {
    if (/^F\d+$/.test(event.key)) return true;
    if (event.altKey && /^Arrow(Left|Right)$/.test(event.key)) return true;
    const command = isMac ? event.metaKey : event.ctrlKey;
    return command && !named.test(event.key) && !(kept.has(event.key.toLowerCase()) && !event.altKey);
  };

  const last = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return;
    const shortcut = shortcuts.find((candidate) => matches(candidate, event));
    if (shortcut) link.tell('shortcut', shortcut.item);
    if (shortcut || isChromiums(event)) event.preventDefault();
  };
  // Added anew for every key, so that it runs behind whatever the page has added to the window since.
  const first = () => {
    removeEventListener('keydown', last);
    addEventListener('keydown', last);
  };
  addEventListener('keydown', first, true);
}
