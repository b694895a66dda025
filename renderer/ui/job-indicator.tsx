import { useShallow } from 'zustand/react/shallow';
import type { Job } from '../../shared/domain/job.ts';
import { isActive, newestFirst, useJobs } from '../stores/jobs.ts';
import { useView } from '../stores/view.ts';
import { percent } from './format.ts';
import css from './job-indicator.module.css';
import { jobWords, standingOf } from './job-words.ts';

function sentence(active: Job | undefined, unseen: Job | null): string | null {
  if (active) {
    const share = active.progress?.total ? active.progress.done / active.progress.total : null;
    const { doing } = jobWords[active.kind];
    return share === null ? `${doing}…` : `${doing} ${percent(share)}`;
  }
  if (!unseen) return null;
  return `${jobWords[unseen.kind].name} ${standingOf(unseen).as === 'done' ? 'done' : 'failed'}`;
}

/** What runs while another screen is open, and how it ended; leads to the screen of its kind. */
export function JobIndicator() {
  const screen = useView((view) => view.screen);
  const go = useView((view) => view.go);
  const { text, failed, home } = useJobs(
    useShallow(({ byId, begun, unseen }) => {
      const active = newestFirst(byId).find((job) => begun.has(job.id) && isActive(job));
      const shown = active ?? unseen;
      const home = shown ? jobWords[shown.kind].screen : null;
      return { text: sentence(active, unseen), failed: unseen !== null && standingOf(unseen).as === 'failed', home };
    }),
  );
  if (text === null || home === null || home === screen || screen === 'jobs') return null;
  return (
    <button type="button" className={css['indicator']} data-failed={failed} onClick={() => go(home)}>
      <span className={css['dot']} aria-hidden="true" />
      {text}
    </button>
  );
}
