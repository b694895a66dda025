import type { ReactNode } from 'react';
import { contenders } from '../../shared/domain/comparison.ts';
import type { RubricDelta } from '../../shared/domain/evaluation.ts';
import type { OpenedEvaluation, Spent } from '../../shared/domain/opened-evaluation.ts';
import { scaleNames } from '../../shared/plots/scores.ts';
import { intentName, winRatePlot, winRateTable } from '../../shared/plots/win-rate.ts';
import { agreementSentence, judgmentsSentence, signSentence } from '../../shared/rules/evaluation-words.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { hundredth } from '../../shared/rules/readiness-words.ts';
import { PlotImage, PlotNumbers } from '../readiness/plot.tsx';
import { Section } from '../readiness/section.tsx';
import { count, duration } from '../ui/format.ts';
import css from './results.module.css';

/** The evaluation as a whole, with its intervals and how many items stand behind them. */
export function Summary({ opened: { results, spent, currency } }: { opened: OpenedEvaluation }) {
  const plot = winRatePlot(results);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={css['summary']} tabIndex={0} aria-label="Summary">
      {plot ? (
        <Section id="win-rate" title="How often the tuned model wins" small="a tie is half a win; 95 % interval">
          <PlotImage plot={plot} />
          <PlotNumbers caption="How often the tuned model wins" table={winRateTable(results)} />
        </Section>
      ) : null}
      <Section id="tests" title="What stands behind it">
        <div className={css['sentences']}>
          <p>{judgmentsSentence(results)}</p>
          <p>{signSentence(results)}</p>
          <p>{agreementSentence(results)}</p>
        </div>
      </Section>
      {results.deltas.length > 0 ? (
        <Section id="deltas" title="Rubric scores" small="tuned less base, in steps of the rubric; 95 % interval">
          <Deltas results={results} />
        </Section>
      ) : null}
      <Section id="spent" title="What the answers took">
        <Taken spent={spent} currency={currency} />
      </Section>
    </section>
  );
}

function Deltas({ results }: { results: OpenedEvaluation['results'] }) {
  const groups = [
    { name: 'All items', deltas: results.deltas },
    ...results.intents
      .filter(({ deltas }) => deltas.length > 0)
      .map(({ intent, deltas }) => ({ name: intentName(intent), deltas })),
  ];
  return (
    <Table heads={['Items', 'Criterion', 'Base', 'Tuned', 'Difference', 'n']}>
      {(groups.length > 2 ? groups : groups.slice(0, 1)).flatMap(({ name, deltas }) =>
        deltas.map((delta, index) => (
          <tr key={`${name} ${delta.scale}`} data-first={index === 0}>
            {index === 0 ? (
              <th scope="rowgroup" rowSpan={deltas.length}>
                {name}
              </th>
            ) : null}
            <td>{scaleNames[delta.scale]}</td>
            <td>{hundredth(delta.base)}</td>
            <td>{hundredth(delta.tuned)}</td>
            <td>{deltaText(delta)}</td>
            <td>{count(delta.items)}</td>
          </tr>
        )),
      )}
    </Table>
  );
}

function deltaText({ delta, low, high }: RubricDelta): string {
  const interval = low === null || high === null ? '' : ` (${signed(low)} to ${signed(high)})`;
  return `${signed(delta)}${interval}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${hundredth(Math.abs(value))}`;
}

const contenderNames = { base: 'Base model', tuned: 'Tuned model' } as const;

function Taken({ spent, currency }: Pick<OpenedEvaluation, 'spent' | 'currency'>) {
  return (
    <Table heads={['Model', 'Answers', 'Tokens in', 'Tokens out', 'Mean wait', 'Cost']}>
      {contenders.map((contender) => (
        <tr key={contender}>
          <th scope="row">{contenderNames[contender]}</th>
          <TakenCells spent={spent[contender]} currency={currency} />
        </tr>
      ))}
    </Table>
  );
}

function TakenCells({ spent, currency }: { spent: Spent | undefined; currency: string }) {
  if (!spent) return null;
  const { answers, inputTokens, outputTokens, meanWaitMs, cost } = spent;
  return (
    <>
      <td>{count(answers)}</td>
      <td>{count(inputTokens)}</td>
      <td>{count(outputTokens)}</td>
      <td>{meanWaitMs === null ? '' : meanWaitMs < 1_000 ? `${count(meanWaitMs)} ms` : duration(meanWaitMs)}</td>
      <td>{costText(cost, currency)}</td>
    </>
  );
}

/** Some never read as nothing. */
function costText(cost: number | null, currency: string): string {
  return cost !== null && cost > 0 && cost < 0.01 ? `under 0.01 ${currency}` : amountText(cost, currency);
}

function Table({ heads, children }: { heads: readonly string[]; children: ReactNode }) {
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
