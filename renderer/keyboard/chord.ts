/**
 * A key with its modifiers, as one canonical string: `A`, `Shift+U`, `Mod+K`, `5`, `?`, `Space`, `ArrowUp`.
 * Mod is Command on macOS and Ctrl elsewhere. Symbols carry no Shift: which key holds `?` is the layout's business.
 */
export type Chord = string;

/** What is read of a keydown: plain data, so that every layout can be tested without one. */
export type KeyRecord = {
  key: string;
  code: string;
  keyCode: number;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  altGraph: boolean;
  isComposing: boolean;
};

export function recordOf(event: KeyboardEvent): KeyRecord {
  const { key, code, keyCode, ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
  const altGraph = event.getModifierState('AltGraph');
  return { key, code, keyCode, ctrlKey, metaKey, shiftKey, altKey, altGraph, isComposing };
}

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn', 'NumLock', 'ScrollLock']);
/** `keyCode` of a key that an input method has taken. */
const taken = 229;

/** The chord of a keydown, or null: half of a composition, a dead key, a modifier alone, or modifiers that we never use. */
export function chordOf(record: KeyRecord, isMac: boolean): Chord | null {
  const { key, isComposing, keyCode, altGraph, altKey } = record;
  if (isComposing || keyCode === taken || key === 'Dead' || key === 'Process' || key === 'Unidentified') return null;
  if (altGraph || altKey || modifiers.has(key)) return null;
  if (isMac ? record.ctrlKey : record.metaKey) return null;
  const mod = isMac ? record.metaKey : record.ctrlKey;
  const base = baseOf(record);
  if (base === null) return null;
  return `${mod ? 'Mod+' : ''}${base.shift ? 'Shift+' : ''}${base.name}`;
}

type Base = { name: string; shift: boolean };

function baseOf(record: KeyRecord): Base | null {
  const { key, shiftKey } = record;
  const digit = digitOf(record);
  if (digit !== null) return { name: digit, shift: false };
  const letter = letterOf(record);
  if (letter !== null) return { name: letter, shift: shiftKey };
  if (key === ' ') return { name: 'Space', shift: shiftKey };
  if (key.length > 1) return /^[A-Za-z]\w+$/.test(key) ? { name: key, shift: shiftKey } : null;
  return key === '' || key === '+' ? null : { name: key, shift: false };
}

/**
 * By place, so that AZERTY needs no Shift and a keypad without NumLock still types digits; by character where the place
 * does not tell (Shift on AZERTY, on-screen keyboards).
 */
function digitOf({ code, key, shiftKey }: KeyRecord): string | null {
  const place = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (place !== undefined && !shiftKey) return place;
  return /^\d$/.test(key) ? key : null;
}

/**
 * By character, so that a letter is where its keycap says; by place only where the character is of another script.
 * A Latin layout that has punctuation at a letter's place (Dvorak) means the punctuation.
 */
function letterOf({ code, key }: KeyRecord): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  if (place === undefined) return null;
  return /^[\p{L}\p{M}]+$/u.test(key) && !/\p{Script=Latin}/u.test(key) ? place : null;
}

/** True for a chord that types a character: WCAG 2.1.4 wants a switch for these. */
export function isSingleKey(chord: Chord): boolean {
  return !chord.startsWith('Mod+') && (/^(Shift\+)?.$/u.test(chord) || chord.endsWith('Space'));
}

const glyphs: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Delete: 'Del',
};

/** The parts of a chord as keycaps read: `Mod+Shift+Z` → Ctrl, Shift, Z. */
export function keycaps(chord: Chord, isMac: boolean): string[] {
  const parts = chord.split('+');
  return parts.map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return isMac ? '⇧' : 'Shift';
    return glyphs[part] ?? part;
  });
}

const spoken: Record<string, string> = { '/': 'slash', '?': 'question mark', '⌘': 'Command', '⇧': 'Shift' };

/** A chord as it is said aloud. */
export function chordName(chord: Chord, isMac: boolean): string {
  return keycaps(chord, isMac)
    .map((cap) => spoken[cap] ?? cap)
    .join(' ');
}

export const isMac = typeof navigator !== 'undefined' && /^Mac/.test(navigator.platform);
