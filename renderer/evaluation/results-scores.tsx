import type { EvaluationResults, RubricDelta } from '../../shared/domain/evaluation.ts';
import { type ScaleId, scaleIds } from '../../shared/domain/rubric.ts';
import { scaleNames } from '../../shared/plots/scores.ts';
import { intentName } from '../../shared/plots/win-rate.ts';
import { hundredth } from '../../shared/rules/readiness-words.ts';
import { count, plural } from '../ui/format.ts';
import css from './results.module.css';
import { Table } from './results-table.tsx';

/** How both models were scored, by criterion. */
export function Scores({ deltas }: { deltas: readonly RubricDelta[] }) {
  return (
    <Table heads={['Criterion', 'Base', 'Tuned', 'Difference', '95 % interval', 'n']}>
      {deltas.map((one) => (
        <tr key={one.scale}>
          <th scope="row">{scaleNames[one.scale]}</th>
          <td>{hundredth(one.base)}</td>
          <td>{hundredth(one.tuned)}</td>
          <td>{signed(one.delta)}</td>
          <td>{intervalText(one) ?? 'not known'}</td>
          <td>{count(one.conversations)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The differences of each intent, a criterion a column. */
export function ScoresByIntent({ intents }: { intents: EvaluationResults['intents'] }) {
  const shown = scaleIds.filter((scale) => intents.some(({ deltas }) => deltaOf(deltas, scale)));
  return (
    <Table heads={['Intent', ...shown.map((scale) => scaleNames[scale])]}>
      {intents.map(({ intent, deltas }) => (
        <tr key={intent ?? ''}>
          <th scope="row">{intentName(intent)}</th>
          {shown.map((scale) => (
            <td key={scale}>
              <Difference of={deltaOf(deltas, scale)} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function deltaOf(deltas: readonly RubricDelta[], wanted: ScaleId): RubricDelta | undefined {
  return deltas.find(({ scale }) => scale === wanted);
}

function Difference({ of }: { of: RubricDelta | undefined }) {
  if (!of) return 'not scored';
  return (
    <>
      {signed(of.delta)}
      <small className={css['interval']}>
        {[intervalText(of), plural(of.conversations, 'conversation')].filter((part) => part !== null).join(', ')}
      </small>
    </>
  );
}

function intervalText({ low, high }: RubricDelta): string | null {
  return low === null || high === null ? null : `${signed(low)} to ${signed(high)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${hundredth(Math.abs(value))}`;
}
