import { type ExperimentPlan, type ExperimentReading, metrics } from '../../shared/domain/experiment.ts';
import { differenceText, metricNames } from '../../shared/rules/experiment-words.ts';
import { count } from '../ui/format.ts';
import css from './deploy.module.css';

type IntentReadings = (ExperimentReading & { status: 'read' })['intents'];

/** Where to look for causes: so many comparisons find something by chance, and decide nothing. */
export function Intents({ intents, plan }: { intents: IntentReadings; plan: ExperimentPlan }) {
  if (intents.length < 2) return null;
  const named = intents.filter(({ intent }) => intent !== null);
  const others = intents.filter(({ intent }) => intent === null);
  return (
    <section aria-labelledby="intents-title">
      <h3 id="intents-title" className={css['section']}>
        By intent
        <small>treatment minus control; where to look for causes, not what to decide by</small>
      </h3>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">Intent</th>
            <th scope="col">Conversations</th>
            {metrics.map((metric) => (
              <th key={metric} scope="col">
                {metricNames[metric]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...named, ...others].map(({ intent, exposures, metrics: compared }) => (
            <tr key={intent ?? ''}>
              <th scope="row">{intent?.replaceAll('_', ' ') ?? 'others, or not named'}</th>
              <td>{count(exposures)}</td>
              {compared.map(({ metric, difference }) => (
                <td key={metric}>
                  {difference ? <Difference text={differenceText(metric, difference, plan)} /> : 'too few'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Breaks before the interval, and inside of it only where there is no room. */
function Difference({ text }: { text: string }) {
  const [difference, interval] = text.split(/ (?=\()/);
  return (
    <>
      <span className={css['whole']}>{difference}</span> <span className={css['whole']}>{interval}</span>
    </>
  );
}
