import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { setPaused, useSitting, workedMs } from '../stores/sitting.ts';
import { duration, plural } from '../ui/format.ts';
import css from './pause.module.css';

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock']);

function resume(event: KeyboardEvent): void {
  if (modifiers.has(event.key) || event.repeat) return;
  // No command below the veil; but Tab, and the keys of system and screen reader, stay what they are.
  event.stopPropagation();
  if (event.key === 'Tab' || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  setPaused(false);
}

/** The veil of a pause: the clock stands, the sample is out of sight, any key goes on. @param done what was done so far */
export function Pause({ done }: { done?: string }) {
  const veil = useRef<HTMLDialogElement>(null);
  const labels = useSitting(({ labels }) => labels);
  useLayoutEffect(() => {
    const dialog = veil.current;
    dialog?.showModal();
    // Closed while still in the document, so that the platform brings the focus back.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={veil}
      className={css['veil']}
      aria-label="Paused"
      onKeyDown={resume}
      onClick={() => setPaused(false)}
      onCancel={() => setPaused(false)}
    >
      {/* biome-ignore lint/a11y/noAutofocus: the veil was asked for by a key, and any key leads back */}
      <button type="button" className={css['resume']} autoFocus>
        Paused
      </button>
      <p className={css['sum']}>
        {done ?? plural(labels, 'label')} this sitting, {duration(workedMs())} at work. Any key resumes.
      </p>
    </dialog>
  );
}
