import { useEffect } from 'react';
import { type CountedReadiness, findingOf } from '../../shared/domain/readiness.ts';
import { overallText } from '../../shared/rules/readiness.ts';
import { filterText } from '../../shared/rules/readiness-words.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { dateTime, percent } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { attempt } from '../ui/notice.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { Costs } from './costs.tsx';
import { Criteria } from './criteria.tsx';
import { Patterns } from './patterns.tsx';
import css from './readiness.module.css';
import { Approval, Coverage, Funnel, Scores } from './sections.tsx';
import { countReadiness, followReadiness, saveReport, useReadiness } from './store.ts';

const hints: readonly Hint[] = [
  [['readiness.examples'], 'examples of a correction'],
  [['readiness.count'], 'count again'],
  [['readiness.report'], 'save the report'],
];

/** Whether to fine-tune, in a sentence; then each criterion with its evidence, and what to look at. */
export function ReadinessScreen() {
  const { counted, counting, error } = useReadiness();
  const region = useEntryFocus<HTMLElement>();
  useEffect(followReadiness, []);
  useEffect(() => void countReadiness(), []);
  useCommands({ 'readiness.count': () => void countReadiness() });
  return (
    <Frame
      footer={<Hints hints={hints} />}
      {...(counting === null ? {} : { progress: counting })}
      left={counting === null ? null : <span>counting… {percent(counting)}</span>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section ref={region} className={css['screen']} tabIndex={0} aria-label="Readiness" aria-busy={counting !== null}>
        {error ? (
          <ErrorNote error={error} actions={<Button onClick={() => void countReadiness()}>Try again</Button>} />
        ) : null}
        {counted ? <Counted counted={counted} /> : null}
        {counted === null && counting !== null ? (
          <EmptyState title="Reading samples and labels">
            Readiness is counted over everything that is here. It takes a moment, and nothing is changed by it.
          </EmptyState>
        ) : null}
      </section>
    </Frame>
  );
}

function Counted({ counted }: { counted: CountedReadiness }) {
  const { readiness } = counted;
  const { findings, scores, funnel } = readiness;
  const approval = findingOf(readiness, 'approval');
  return (
    <>
      <Head counted={counted} />
      <div className={css['column']}>
        <Approval finding={approval} />
        <Scores scores={scores} />
        <Coverage finding={findingOf(readiness, 'coverage')} />
      </div>
      <div className={css['column']}>
        <Criteria findings={findings} />
        <Funnel funnel={funnel} />
      </div>
      <div className={css['wide']}>
        <Patterns finding={findingOf(readiness, 'corrections')} />
        <Costs
          counted={counted}
          finding={findingOf(readiness, 'cost')}
          approvalNow={approval.approval?.share ?? null}
        />
      </div>
    </>
  );
}

function Head({ counted: { readiness, filters } }: { counted: CountedReadiness }) {
  const saved = useReadiness((state) => state.saved);
  const save = () => void attempt(saveReport);
  useCommands({ 'readiness.report': save });
  const { title, detail } = overallText(readiness);
  const about = filterText(filters);
  return (
    <header className={css['head']}>
      <div>
        <h2 className={css['title']}>{title}</h2>
        <p className={css['detail']}>{detail}</p>
        <p className={css['asOf']}>
          As of {dateTime(readiness.asOf)}
          {about === null ? '' : `, ${about}`}.{saved === null ? '' : ` The report is saved as ${saved}.`}
        </p>
      </div>
      <div className={css['actions']}>
        <Button look="quiet" onClick={() => void countReadiness()}>
          Count again <Key command="readiness.count" />
        </Button>
        <Button onClick={save}>
          Save report… <Key command="readiness.report" />
        </Button>
      </div>
    </header>
  );
}
