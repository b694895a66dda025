import { useMemo } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { isActive, newestFirst, useJobs } from '../stores/jobs.ts';
import { Button } from '../ui/button.tsx';
import { JobEntry } from '../ui/job-entry.tsx';
import { attempt } from '../ui/notice.tsx';
import { build, largeGroupOf, refusalOf } from './build.ts';
import css from './build-bar.module.css';
import { setPlan, usePlan } from './plan.ts';
import { list, useDataset } from './store.ts';

/** The end of the plan: what keeps it from being built, the button, and how the last build goes. */
export function BuildBar() {
  const counts = useDataset(({ counted }) => counted?.counts ?? null);
  const accepted = usePlan((plan) => plan.largeGroupAccepted);
  const large = counts && largeGroupOf(counts);
  const refusal = counts && refusalOf(counts, accepted);
  const job = useLastBuild();
  const building = job !== null && isActive(job);
  const lookAtLarge = () => {
    if (!large) return false;
    list({ group: large.sampleId });
    return true;
  };
  useCommands({ 'dataset.build': () => void attempt(build), 'dataset.largest': lookAtLarge });
  return (
    <section className={css['bar']} aria-label="Build">
      {refusal ? (
        <p className={css['refusal']} role="status">
          {refusal}
        </p>
      ) : null}
      {large ? (
        <div className={css['large']} data-refusal={refusal ? true : undefined}>
          <label className={css['accept']}>
            <input
              type="checkbox"
              checked={accepted}
              onChange={({ target }) => setPlan({ largeGroupAccepted: target.checked })}
            />
            Accept the large group
          </label>
          <Button look="quiet" onClick={lookAtLarge}>
            Look at it <Key command="dataset.largest" />
          </Button>
        </div>
      ) : null}
      <Button
        look="primary"
        className={css['build']}
        disabled={building || counts === null || refusal !== null}
        onClick={() => void attempt(build)}
      >
        {building ? 'Building…' : 'Build the dataset'} <Key command="dataset.build" />
      </Button>
      {job ? (
        <ul aria-label="Last build" className={css['job']}>
          <JobEntry job={job} />
        </ul>
      ) : null}
    </section>
  );
}

/** The newest build while it runs, or as this window has seen it end. */
function useLastBuild() {
  const byId = useJobs((jobs) => jobs.byId);
  const begun = useJobs((jobs) => jobs.begun);
  return useMemo(() => {
    const newest = newestFirst(byId).find(({ kind }) => kind === 'dataset');
    return newest && (isActive(newest) || begun.has(newest.id) || newest.state === 'interrupted') ? newest : null;
  }, [byId, begun]);
}
