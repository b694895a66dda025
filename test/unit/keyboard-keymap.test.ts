import { describe, expect, it } from 'vitest';
import { isSingleKey } from '../../renderer/keyboard/chord.ts';
import { commandIds, commandOf } from '../../renderer/keyboard/commands.ts';
import { search } from '../../renderer/keyboard/fuzzy.ts';
import { allConflicts, conflictsOf, isReserved, keymapOf, rebind } from '../../renderer/keyboard/keymap.ts';
import { reaches } from '../../renderer/keyboard/place.ts';

const defaults = keymapOf({}, true);

describe('the default keymap', () => {
  it('has no conflict', () => expect(allConflicts(defaults)).toEqual([]));
  it('takes no key of text or system', () => {
    expect(commandIds.filter((id) => commandOf(id).keys.some(isReserved))).toEqual([]);
  });
  it('gives a digit to scores, reasons, skips and views, which are never on the screen at once', () => {
    expect(defaults.byChord.get('3')).toEqual(['score.3', 'reason.3', 'skip.3', 'dataset.alike']);
  });
});

describe('remapping', () => {
  it('replaces the keys of one command', () => {
    const keymap = keymapOf({ 'decision.approve': 'Y' }, true);
    expect(keymap.byChord.get('A') ?? []).not.toContain('decision.approve');
    expect(keymap.byChord.get('Y')).toEqual(['decision.approve']);
  });
  it('names the command that has the key already', () => {
    expect(conflictsOf(defaults, 'decision.approve', 'R')).toEqual(['decision.reject']);
    expect(conflictsOf(defaults, 'decision.approve', 'Mod+K')).toEqual(['help.palette']);
    expect(conflictsOf(defaults, 'decision.approve', 'Y')).toEqual([]);
  });
  it('shows a conflict that was made all the same', () => {
    expect(allConflicts(keymapOf({ 'decision.approve': 'R' }, true))).toEqual([
      { chord: 'R', ids: ['decision.approve', 'decision.reject'] },
    ]);
  });
  it('keeps what differs from the default, and nothing else', () => {
    const changed = rebind({}, 'decision.approve', ['Y', 'Mod+Y']);
    expect(changed).toEqual({ 'decision.approve': 'Y Mod+Y' });
    expect(rebind(changed, 'decision.approve', ['A'])).toEqual({});
  });
  it('can take every key away', () => {
    const keymap = keymapOf(rebind({}, 'loop.pause', []), true);
    expect(keymap.chords['loop.pause']).toEqual([]);
  });
  it('leaves a command of another version alone', () => {
    expect(keymapOf({ 'from.the.future': 'A' }, true).byChord).toEqual(defaults.byChord);
  });
});

it('without single keys no character runs a command, and palette and chords stay', () => {
  const quiet = keymapOf({ 'loop.pause': 'X' }, false);
  expect([...quiet.byChord.keys()].filter(isSingleKey)).toEqual([]);
  expect(quiet.byChord.get('Mod+K')).toEqual(['help.palette']);
  expect(quiet.byChord.get('Mod+Enter')).toEqual(['label.commit', 'compare.commit']);
  expect(quiet.byChord.get('ArrowRight')).toEqual(['score.higher', 'compare.second']);
});

describe('where the focus is', () => {
  it('text keeps every key but chords, Esc and function keys', () => {
    for (const chord of ['1', 'A', 'Enter', 'ArrowUp', 'Space', '?', '/', 'Shift+U'])
      expect([chord, reaches(chord, 'score.1', 'text')]).toEqual([chord, false]);
    for (const chord of ['Mod+Enter', 'Escape', 'F1', 'Mod+K'])
      expect([chord, reaches(chord, 'label.commit', 'text')]).toEqual([chord, true]);
  });
  it('text keeps its own undo', () => expect(reaches('Mod+Z', 'loop.undo', 'text')).toBe(false));
  it('a button keeps Enter and Space, and gives digits away', () => {
    expect(['Enter', 'Space', '5'].map((chord) => reaches(chord, 'score.5', 'button'))).toEqual([false, false, true]);
  });
  it('radio buttons keep their arrows, boxes their Space; Enter still commits', () => {
    expect(['ArrowUp', 'Space', 'Enter'].map((chord) => reaches(chord, 'label.commit', 'radio'))).toEqual([
      false,
      false,
      true,
    ]);
    expect(['ArrowUp', 'Space', 'Enter'].map((chord) => reaches(chord, 'label.commit', 'checkbox'))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('the palette', () => {
  const titles = commandIds.map((id) => commandOf(id).title);
  const best = (query: string) => search(query, titles, (title) => title)[0];
  it.each([
    ['guide', 'Guidelines at this criterion'],
    ['gatc', 'Guidelines at this criterion'],
    ['oconv', 'Order: by conversation'],
    ['commit', 'Commit and next'],
    ['PAUSE', 'Pause'],
  ])('%s finds %s', (query, title) => expect(best(query)).toBe(title));
  it('finds nothing for what is nowhere', () => expect(best('zzz')).toBeUndefined());
  it('keeps the order of the table when nothing is typed', () => {
    expect(search('', titles, (title) => title)).toEqual(titles);
  });
});
