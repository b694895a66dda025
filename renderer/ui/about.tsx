import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import { ask } from '../client.ts';
import css from './about.module.css';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { attempt } from './notice.tsx';

export function About({ onClose }: { onClose: () => void }) {
  const [about, setAbout] = useState<CallOutput<'shell.about'> | null>(null);
  useEffect(() => void attempt(async () => setAbout(await ask('shell.about'))), []);
  return (
    <Dialog title="About Assay" size="small" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <p>Turns the conversations of an AI support agent into fine-tuning data: labeled by keyboard, offline.</p>
      <dl className={css['facts']}>
        <dt>Version</dt>
        <dd>{about?.version}</dd>
        <dt>Runs on</dt>
        <dd>{about?.engine}</dd>
        <dt>System</dt>
        <dd>{about?.platform}</dd>
      </dl>
    </Dialog>
  );
}
