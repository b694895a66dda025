import { describe, expect, it } from 'vitest';
import { chordOf, isSingleKey, type KeyRecord, keycaps } from '../../renderer/keyboard/chord.ts';

const still: KeyRecord = {
  key: '',
  code: '',
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  altGraph: false,
  isComposing: false,
};
/** What a keydown of this key carries on this layout. */
const press = (key: string, code: string, more: Partial<KeyRecord> = {}) =>
  chordOf({ ...still, key, code, ...more }, false);
const shift = { shiftKey: true };

describe('digits are by place', () => {
  it.each([
    ['QWERTY', '3', 'Digit3', {}],
    ['AZERTY without Shift', '"', 'Digit3', {}],
    ['AZERTY with Shift', '3', 'Digit3', shift],
    ['Czech', 'š', 'Digit3', {}],
    ['Persian', '۳', 'Digit3', {}],
    ['a keypad with NumLock', '3', 'Numpad3', {}],
    ['a keypad without NumLock', 'PageDown', 'Numpad3', {}],
    ['an on-screen keyboard, which has no places', '3', '', {}],
  ])('%s', (_, key, code, more) => expect(press(key, code, more)).toBe('3'));

  it('a keypad without NumLock types every score, though its keys have other names', () => {
    const keys = [
      ['End', 'Numpad1'],
      ['ArrowDown', 'Numpad2'],
      ['PageDown', 'Numpad3'],
      ['ArrowLeft', 'Numpad4'],
      ['Clear', 'Numpad5'],
      ['Insert', 'Numpad0'],
    ] as const;
    expect(keys.map(([key, code]) => press(key, code))).toEqual(['1', '2', '3', '4', '5', '0']);
  });

  it('Shift and a digit is the symbol above it', () => expect(press('!', 'Digit1', shift)).toBe('!'));
  it('Enter of the keypad is Enter', () => expect(press('Enter', 'NumpadEnter')).toBe('Enter'));
});

describe('letters are what their keycap says', () => {
  it.each([
    ['QWERTY', 'a', 'KeyA', 'A'],
    ['AZERTY', 'a', 'KeyQ', 'A'],
    ['QWERTZ', 'z', 'KeyY', 'Z'],
    ['Dvorak', 'e', 'KeyD', 'E'],
    ['Caps Lock', 'E', 'KeyE', 'E'],
    ['Cyrillic', 'ф', 'KeyA', 'A'],
    ['Greek', 'ε', 'KeyE', 'E'],
    ['Hebrew', 'ש', 'KeyA', 'A'],
    ['Arabic, two letters in one', 'لا', 'KeyB', 'B'],
    ['Thai, a vowel sign', 'ี', 'KeyU', 'U'],
  ])('%s', (_, key, code, chord) => expect(press(key, code)).toBe(chord));

  it('punctuation at a letter’s place is punctuation: Dvorak', () => expect(press('.', 'KeyE')).toBe('.'));
  it('a Latin letter at another letter’s place is itself: AZERTY', () => expect(press('q', 'KeyA')).toBe('Q'));
  it('an umlaut is no command of the letter below it', () => expect(press('ö', 'Semicolon')).toBe('ö'));
  it('Shift tells redo from undo', () => expect(press('U', 'KeyU', shift)).toBe('Shift+U'));
});

describe('symbols are by character, whatever holds them', () => {
  it.each([
    ['QWERTY', '?', 'Slash', shift],
    ['QWERTZ', '?', 'Minus', shift],
    ['AZERTY', '?', 'KeyM', shift],
    ['Russian', '?', 'Digit7', shift],
  ])('? on %s', (_, key, code, more) => expect(press(key, code, more)).toBe('?'));
  it('/ on QWERTZ is Shift and 7', () => expect(press('/', 'Digit7', shift)).toBe('/'));
  it('/ of the keypad', () => expect(press('/', 'NumpadDivide')).toBe('/'));
});

describe('what is no key of ours', () => {
  it.each([
    ['a composition', press('a', 'KeyA', { isComposing: true })],
    ['a key that an input method took', press('1', 'Digit1', { keyCode: 229 })],
    ['a dead key', press('Dead', 'BracketLeft')],
    ['AltGr', press('e', 'KeyE', { altGraph: true, ctrlKey: true, altKey: true })],
    ['Alt', press('a', 'KeyA', { altKey: true })],
    ['the Windows key', press('a', 'KeyA', { metaKey: true })],
    ['Shift alone', press('Shift', 'ShiftLeft', shift)],
    ['Ctrl alone', press('Control', 'ControlLeft', { ctrlKey: true })],
    ['Process', press('Process', 'KeyA')],
  ])('%s', (_, chord) => expect(chord).toBeNull());
});

describe('Mod', () => {
  it('is Ctrl, by the letter', () => expect(press('k', 'KeyK', { ctrlKey: true })).toBe('Mod+K'));
  it('finds the letter under Cyrillic too', () => expect(press('л', 'KeyK', { ctrlKey: true })).toBe('Mod+K'));
  it('goes with Shift', () => expect(press('Z', 'KeyZ', { ctrlKey: true, ...shift })).toBe('Mod+Shift+Z'));
  it('is Command on macOS, and Ctrl is none there', () => {
    expect(chordOf({ ...still, key: 'k', code: 'KeyK', metaKey: true }, true)).toBe('Mod+K');
    expect(chordOf({ ...still, key: 'k', code: 'KeyK', ctrlKey: true }, true)).toBeNull();
  });
  it('goes with Enter, in text', () => expect(press('Enter', 'Enter', { ctrlKey: true })).toBe('Mod+Enter'));
});

it('tells single keys, which a switch turns off, from the rest', () => {
  expect(['A', '5', '?', 'Shift+U', 'Space', 'Shift+Space'].filter((chord) => !isSingleKey(chord))).toEqual([]);
  expect(['Enter', 'Escape', 'F1', 'ArrowUp', 'Mod+K', 'Mod+1', 'Tab'].filter(isSingleKey)).toEqual([]);
});

it('writes a chord as keycaps read', () => {
  expect(keycaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keycaps('Mod+K', true)).toEqual(['⌘', 'K']);
  expect(keycaps('ArrowUp', false)).toEqual(['↑']);
});
