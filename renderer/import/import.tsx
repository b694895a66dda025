import { useInfo } from '../stores/workspace.ts';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useSeenJobs } from '../ui/job-list.tsx';
import { Formats } from './formats.tsx';
import css from './import.module.css';
import { ImportPanel } from './import-panel.tsx';

const hints: readonly Hint[] = [[['import.choose'], 'import']];

/** What comes in: the files of this workspace at the left, and what a file must look like at the right. */
export function ImportScreen() {
  const samples = useInfo((info) => info.samples);
  useSeenJobs('import');
  return (
    <Frame left={<span>{plural(samples, 'sample')}</span>} footer={<Hints hints={hints} />}>
      <div className={css['screen']}>
        <ImportPanel />
        <Formats />
      </div>
    </Frame>
  );
}
