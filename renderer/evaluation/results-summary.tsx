import type { ReactNode } from 'react';
import { contenders } from '../../shared/domain/comparison.ts';
import type { EvaluationResults } from '../../shared/domain/evaluation.ts';
import type { OpenedEvaluation, Spent } from '../../shared/domain/opened-evaluation.ts';
import { winRatePlot, winRateTable, winRateWidth } from '../../shared/plots/win-rate.ts';
import {
  agreementSentence,
  answersCostText,
  judgmentsSentence,
  signSentence,
  unwholeSentences,
} from '../../shared/rules/evaluation-words.ts';
import { PlotImage, PlotNumbers } from '../readiness/plot.tsx';
import { Section } from '../readiness/section.tsx';
import { count, duration } from '../ui/format.ts';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { useWidth } from '../ui/use-width.ts';
import css from './results.module.css';
import { Scores, ScoresByIntent } from './results-scores.tsx';
import { Table } from './results-table.tsx';

/** The evaluation as a whole, with its intervals and how many conversations stand behind them. */
export function Summary({ opened: { results, spent, currency } }: { opened: OpenedEvaluation }) {
  const scored = results.intents.filter(({ deltas }) => deltas.length > 0);
  return (
    <SummaryPane>
      <Findings results={results} notes={unwholeSentences(spent)} />
      <Section id="spent" title="What the answers took">
        <Taken spent={spent} currency={currency} />
      </Section>
      {scored.length > 1 ? (
        <div className={css['wide']}>
          <Section
            id="deltas-by-intent"
            title="Rubric scores by intent"
            small="tuned less base; 95 % interval, conversations"
          >
            <ScoresByIntent intents={scored} />
          </Section>
        </div>
      ) : null}
    </SummaryPane>
  );
}

export function SummaryPane({ children }: { children: ReactNode }) {
  const pane = useEntryFocus<HTMLElement>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={pane} className={css['summary']} tabIndex={0} aria-label="Summary">
      {children}
    </section>
  );
}

/**
 * What the judgments tell.
 *
 * @param notes what else stands behind them, a sentence each
 */
export function Findings({ results, notes }: { results: EvaluationResults; notes: readonly string[] }) {
  const { part, width } = useWidth<HTMLDivElement>(winRateWidth);
  const plot = winRatePlot(results, width);
  return (
    <>
      {plot ? (
        <Section id="win-rate" title="How often the tuned model wins" small="a tie is half a win; 95 % interval">
          <div ref={part} className={css['plot']}>
            <PlotImage plot={plot} />
          </div>
          <PlotNumbers caption="How often the tuned model wins" table={winRateTable(results)} />
        </Section>
      ) : null}
      <Section id="tests" title="What stands behind it">
        <div className={css['sentences']}>
          <p>{judgmentsSentence(results)}</p>
          <p>{signSentence(results)}</p>
          <p>{agreementSentence(results)}</p>
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
      </Section>
      {results.deltas.length > 0 ? (
        <Section id="deltas" title="Rubric scores" small="tuned less base, in steps of the rubric">
          <Scores deltas={results.deltas} />
        </Section>
      ) : null}
    </>
  );
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
      <td>{answersCostText(cost, currency)}</td>
    </>
  );
}
