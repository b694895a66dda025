import { useEffect, useLayoutEffect, useRef } from 'react';
import { listen } from '../client.ts';
import { usePreferences } from '../stores/preferences.ts';
import { chordOf, isMac, recordOf } from './chord.ts';
import { type CommandId, commandIds, commandOf, isCommandId, type Scope } from './commands.ts';
import { type Keymap, keymapOf } from './keymap.ts';
import { placeOf, reaches } from './place.ts';

/** What a command does here. Returning false declines: the key goes on to whoever else wants it. */
export type Handler = () => unknown;
export type CommandHandlers = Partial<Record<CommandId, Handler>>;

type Registration = {
  now: { current: { handlers: CommandHandlers; enabled: boolean } };
  scope: Scope | undefined;
  /** Registered by something inside a modal dialog: the only ones that run while it is open. */
  modal: boolean;
};

const ranks: Record<Scope, number> = {
  global: 0,
  labeling: 1,
  browser: 1,
  dataset: 1,
  readiness: 1,
  finetune: 1,
  deploy: 1,
  jobs: 1,
  evaluation: 1,
  comparing: 1,
  reasons: 2,
  skip: 3,
  panel: 4,
};

/** In the order of mounting, enabled or not: of two registrations of the same rank, the later wins. */
const registrations: Registration[] = [];

type Options = {
  /** Overrides the commands' own scope, as when a panel on top takes Esc. */
  scope?: Scope;
  enabled?: boolean;
  /** For handlers of a modal dialog's content. */
  modal?: boolean;
};

/** Gives commands their meaning while the component is mounted. */
export function useCommands(handlers: CommandHandlers, { scope, enabled = true, modal = false }: Options = {}): void {
  const now = useRef({ handlers, enabled });
  useLayoutEffect(() => {
    now.current = { handlers, enabled };
  });
  useLayoutEffect(() => {
    const registration = { now, scope, modal };
    registrations.push(registration);
    return () => {
      registrations.splice(registrations.indexOf(registration), 1);
    };
  }, [scope, modal]);
}

/** The handlers of a command that are valid now, the innermost first. */
function handlersOf(id: CommandId, modal: boolean): { rank: number; order: number; run: Handler }[] {
  return registrations
    .flatMap((registration, order) => {
      const { handlers, enabled } = registration.now.current;
      const run = enabled && registration.modal === modal ? handlers[id] : undefined;
      return run ? [{ rank: ranks[registration.scope ?? commandOf(id).scope], order, run }] : [];
    })
    .sort((a, b) => b.rank - a.rank || b.order - a.order);
}

function modalOpen(): boolean {
  return document.querySelector('dialog:modal') !== null;
}

/** Runs a command as its key would; false when nothing on the screen gives it a meaning. */
export function runCommand(id: CommandId): boolean {
  return handlersOf(id, modalOpen()).some(({ run }) => run() !== false);
}

/** The commands that have a meaning on the screen below any dialog: what the palette offers. */
export function validCommands(): CommandId[] {
  return commandIds.filter((id) => handlersOf(id, false).length > 0);
}

let known: { overrides: Record<string, string>; singleKeys: boolean; keymap: Keymap } | null = null;

/** The keymap in force; built anew only when a preference changed. */
function currentKeymap(preferences = usePreferences.getState().preferences): Keymap {
  const { keymap: overrides, singleKeys } = preferences;
  if (known?.overrides !== overrides || known.singleKeys !== singleKeys)
    known = { overrides, singleKeys, keymap: keymapOf(overrides, singleKeys) };
  return known.keymap;
}

export function useKeymap(): Keymap {
  return usePreferences(({ preferences }) => currentKeymap(preferences));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const chord = chordOf(recordOf(event), isMac);
  const ids = chord === null ? undefined : currentKeymap().byChord.get(chord);
  if (chord === null || !ids) return;
  const place = placeOf(event.target);
  const modal = modalOpen();
  const candidates = ids
    .filter((id) => reaches(chord, id, place))
    .flatMap((id) => handlersOf(id, modal).map((handler) => ({ ...handler, id })))
    .sort((a, b) => b.rank - a.rank || b.order - a.order);
  for (const { id, run } of candidates) {
    // A held key is swallowed, or a button with the focus would click with every repeat.
    const swallowed = event.repeat && !commandOf(id).repeats;
    if (swallowed || run() !== false) {
      event.preventDefault();
      return;
    }
  }
}

/** The one listener of the window, and the menu's way to the same commands. */
export function useKeyboard(): void {
  useEffect(() => {
    addEventListener('keydown', onKeyDown);
    const stop = listen('command', ({ id }) => {
      if (isCommandId(id)) runCommand(id);
    });
    return () => {
      removeEventListener('keydown', onKeyDown);
      stop();
    };
  }, []);
}
