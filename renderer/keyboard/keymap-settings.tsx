import { type KeyboardEvent, useRef, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import { usePreferences } from '../stores/preferences.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { type Chord, chordName, chordOf, isMac, recordOf } from './chord.ts';
import { type CommandId, commandIds, commandOf, groups } from './commands.ts';
import { KeyChips } from './key.tsx';
import { allConflicts, changedCommands, conflictsOf, isReserved, keymapOf, rebind } from './keymap.ts';
import css from './keymap-settings.module.css';

/** What is being listened for: the key at `index` of a command; past its last one, a further key. */
type Capture = { id: CommandId; index: number; say: string | null };

/** Every command with its keys: press one to replace it. Conflicts are named where they are. */
export function KeymapSettings() {
  const overrides = usePreferences(({ preferences }) => preferences.keymap);
  const update = usePreferences(({ update }) => update);
  const all = useRef<HTMLDivElement>(null);
  const [capture, setCapture] = useState<Capture | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  // Switched-off single keys still have their meaning when they are switched on again.
  const keymap = keymapOf(overrides, true);
  const conflicts = allConflicts(keymap);

  const store = (keymap: Record<string, string>) => {
    setCapture(null);
    update({ keymap }).then(
      () => setError(null),
      (thrown: unknown) => setError(reportOf(thrown)),
    );
  };

  const takeAllBack = () => {
    // This button goes with what it resets.
    all.current?.querySelector<HTMLElement>('button[data-listening]')?.focus();
    store({});
  };

  const take = (event: KeyboardEvent, { id, index }: Capture) => {
    event.stopPropagation();
    if (event.key === 'Tab') return;
    event.preventDefault();
    const chord = chordOf(recordOf(event.nativeEvent), isMac);
    if (chord === null || event.repeat) return;
    const chords = keymap.chords[id];
    if (chord === 'Escape' && id !== 'app.back') setCapture(null);
    else if (chord === 'Backspace' || chord === 'Delete')
      store(
        rebind(
          overrides,
          id,
          chords.filter((_, at) => at !== index),
        ),
      );
    else if (isReserved(chord))
      setCapture({ id, index, say: `${chordName(chord, isMac)} belongs to the system or to text.` });
    else if (chords.includes(chord)) setCapture(null);
    else {
      const fighting = conflictsOf(keymap, id, chord);
      if (fighting.length > 0) announce(`Conflict with ${fighting.map((other) => commandOf(other).title).join(', ')}`);
      store(rebind(overrides, id, chords.toSpliced(index, 1, chord)));
    }
  };

  return (
    <div ref={all} className={css['keymap']}>
      {error ? <ErrorNote error={error} /> : null}
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} /> : null}
      {groups.map((group) => (
        <section key={group} aria-labelledby={`keymap-${group}`}>
          <h3 id={`keymap-${group}`} className={css['title']}>
            {group}
          </h3>
          <ul>
            {commandIds
              .filter((id) => commandOf(id).group === group)
              .map((id) => (
                <Row
                  key={id}
                  id={id}
                  chords={keymap.chords[id]}
                  conflicts={conflicts.filter(({ ids }) => ids.includes(id))}
                  changed={overrides[id] !== undefined}
                  capture={capture?.id === id ? capture : null}
                  onCapture={(index) => setCapture({ id, index, say: null })}
                  onKey={take}
                  onCancel={() => setCapture(null)}
                  onReset={() => store(rebind(overrides, id, commandOf(id).keys))}
                />
              ))}
          </ul>
        </section>
      ))}
      {changedCommands(overrides).length > 0 ? <Button onClick={takeAllBack}>All keys as they came</Button> : null}
    </div>
  );
}

type Conflict = { chord: Chord; ids: readonly CommandId[] };

type RowProps = {
  id: CommandId;
  chords: readonly Chord[];
  conflicts: readonly Conflict[];
  changed: boolean;
  capture: Capture | null;
  onCapture: (index: number) => void;
  onKey: (event: KeyboardEvent, capture: Capture) => void;
  onCancel: () => void;
  onReset: () => void;
};

function Row({ id, chords, conflicts, changed, capture, onCapture, onKey, onCancel, onReset }: RowProps) {
  const { title } = commandOf(id);
  const slot = (index: number, chord: Chord | undefined) => {
    const listening = capture?.index === index;
    const name =
      chord === undefined ? `Add a key for ${title}` : `${title}: ${chordName(chord, isMac)}. Change this key`;
    return (
      <button
        key={index}
        type="button"
        className={css['slot']}
        aria-label={listening ? `Press the new key for ${title}. Escape leaves it as it is` : name}
        data-listening={listening}
        data-empty={chord === undefined}
        onClick={() => onCapture(index)}
        onKeyDown={(event) => listening && onKey(event, capture)}
        onBlur={() => listening && onCancel()}
      >
        {listening ? 'press a key' : chord === undefined ? '+' : <KeyChips chord={chord} />}
      </button>
    );
  };
  return (
    <li className={css['row']} data-fighting={conflicts.length > 0}>
      <span className={css['name']}>{title}</span>
      <span className={css['slots']}>
        {capture ? (
          <span className={css['help']} role={capture.say === null ? undefined : 'alert'}>
            {capture.say ?? 'Esc leaves it, Backspace removes it'}
          </span>
        ) : null}
        {changed && !capture ? (
          <Button
            look="quiet"
            aria-label={`${title}: back to the default key`}
            onClick={({ currentTarget }) => {
              // This button goes with what it resets.
              currentTarget.parentElement?.querySelector<HTMLElement>('button[data-listening]')?.focus();
              onReset();
            }}
          >
            default
          </Button>
        ) : null}
        {chords.map((chord, index) => slot(index, chord))}
        {slot(chords.length, undefined)}
      </span>
      {conflicts.map(({ chord, ids }) => (
        <span key={chord} className={css['conflict']}>
          {chordName(chord, isMac)} is also the key of{' '}
          {ids
            .filter((other) => other !== id)
            .map((other) => commandOf(other).title)
            .join(', ')}
          : only one of them will hear it.
        </span>
      ))}
    </li>
  );
}

function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <div className={css['conflicts']} role="alert">
      {conflicts.map(({ chord, ids }) => (
        <p key={chord}>
          <KeyChips chord={chord} />{' '}
          {`${chordName(chord, isMac)} is the key of more than one command: ${ids
            .map((id) => commandOf(id).title)
            .join(', ')}. Only one of them will hear it.`}
        </p>
      ))}
    </div>
  );
}
