import { usePreferences } from '../stores/preferences.ts';
import { Dialog } from '../ui/dialog.tsx';
import { chordName, isMac } from './chord.ts';
import { type CommandId, commandIds, commandOf, groups } from './commands.ts';
import { closeHelp, openKeys, useHelp } from './help-state.ts';
import { KeyChips } from './key.tsx';
import css from './key-sheet.module.css';
import { useCommands, useKeymap } from './use-commands.ts';

/** Every key, by what it is for. */
export function KeySheet() {
  const open = useHelp(({ open }) => open === 'keys');
  useCommands({ 'help.keys': openKeys });
  return open ? <OpenKeySheet /> : null;
}

function OpenKeySheet() {
  useCommands({ 'help.keys': closeHelp }, { modal: true });
  const singleKeys = usePreferences(({ preferences }) => preferences.singleKeys);
  const keymap = useKeymap();
  const bound = commandIds.filter((id) => keymap.chords[id].length > 0);
  return (
    <Dialog title="All keys" size="large" onClose={closeHelp}>
      {singleKeys ? null : (
        <p className={css['off']}>Single keys are switched off in the settings: what is left are chords and arrows.</p>
      )}
      <div className={css['groups']}>
        {groups.map((group) => {
          const ids = bound.filter((id) => commandOf(id).group === group);
          return ids.length === 0 ? null : (
            <section key={group} className={css['group']} aria-labelledby={`keys-${group}`}>
              <h3 id={`keys-${group}`} className={css['title']}>
                {group}
              </h3>
              <dl>
                {ids.map((id) => (
                  <Line key={id} id={id} />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function Line({ id }: { id: CommandId }) {
  const chords = useKeymap().chords[id];
  return (
    <div className={css['line']}>
      <dt>{commandOf(id).title}</dt>
      <dd className={css['keys']}>
        {chords.map((chord) => (
          <span key={chord}>
            <KeyChips chord={chord} />
            <span className={css['spoken']}>{chordName(chord, isMac)} </span>
          </span>
        ))}
      </dd>
    </div>
  );
}
