import type { Shortcut } from '../page/messages.ts';

/** KeyboardEvent.key of the names that Electron's accelerators have, in lower case. */
const KEYS: Record<string, string> = {
  backspace: 'backspace',
  delete: 'delete',
  down: 'arrowdown',
  end: 'end',
  enter: 'enter',
  esc: 'escape',
  escape: 'escape',
  home: 'home',
  insert: 'insert',
  left: 'arrowleft',
  pagedown: 'pagedown',
  pageup: 'pageup',
  plus: '+',
  return: 'enter',
  right: 'arrowright',
  space: ' ',
  tab: 'tab',
  up: 'arrowup',
};

type Modifier = 'ctrl' | 'alt' | 'shift' | 'meta';

function modifier(name: string, isMac: boolean): Modifier | undefined {
  switch (name) {
    case 'commandorcontrol':
    case 'cmdorctrl':
      return isMac ? 'meta' : 'ctrl';
    case 'command':
    case 'cmd':
    case 'super':
    case 'meta':
      return 'meta';
    case 'control':
    case 'ctrl':
      return 'ctrl';
    case 'alt':
    case 'option':
    case 'altgr':
      return 'alt';
    case 'shift':
      return 'shift';
    default:
      return undefined;
  }
}

/** Compiles "CmdOrCtrl+Shift+Z". */
export function shortcutOf(accelerator: string, item: number, isMac = process.platform === 'darwin'): Shortcut {
  const shortcut: Shortcut = { item, key: '', ctrl: false, alt: false, shift: false, meta: false };
  for (const part of accelerator.toLowerCase().split('+')) {
    const held = modifier(part, isMac);
    if (held) shortcut[held] = true;
    else shortcut.key = KEYS[part] ?? part;
  }
  // "Ctrl++" splits into empty parts.
  shortcut.key ||= '+';
  return shortcut;
}
