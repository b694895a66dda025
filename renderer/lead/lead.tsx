import { useEffect } from 'react';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { attempt } from '../ui/notice.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { Day } from './day.tsx';
import { Disagreements } from './disagreements.tsx';
import css from './lead.module.css';
import { People } from './people.tsx';
import { Questions } from './questions.tsx';
import { QueuePlans } from './queue-plans.tsx';
import { Rubrics } from './rubrics.tsx';
import { followLead, loadLead, useLead } from './store.ts';

const hints: readonly Hint[] = [[['sync.now'], 'sync now']];

/** The lead's page: how the work goes, what waits for a word, and what is to be done next. */
export function LeadScreen() {
  const team = useLead((lead) => lead.team);
  const region = useEntryFocus<HTMLElement>();
  useEffect(() => void attempt(loadLead), []);
  useEffect(followLead, []);
  return (
    <Frame footer={<Hints hints={hints} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section ref={region} className={css['screen']} tabIndex={0} aria-label="Lead">
        {team ? (
          <>
            <Day team={team} />
            <Questions team={team} />
            <Disagreements team={team} />
            <QueuePlans team={team} />
            <Rubrics team={team} />
            <People team={team} />
          </>
        ) : null}
      </section>
    </Frame>
  );
}
