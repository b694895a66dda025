import { useShallow } from 'zustand/react/shallow';
import type { Job, JobKind } from '../../shared/domain/job.ts';
import { isActive, newestFirst, useJobs } from '../stores/jobs.ts';
import { type Screen, useView } from '../stores/view.ts';
import { percent } from './format.ts';
import css from './job-indicator.module.css';

const doing = { import: 'Importing', dataset: 'Building', finetune: 'Fine-tuning' } as const;
const name = { import: 'Import', dataset: 'Dataset', finetune: 'Fine-tune' } as const;

/** The screen that lists the jobs of a kind. */
const homes: Partial<Record<JobKind, Screen>> = { import: 'import', dataset: 'dataset' };

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
  const screen = useView((view) => view.screen);
  const go = useView((view) => view.go);
  const { text, failed, kind } = useJobs(
    useShallow(({ byId, begun, unseen }) => {
      const active = newestFirst(byId).find((job) => begun.has(job.id) && isActive(job));
      return { text: sentence(active, unseen), failed: unseen?.state === 'failed', kind: (active ?? unseen)?.kind };
    }),
  );
  const home = kind && homes[kind];
  if (text === null || home === undefined || home === screen) return null;
  return (
    <button type="button" className={css['indicator']} data-failed={failed} onClick={() => go(home)}>
      <span className={css['dot']} aria-hidden="true" />
      {text}
    </button>
  );
}
