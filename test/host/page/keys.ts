import type { HostLink, Shortcut } from './messages.ts';

/** Runs in the isolated world as its own source text: keys by which Chromium would open tabs, close windows, print. */
export function isBrowserKey(event: KeyboardEvent, isMac: boolean): boolean {
  // Editing keys belong to the page, under Electron too; the zoom Chromium does best itself.
  const kept = [...'acvxyz+-=0'];
  const named = /^(Arrow|Back|Delete|Enter|Home|End|Insert|Page|Tab| |Shift|Control|Alt|Meta|Cap|Escape)/;
  if (/^F\d+$/.test(event.key)) return true;
  if (event.altKey && /^Arrow(Left|Right)$/.test(event.key)) return true;
  if (isMac ? !event.metaKey : !event.ctrlKey) return false;
  return !named.test(event.key) && (event.altKey || !kept.includes(event.key.toLowerCase()));
}

/**
 * Runs in the isolated world as its own source text. Plays the native menu's part: what the page leaves unhandled may be
 * a menu shortcut, and what is none must not reach Chromium.
 */
export function watchKeys(link: HostLink, isBrowsers: (event: KeyboardEvent) => boolean): void {
  let shortcuts: Shortcut[] = [];
  link.hear('shortcuts', ([, list]) => {
    shortcuts = list;
  });

  const matches = (shortcut: Shortcut, event: KeyboardEvent) =>
    shortcut.ctrl === event.ctrlKey &&
    shortcut.alt === event.altKey &&
    shortcut.meta === event.metaKey &&
    (shortcut.shift === event.shiftKey || shortcut.key === '+') &&
    (shortcut.key === event.key.toLowerCase() ||
      // Letters and digits by place where the layout has other characters there.
      `Key${shortcut.key.toUpperCase()}` === event.code ||
      `Digit${shortcut.key}` === event.code);

  const last = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return;
    const shortcut = shortcuts.find((candidate) => matches(candidate, event));
    if (shortcut) link.tell('shortcut', shortcut.item);
    else if (event.key === 'F10' && !event.shiftKey) link.tell('menu');
    if (shortcut || isBrowsers(event)) event.preventDefault();
  };
  // Added anew for every key, so that it runs behind whatever the page has added to the window since.
  const first = () => {
    removeEventListener('keydown', last);
    addEventListener('keydown', last);
  };
  addEventListener('keydown', first, true);
}
