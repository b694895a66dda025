import { useEffect } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useJobs } from '../stores/jobs.ts';
import { useInfo } from '../stores/workspace.ts';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import css from './transfer.module.css';

/** Import on the left, export on the right: what comes in, and what goes out as training data. */
export function TransferScreen() {
  const samples = useInfo((info) => info.samples);
  const unseen = useJobs((jobs) => jobs.unseen);
  const see = useJobs((jobs) => jobs.see);
  useEffect(() => {
    if (unseen) see();
  }, [unseen, see]);

  return (
    <Frame
      left={<span>{plural(samples, 'sample')}</span>}
      footer={
        <>
          <span className={css['hint']}>
            <Key command="transfer.import" /> import
          </span>
          <span className={css['hint']}>
            <Key command="transfer.export" /> export
          </span>
          <span className={css['last']}>
            <Key command="help.keys" /> all keys
          </span>
        </>
      }
    >
      <div className={css['screen']}>
        <ImportPanel />
        <ExportPanel />
      </div>
    </Frame>
  );
}
