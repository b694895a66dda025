import { useEffect, useState } from 'react';
import { attempt } from '../ui/notice.tsx';
import { importDropped } from './actions.ts';
import css from './drop-veil.module.css';

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Takes files that are dropped anywhere in the window, and says so while they hang over it. */
export function DropVeil() {
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Every element that the pointer crosses says enter and leave: only the sum tells when it left the window.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      // Without this a drop would open the file in place of the window.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = holdsFiles(event) ? 'copy' : 'none';
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void attempt(() => importDropped(files));
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragleave', onLeave);
    addEventListener('dragover', onOver);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragleave', onLeave);
      removeEventListener('dragover', onOver);
      removeEventListener('drop', onDrop);
    };
  }, []);

  if (!over) return null;
  return (
    <aside className={css['veil']} aria-label="Import by dropping">
      <div className={css['frame']}>
        <p className={css['title']}>Drop to import</p>
        <p className={css['note']}>
          NDJSON, JSON or CSV, plain or gzip. Several files are imported one after the other.
        </p>
      </div>
    </aside>
  );
}
