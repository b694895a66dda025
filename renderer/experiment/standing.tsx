import { type ArmName, armNames, type Metric, metrics } from '../../shared/domain/experiment.ts';
import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { metricNames } from '../../shared/rules/experiment-words.ts';
import { harmsOf, headline, unreviewedText } from '../../shared/rules/live-experiment-words.ts';
import { VerdictMark } from '../readiness/verdict-mark.tsx';
import { classes } from '../ui/classes.ts';
import { count, dateTime, percent, plural } from '../ui/format.ts';
import css from './deploy.module.css';
import { Intents } from './intents.tsx';
import { MetricReadings } from './metric-readings.tsx';
import { armTitles } from './words.ts';

type Props = { experiment: LiveExperiment; standing: ExperimentStanding };

/** What an experiment tells now: its headline, on how many conversations that rests, and what it may show of them. */
export function StandingView({ experiment, standing }: Props) {
  const { reading } = standing;
  const { title, reason } = headline(experiment, standing);
  const { plan } = experiment;
  const unreviewed = unreviewedText(plan, standing);
  return (
    <>
      <div className={css['headline']} role="status">
        <h3 className={css['verdict']}>{title}</h3>
        <p>{reason}</p>
        <p className={css['soft']}>{whenText(experiment, standing)}</p>
        {unreviewed === null ? null : <p className={css['soft']}>{unreviewed}</p>}
      </div>
      <Exposures experiment={experiment} standing={standing} />
      {isWatched(experiment, standing) ? <Safety harms={harmsOf(standing)} /> : null}
      {reading.status === 'read' ? (
        <>
          <MetricReadings readings={reading.metrics} plan={plan} />
          <Intents intents={reading.intents} plan={plan} />
        </>
      ) : null}
    </>
  );
}

/** Harm is told before a result is opened, and after it for as long as customers meet the treatment. */
function isWatched({ state }: LiveExperiment, { reading, watch }: ExperimentStanding): boolean {
  if (reading.status === 'sample_ratio' || watch?.sampleRatio) return false;
  return reading.status !== 'read' || (state === 'running' && watch !== null);
}

function whenText(
  { state, plan, looks }: LiveExperiment,
  { day, countedUntil, reading, due }: ExperimentStanding,
): string {
  const opened = looks.at(-1);
  const known = opened ? `, as they were known when ${opened.openedBy} opened it on ${dateTime(opened.openedAt)}` : '';
  const counted = `Conversations until ${dateTime(countedUntil)} are counted${known}.`;
  if (state !== 'running') return `It ended after ${plural(day, 'day')}, of ${plan.days} planned. ${counted}`;
  const today = `Day ${day + 1}${day < plan.days ? ` of ${plan.days}` : `, of ${plan.days} planned`}`;
  const nextText = (at: string) =>
    due === null ? ` The next look is on ${dateTime(at)}.` : ' The next look can be opened.';
  const next = reading.status === 'read' ? nextText(reading.nextLookAt) : '';
  return `${today}. ${counted}${next}`;
}

/** How many conversations each arm got, and whether these are as many as were meant. */
function Exposures({ experiment: { plan, state }, standing: { exposures, reviewed, reading, watch } }: Props) {
  const of = (counts: ExperimentStanding['exposures'], name: ArmName) => counts[name] ?? 0;
  const all = armNames.reduce((sum, name) => sum + of(exposures, name), 0);
  const broken = reading.status === 'sample_ratio' || watch?.sampleRatio != null;
  const unseen = state === 'running' && all > 0 && armNames.every((name) => of(reviewed, name) === 0);
  return (
    <section aria-labelledby="exposures-title">
      <h3 id="exposures-title" className={css['section']}>
        Conversations
      </h3>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">Conversations</th>
            <th scope="col">Share</th>
            <th scope="col">Meant</th>
            <th scope="col">Reviewed</th>
          </tr>
        </thead>
        <tbody>
          {plan.arms.map(({ name, share }) => (
            <tr key={name}>
              <th scope="row">{armTitles[name]}</th>
              <td>{count(of(exposures, name))}</td>
              <td className={css['share']}>
                {all === 0 ? '–' : `${((100 * of(exposures, name)) / all).toFixed(1)} %`}
              </td>
              <td className={css['share']}>{percent(share / 10_000)}</td>
              <td>{count(of(reviewed, name))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css['check']}>
        <SampleRatio broken={broken} none={all === 0} />
      </p>
      {unseen ? (
        <p className={classes(css['check'], css['soft'])}>
          Nobody has reviewed any of them. A queue whose filter names this experiment gives reviewers as many of either
          arm; verdicts of other queues do not count, because what those pick may differ by arm.
        </p>
      ) : null}
    </section>
  );
}

function SampleRatio({ broken, none }: { broken: boolean; none: boolean }) {
  if (broken) return <VerdictMark verdict="not met" word="Sample ratio failed" />;
  if (none) return <VerdictMark verdict="cannot tell" word="no conversation yet" />;
  return <VerdictMark verdict="met" word="Sample ratio holds" />;
}

/** Which metrics are surely worse with the treatment by all that is known, and nothing else. */
function Safety({ harms }: { harms: readonly Metric[] }) {
  return (
    <section aria-labelledby="safety-title">
      <h3 id="safety-title" className={css['section']}>
        Safety
        <small>
          only what is surely worse with the treatment, by every conversation until now and whenever you look
        </small>
      </h3>
      <ul className={css['safety']}>
        {metrics.map((metric) => (
          <li key={metric}>
            <span>{metricNames[metric]}</span>
            <VerdictMark
              verdict={harms.includes(metric) ? 'not met' : 'cannot tell'}
              word={harms.includes(metric) ? 'surely worse' : 'no harm known'}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
