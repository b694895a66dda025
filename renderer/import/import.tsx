import { useInfo } from '../stores/workspace.ts';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useSeenJobs } from '../ui/job-list.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { Formats } from './formats.tsx';
import css from './import.module.css';
import { ImportPanel } from './import-panel.tsx';

const hints: readonly Hint[] = [[['import.choose'], 'import']];

/** What comes in: the files of this workspace at the left, and what a file must look like at the right. */
export function ImportScreen() {
  const samples = useInfo((info) => info.samples);
  const region = useEntryFocus<HTMLElement>();
  useSeenJobs('import');
  return (
    <Frame left={<span>{plural(samples, 'sample')}</span>} footer={<Hints hints={hints} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section ref={region} className={css['screen']} tabIndex={0} aria-label="Import">
        <ImportPanel />
        <Formats />
      </section>
    </Frame>
  );
}
