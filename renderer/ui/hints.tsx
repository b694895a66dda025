import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import css from './hints.module.css';

export type Hint = readonly [commands: readonly CommandId[], what: string];

/** A footer's line of keys that help on this screen, and the way to all of them. */
export function Hints({ hints }: { hints: readonly Hint[] }) {
  return (
    <div className={css['hints']}>
      {hints.map(([commands, what]) => (
        <span key={what} className={css['hint']}>
          {commands.map((command) => (
            <Key key={command} command={command} />
          ))}
          {what}
        </span>
      ))}
      <span className={css['last']}>
        <Key command="help.keys" />
        all keys
      </span>
    </div>
  );
}
