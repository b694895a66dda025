import { type Chord, isSingleKey } from './chord.ts';
import { type CommandId, commandIds, commandOf, isCommandId, type Scope } from './commands.ts';

/** Which chords run which command: the defaults, with what this person changed. */
export type Keymap = {
  chords: Readonly<Record<CommandId, readonly Chord[]>>;
  /** The commands that a chord may mean; which of them is meant depends on what is on the screen. */
  byChord: ReadonlyMap<Chord, readonly CommandId[]>;
};

/** What is stored for a command: its chords, separated by spaces (no chord contains one); empty is no key. */
function storedChords(chords: readonly Chord[]): string {
  return chords.join(' ');
}

function readChords(stored: string): Chord[] {
  return stored.split(' ').filter((chord) => chord !== '');
}

/**
 * @param overrides `preferences.keymap`: command id → its chords, only where they differ from the default. Ids that this
 *   version does not know are left alone.
 * @param singleKeys false takes every single-character key away
 */
export function keymapOf(overrides: Readonly<Record<string, string>>, singleKeys: boolean): Keymap {
  const chords = {} as Record<CommandId, readonly Chord[]>;
  const byChord = new Map<Chord, CommandId[]>();
  for (const id of commandIds) {
    const stored = overrides[id];
    const all = stored === undefined ? commandOf(id).keys : readChords(stored);
    chords[id] = singleKeys ? all : all.filter((chord) => !isSingleKey(chord));
    for (const chord of chords[id]) byChord.set(chord, [...(byChord.get(chord) ?? []), id]);
  }
  return { chords, byChord };
}

/** Two scopes that can be on the screen together without one being made to win over the other. */
function meet(a: Scope, b: Scope): boolean {
  const screens: readonly Scope[] = [
    'labeling',
    'browser',
    'dataset',
    'readiness',
    'finetune',
    'evaluation',
    'comparing',
    'deploy',
    'jobs',
  ];
  if (a === b) return true;
  if (a === 'global') return screens.includes(b);
  return b === 'global' && screens.includes(a);
}

/** The commands that would fight over `chord` if `id` had it. */
export function conflictsOf(keymap: Keymap, id: CommandId, chord: Chord): CommandId[] {
  const { scope } = commandOf(id);
  return (keymap.byChord.get(chord) ?? []).filter((other) => other !== id && meet(commandOf(other).scope, scope));
}

/** Every chord that two commands hold at once, with the commands. */
export function allConflicts(keymap: Keymap): { chord: Chord; ids: CommandId[] }[] {
  return [...keymap.byChord].flatMap(([chord, ids]) => {
    const fighting = ids.filter((id) => conflictsOf(keymap, id, chord).length > 0);
    return fighting.length > 0 ? [{ chord, ids: fighting }] : [];
  });
}

/** Keys that text, focus and the system own: a command there would break typing or trap the keyboard. */
const reserved = new Set<Chord>(['Tab', 'Shift+Tab', 'Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Q', 'Mod+W', 'F12']);

export function isReserved(chord: Chord): boolean {
  return reserved.has(chord);
}

/** The overrides with `chords` for one command; a binding that equals the default is not stored. */
export function rebind(
  overrides: Readonly<Record<string, string>>,
  id: CommandId,
  chords: readonly Chord[],
): Record<string, string> {
  const { [id]: _, ...rest } = overrides;
  const stored = storedChords(chords);
  return stored === storedChords(commandOf(id).keys) ? rest : { ...rest, [id]: stored };
}

/** The commands whose keys differ from the default. */
export function changedCommands(overrides: Readonly<Record<string, string>>): CommandId[] {
  return Object.keys(overrides).filter(isCommandId);
}
