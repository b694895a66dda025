import { useMemo, useState } from 'react';
import type { Job } from '../../shared/domain/job.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import { activeFirst, isActive, isResumable, useJobs } from '../stores/jobs.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useSeenJobs } from '../ui/job-list.tsx';
import { ListBox } from '../ui/list-box.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { JobDetail } from './job-detail.tsx';
import { JobRow } from './job-row.tsx';

const resume: Hint = [['jobs.resume'], 'resume'];
const copyLog: Hint = [['jobs.copyLog'], 'copy the log'];

/** Keys that do something for this job. */
function hintsOf(job: Job | undefined): Hint[] {
  if (!job) return [];
  return isResumable(job) ? [resume, copyLog] : [copyLog];
}

/** Every job of the workspace at the left, what is under way on top; the chosen one with its log at the right. */
export function JobsScreen() {
  const byId = useJobs((jobs) => jobs.byId);
  const jobs = useMemo(() => activeFirst(byId), [byId]);
  const [chosen, setChosen] = useState<string | null>(null);
  const { part } = useListFocus(jobs.length > 0);
  useSeenJobs(null);
  // What is shown stays so when it ends and others come before it: a second Enter must not cancel one of those.
  if (chosen === null && jobs[0]) setChosen(jobs[0].id);
  if (jobs.length === 0) return <NoJobs />;
  const at = Math.max(
    0,
    jobs.findIndex(({ id }) => id === chosen),
  );
  const job = jobs[at];
  const running = jobs.filter(isActive).length;
  return (
    <Frame
      left={<span>{running > 0 ? `${running} under way` : plural(jobs.length, 'job')}</span>}
      footer={<Hints hints={hintsOf(job)} />}
    >
      <div className={panes['panes']}>
        <section ref={part} className={panes['left']} aria-label="Jobs">
          <ListBox
            label={plural(jobs.length, 'job')}
            items={jobs}
            keyOf={({ id }) => id}
            at={at}
            onChoose={(index) => setChosen(jobs[index]?.id ?? null)}
          >
            {(one) => <JobRow job={one} />}
          </ListBox>
        </section>
        {job ? <JobDetail key={job.id} job={job} /> : null}
      </div>
    </Frame>
  );
}

function NoJobs() {
  return (
    <Frame footer={<Hints hints={[[['import.choose'], 'import']]} />}>
      <EmptyState
        title="No job has run yet"
        actions={
          <Button look="primary" onClick={() => runCommand('import.choose')}>
            Import samples <Key command="import.choose" />
          </Button>
        }
      >
        <p>
          What takes longer than a moment runs as a job beside your work: an import, the build of a dataset, a fine-tune
          run. Here you see how far each is and what it said, cancel it, and resume it after a stop or a crash. Labeling
          goes on meanwhile.
        </p>
      </EmptyState>
    </Frame>
  );
}
