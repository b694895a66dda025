import { useShallow } from 'zustand/react/shallow';
import type { Job } from '../../shared/domain/job.ts';
import { isActive, newestFirst, useJobs } from '../stores/jobs.ts';
import { useView } from '../stores/view.ts';
import { percent } from './format.ts';
import css from './job-indicator.module.css';

const doing = { import: 'Importing', export: 'Exporting', dataset: 'Building' } as const;
const name = { import: 'Import', export: 'Export', dataset: 'Dataset' } as const;

function sentence(active: Job | undefined, unseen: Job | null): string | null {
  if (active) {
    const share = active.progress?.total ? active.progress.done / active.progress.total : null;
    return share === null ? `${doing[active.kind]}…` : `${doing[active.kind]} ${percent(share)}`;
  }
  if (!unseen) return null;
  return unseen.state === 'done' ? `${name[unseen.kind]} done` : `${name[unseen.kind]} failed`;
}

/** What runs while another screen is open, and how it ended; leads to the list of jobs. */
export function JobIndicator() {
  const shown = useView(({ screen }) => screen !== 'transfer');
  const go = useView((view) => view.go);
  const { text, failed } = useJobs(
    useShallow(({ byId, begun, unseen }) => ({
      text: sentence(
        newestFirst(byId).find((job) => begun.has(job.id) && isActive(job)),
        unseen,
      ),
      failed: unseen?.state === 'failed',
    })),
  );
  if (!shown || text === null) return null;
  return (
    <button type="button" className={css['indicator']} data-failed={failed} onClick={() => go('transfer')}>
      <span className={css['dot']} aria-hidden="true" />
      {text}
    </button>
  );
}
