import { Key } from '../keyboard/key.tsx';
import { Button } from '../ui/button.tsx';
import { JobList } from '../ui/job-list.tsx';
import { attempt } from '../ui/notice.tsx';
import { pickImport } from './actions.ts';
import css from './import.module.css';

export function ImportPanel() {
  return (
    <section aria-labelledby="import-title">
      <h2 id="import-title" className={css['title']}>
        Import samples
      </h2>
      <p className={css['soft']}>
        Samples are known by their id: importing a file again changes nothing, and importing a newer one updates what
        changed. Labels stay as they are.
      </p>
      <div className={css['actions']}>
        <Button look="primary" onClick={() => void attempt(pickImport)}>
          Choose a file… <Key command="import.choose" />
        </Button>
        <span className={css['faint']}>or drop files anywhere in this window</span>
      </div>
      <JobList kind="import" title="Imports" />
    </section>
  );
}
