import { useState } from 'react';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { ask } from '../client.ts';
import { ProgressBar } from '../finetune/progress-bar.tsx';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useJobs } from '../stores/jobs.ts';
import { useLeading } from '../stores/sync.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import css from './detail.module.css';
import { OpenResults } from './open-results.tsx';
import { possibleOf } from './possible.ts';
import { PublishDialog } from './publish.tsx';
import { judgeBlind, loadEvaluations, showResults } from './store.ts';
import { TeamShare } from './team-share.tsx';

/** One evaluation: what is compared on what, how far it is, and what can be done now. */
export function EvaluationDetail({ evaluation, team }: { evaluation: Evaluation; team: TeamEvaluation | null }) {
  const { id, plan, phase, base, tuned, datasetName, answered, items, judged, wanted, createdAt, error, estimate } =
    evaluation;
  const [dialog, setDialog] = useState<'open' | 'publish' | null>(null);
  const close = () => setDialog(null);
  // What is done goes, and so does its button.
  const kept = useFocusKept<HTMLElement>((pane) => pane);
  const waits = useJobs(({ byId }) => (phase === 'answering' ? byId[evaluation.jobId ?? '']?.progress?.note : null));
  const isJudged = phase === 'judging' && judged >= wanted;
  const possible = possibleOf({ id, own: evaluation, team }, useLeading());
  const judging = possible.judge;
  const hasEnded = team !== null && !team.isOpen;
  const change = (name: 'evaluation.cancel' | 'evaluation.resume') =>
    void attempt(async () => {
      await ask(name, { id });
      await loadEvaluations();
    });
  const toResults = () => (phase === 'opened' ? showResults(id) : setDialog('open'));
  useCommands({
    'evaluation.judge': () => (judging ? judgeBlind(judging) : false),
    'evaluation.publish': () => (possible.publish ? setDialog('publish') : false),
    'evaluation.results': () => (possible.results ? toResults() : false),
    'evaluation.cancel': () => (possible.cancel ? change('evaluation.cancel') : false),
    'evaluation.resume': () => (possible.resume ? change('evaluation.resume') : false),
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section {...kept} className={panes['right']} tabIndex={0} aria-labelledby="evaluation-name">
      <h2 id="evaluation-name" className={css['title']}>
        {plan.name}
      </h2>
      <p className={css['about']}>
        {`Begun ${dateTime(createdAt)} on the hold-out of ${datasetName}.`}
        {evaluation.openedAt === null ? null : ` Opened ${dateTime(evaluation.openedAt)}: nothing is judged any more.`}
      </p>
      <div className={css['actions']}>
        {judging ? (
          <Button look={isJudged ? 'plain' : 'primary'} onClick={() => judgeBlind(judging)}>
            {isJudged ? 'Look again' : judging.judged === 0 ? 'Judge blind' : 'Go on judging'}{' '}
            <Key command="evaluation.judge" />
          </Button>
        ) : null}
        {possible.results ? (
          <Button look={isJudged || hasEnded || phase === 'opened' ? 'primary' : 'plain'} onClick={toResults}>
            {phase === 'opened' ? 'Results' : 'Open the results…'} <Key command="evaluation.results" />
          </Button>
        ) : null}
        {possible.publish ? (
          <Button onClick={() => setDialog('publish')}>
            Let the team judge… <Key command="evaluation.publish" />
          </Button>
        ) : null}
        {possible.cancel ? (
          <Button onClick={() => change('evaluation.cancel')}>
            Ask for no more <Key command="evaluation.cancel" />
          </Button>
        ) : null}
        {possible.resume ? (
          <Button look={judging ? 'plain' : 'primary'} onClick={() => change('evaluation.resume')}>
            Ask for the rest <Key command="evaluation.resume" />
          </Button>
        ) : null}
      </div>
      <div className={css['progress']}>
        <Bar name="Answered by both models" done={answered} total={items} unit="item" />
        <Bar name="Judged" done={judged} total={wanted} unit="judgment" />
      </div>
      {waits ? (
        <p className={css['about']} role="status">
          {waits}
        </p>
      ) : null}
      {error ? (
        <div className={css['error']}>
          <ErrorNote error={error} />
        </div>
      ) : null}
      <dl className={css['facts']}>
        <Fact name="Base model" value={`${base.model}, ${base.provider.name}`} />
        <Fact name="Tuned model" value={`${tuned.model}, ${tuned.provider.name}`} />
        <Fact name="Sampling" value={samplingText(plan)} />
        <Fact name="Judges an item" value={`${count(plan.judges)}${plan.scored ? ', with rubric scores' : ''}`} />
        <Fact
          name="Estimated cost"
          value={
            estimate.amount === null
              ? `not known, ${count(estimate.inputTokens)} tokens in and ${count(estimate.outputTokens)} out at most`
              : `${amountText(estimate.amount, estimate.currency)} at most`
          }
        />
      </dl>
      {team ? <TeamShare team={team} /> : null}
      {dialog === 'open' ? <OpenResults evaluation={evaluation} hasEnded={hasEnded} onClose={close} /> : null}
      {dialog === 'publish' ? <PublishDialog evaluation={evaluation} onClose={close} /> : null}
    </section>
  );
}

function samplingText({ sampling: { temperature, maxTokens, seed }, sample }: Evaluation['plan']): string {
  const parts = [
    temperature === null ? 'temperature as the server chooses' : `temperature ${temperature}`,
    `at most ${plural(maxTokens, 'token')}`,
    seed === null ? null : `seed ${seed}`,
    sample === null ? null : `${plural(sample.items, 'item')} drawn by seed ${sample.seed}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function Bar({ name, done, total, unit }: { name: string; done: number; total: number; unit: string }) {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <>
      <span className={css['label']}>{name}</span>
      <ProgressBar label={name} share={share} />
      <span className={css['figure']}>{`${count(done)} of ${plural(total, unit)}`}</span>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
