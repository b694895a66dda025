import { type Chord, isMac, keycaps } from './chord.ts';
import type { CommandId } from './commands.ts';
import css from './key.module.css';
import { useKeymap } from './use-commands.ts';

/** The key of a command as a quiet chip; nothing where it has none. Hidden from screen readers, which read the key sheet. */
export function Key({ command }: { command: CommandId }) {
  const keymap = useKeymap();
  const [chord] = keymap.chords[command];
  return chord === undefined ? null : <KeyChips chord={chord} />;
}

export function KeyChips({ chord }: { chord: Chord }) {
  return (
    <span className={css['chord']} aria-hidden="true">
      {keycaps(chord, isMac).map((cap) => (
        <kbd key={cap} className={css['key']}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
