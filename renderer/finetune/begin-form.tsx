import { useState } from 'react';
import type { RunPlan } from '../../shared/domain/run.ts';
import { isConfirmed } from '../../shared/rules/spending.ts';
import { announce } from '../ui/announce.tsx';
import { Form } from '../ui/form.tsx';
import css from './begin-form.module.css';
import { beginRun } from './preflight.ts';
import { follow } from './runs.ts';
import { TypedInput } from './typed-input.tsx';
import { openRun } from './view.ts';

/** The step that spends. What costs much, or nobody knows how much, is typed first. */
export function BeginForm({ runId, plan, confirm }: { runId: string; plan: RunPlan; confirm: string | null }) {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const differs = !isConfirmed(confirm, typed);
  const begin = async () => {
    setTried(true);
    if (differs) return;
    const run = await beginRun({ runId, plan }, confirm === null ? null : typed.trim());
    openRun(run.id);
    announce('The run has begun.');
    await follow(run);
  };
  return (
    <div className={css['begin']}>
      <Form submit="Begin the run" busy="Beginning…" onSubmit={begin}>
        {confirm === null ? null : (
          <TypedInput
            label={`Type “${confirm}” to confirm`}
            value={typed}
            problem={tried && differs ? `Type exactly “${confirm}”, or leave it.` : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={setTyped}
          />
        )}
      </Form>
    </div>
  );
}
