import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { type CommandId, commandOf } from './commands.ts';
import { search } from './fuzzy.ts';
import { closeHelp, openPalette, useHelp } from './help-state.ts';
import { Key } from './key.tsx';
import css from './palette.module.css';
import { runCommand, useCommands, validCommands } from './use-commands.ts';

/** Going to a criterion, going back and the palette itself are no quicker by name than by key. */
const offered = (id: CommandId) => id !== 'help.palette' && id !== 'app.back' && !/^criterion\./.test(id);

/** Every command that means something now, by name. */
export function Palette() {
  const open = useHelp(({ open }) => open === 'palette');
  useCommands({ 'help.palette': openPalette });
  return open ? <OpenPalette /> : null;
}

function OpenPalette() {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // What was valid when it opened: the commands of the screen below.
  const [commands] = useState(() => validCommands().filter(offered));
  const found = search(query, commands, (command) => `${commandOf(command).title} ${commandOf(command).group}`);

  useCommands({ 'help.palette': closeHelp }, { modal: true });
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);

  const run = (command: CommandId | undefined) => {
    if (!command) return;
    // Closed first, so that the focus is back where the command expects it.
    dialog.current?.close();
    closeHelp();
    queueMicrotask(() => runCommand(command));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const { key } = event;
    if (key === 'ArrowDown') setAt(at + 1 < found.length ? at + 1 : 0);
    else if (key === 'ArrowUp') setAt(at > 0 ? at - 1 : Math.max(0, found.length - 1));
    else if (key === 'Enter' && !event.repeat) run(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the palette closes it, as Esc does
    <dialog
      ref={dialog}
      className={css['palette']}
      aria-label="All commands"
      onCancel={(event) => {
        event.preventDefault();
        closeHelp();
      }}
      onClick={(event) => event.target === dialog.current && closeHelp()}
    >
      <div className={css['body']}>
        <input
          className={css['input']}
          autoFocus
          role="combobox"
          aria-label="Command"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          placeholder="What do you want to do?"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={id} role="listbox" aria-label="Commands" className={css['list']}>
          {found.map((command, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and has the keys
            <div
              key={command}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={css['command']}
              onClick={() => run(command)}
            >
              <span>{commandOf(command).title}</span>
              <span className={css['group']}>{commandOf(command).group}</span>
              <span className={css['key']}>
                <Key command={command} />
              </span>
            </div>
          ))}
        </div>
        {found.length === 0 ? <p className={css['none']}>No command is called that.</p> : null}
      </div>
    </dialog>
  );
}
