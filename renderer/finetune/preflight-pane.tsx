import { isRefused, type Preflight, type PreflightLine } from '../../shared/domain/preflight.ts';
import type { RunPlan } from '../../shared/domain/run.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
import { Key } from '../keyboard/key.tsx';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { count, percent } from '../ui/format.ts';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { BeginForm } from './begin-form.tsx';
import { LevelMark } from './level-mark.tsx';
import { checkNames } from './names.ts';
import { stopLooking, useFound, usePreflight } from './preflight.ts';
import css from './preflight-pane.module.css';
import { ProgressBar } from './progress-bar.tsx';
import { SourceLink } from './source-link.tsx';

/** What a look at the plan has found, and the step to begin it. @param plan null where what is typed is none */
export function PreflightPane({ plan, onAgain }: { plan: RunPlan | null; onAgain: () => void }) {
  const { share, error } = usePreflight();
  const found = useFound(plan);
  const kept = useFocusKept<HTMLElement>((pane) => pane);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section {...kept} className={css['pane']} tabIndex={0} aria-label="Preflight" aria-busy={share !== null}>
      {share === null ? null : <Looking share={share} />}
      {error ? <ErrorNote error={error} actions={<Button onClick={onAgain}>Look again</Button>} /> : null}
      {found ? <Found {...found} /> : null}
      {found === null && share === null && error === null ? <Teaches /> : null}
    </section>
  );
}

function Looking({ share }: { share: number }) {
  return (
    <div className={css['looking']}>
      <p>
        {share === 0 ? 'Asking the provider, and reading the files…' : `Reading the files: ${percent(share)}`}{' '}
        <Button look="quiet" onClick={stopLooking}>
          Stop <Key command="app.back" />
        </Button>
      </p>
      <ProgressBar label="Reading the files" share={share} />
    </div>
  );
}

function Found({ plan, preflight, runId }: { plan: RunPlan; preflight: Preflight; runId: string }) {
  const { lines, estimate } = preflight;
  const refused = lines.filter(({ level }) => level === 'refused').length;
  const title = isRefused(preflight) ? 'It cannot be begun' : 'It can be begun';
  return (
    <div className={css['found']}>
      <h2 className={css['title']}>{title}</h2>
      <p className={css['about']}>
        {plan.model} on {preflight.datasetName || 'the dataset'}
        {refused > 0 ? `: ${refused === 1 ? 'one thing stands' : `${count(refused)} things stand`} in the way` : ''}
      </p>
      <ul className={css['lines']} aria-label="What was looked at">
        {/* Two lines may be about one thing. */}
        {lines.map((line) => (
          <Line key={`${line.check} ${line.message}`} line={line} />
        ))}
      </ul>
      {estimate ? (
        <>
          <h3 className={text['section']}>What it would cost</h3>
          <Facts>
            <Fact name="Tokens of one pass">{count(estimate.tokens)}</Fact>
            <Fact name="Epochs">
              {count(estimate.epochs)}
              {plan.epochs === null ? ', as is usual' : ''}
            </Fact>
            <Fact name="Estimated cost">{amountText(estimate.amount, estimate.currency)}</Fact>
            <Fact name="Price as of">{estimate.price ? dayText(estimate.price.asOf, true) : 'not in the table'}</Fact>
          </Facts>
        </>
      ) : null}
      {isRefused(preflight) ? null : <BeginForm runId={runId} plan={plan} confirm={preflight.confirm} />}
    </div>
  );
}

function Line({ line: { check, level, message, remedy, source } }: { line: PreflightLine }) {
  return (
    <li className={css['line']}>
      <LevelMark level={level} />
      <span className={css['check']}>{checkNames[check]}</span>
      <div className={css['said']}>
        <p>{message}</p>
        {remedy === null ? null : <p className={css['remedy']}>{remedy}</p>}
        {source === null ? null : <SourceLink url={source} />}
      </div>
    </li>
  );
}

function Teaches() {
  return (
    <EmptyState title="Look before you spend">
      <p>
        A preflight asks the provider whether it takes the key, has the model and still begins jobs, reads the files as
        they would be sent, counts their tokens and reckons the cost. Nothing of it costs anything. What cannot work is
        refused here, with the reason and with what would work instead.
      </p>
    </EmptyState>
  );
}
