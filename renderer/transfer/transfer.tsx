import { useEffect } from 'react';
import { useJobs } from '../stores/jobs.ts';
import { useInfo } from '../stores/workspace.ts';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import css from './transfer.module.css';

const hints: readonly Hint[] = [
  [['transfer.import'], 'import'],
  [['transfer.export'], 'export'],
];

/** Import on the left, export on the right: what comes in, and what goes out as training data. */
export function TransferScreen() {
  const samples = useInfo((info) => info.samples);
  const unseen = useJobs((jobs) => jobs.unseen);
  const see = useJobs((jobs) => jobs.see);
  useEffect(() => {
    if (unseen) see();
  }, [unseen, see]);

  return (
    <Frame left={<span>{plural(samples, 'sample')}</span>} footer={<Hints hints={hints} />}>
      <div className={css['screen']}>
        <ImportPanel />
        <ExportPanel />
      </div>
    </Frame>
  );
}
