import type { Chord } from './chord.ts';
import { type CommandId, commandOf } from './commands.ts';

/** What has the focus, as far as keys are concerned: what a key would do there by itself. */
export type Place = 'text' | 'button' | 'checkbox' | 'radio' | 'plain';

/** Keys that an element with the focus keeps. Text is another matter: it keeps everything but chords. */
const kept: Record<Exclude<Place, 'text'>, RegExp | null> = {
  button: /^(Shift\+)?(Enter|Space)$/,
  checkbox: /^(Shift\+)?Space$/,
  radio: /^(Shift\+)?(Space|Arrow\w+)$/,
  plain: null,
};

/**
 * A radio group may give its own keys away to the commands: `data-gives="arrows"` (the decision: ↑ leads back to the
 * criteria) or `data-gives="arrows space"` (the scales: Space scrolls the answer).
 */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'plain';
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return 'text';
  if (target.isContentEditable) return 'text';
  if (target instanceof HTMLInputElement) {
    if (target.type === 'checkbox') return 'checkbox';
    if (/^(button|submit|reset|file|image)$/.test(target.type)) return 'button';
    if (target.type !== 'radio') return 'text';
    const gives = target.closest<HTMLElement>('[data-gives]')?.dataset['gives'];
    if (gives === 'arrows space') return 'plain';
    return gives === 'arrows' ? 'checkbox' : 'radio';
  }
  return target.closest('button, a[href], summary') ? 'button' : 'plain';
}

/** True when a chord may run a command where the focus is. In text only Mod chords, Esc and function keys do. */
export function reaches(chord: Chord, id: CommandId, place: Place): boolean {
  if (place !== 'text') return !kept[place]?.test(chord);
  if (chord.startsWith('Mod+')) return !commandOf(id).leavesText;
  return chord === 'Escape' || /^F\d+$/.test(chord);
}
