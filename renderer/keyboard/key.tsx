import { Fragment } from 'react';
import { type Chord, isMac, keycaps } from './chord.ts';
import type { CommandId } from './commands.ts';
import css from './key.module.css';
import { reaches } from './place.ts';
import { useKeymap } from './use-commands.ts';

/**
 * The key of a command as a quiet chip; nothing where it has none. Hidden from screen readers, which have the key sheet.
 *
 * @param inText shows a key that works while one types
 */
export function Key({ command, inText = false }: { command: CommandId; inText?: boolean }) {
  const keymap = useKeymap();
  const chord = keymap.chords[command].find((chord) => !inText || reaches(chord, command, 'text'));
  return chord === undefined ? null : <KeyChips chord={chord} />;
}

export function KeyChips({ chord }: { chord: Chord }) {
  return (
    <span className={css['chord']} aria-hidden="true">
      {keycaps(chord, isMac).map((cap) => (
        // The space is not seen, but it keeps the name of a button that holds a chord readable: “Ctrl K”.
        <Fragment key={cap}>
          <kbd className={css['key']}>{cap}</kbd>{' '}
        </Fragment>
      ))}
    </span>
  );
}
