import type { Run } from '../../shared/domain/run.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
import { costsNothing, isOver } from '../../shared/rules/run.ts';
import text from '../styles/text.module.css';
import { Copyable } from '../ui/copyable.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { count } from '../ui/format.ts';
import css from './run-cost.module.css';

/** What came of a run, and what it cost against what was expected. */
export function RunCost({ run }: { run: Run }) {
  const { phase, model, remoteId, remote, cost } = run;
  const { amount, currency, price, tokens, epochs } = run.estimate;
  const yet = isOver(phase) ? '' : ' yet';
  const trained = remote?.trainedTokens ?? null;
  const expected = tokens * epochs;
  const unknown = costsNothing(run) ? 'nothing' : `not known${yet}`;
  return (
    <>
      <h3 className={text['section']}>What it came to</h3>
      <Facts>
        {model === null ? null : (
          <Fact name="The tuned model answers as">
            <Copyable text={model} said="The name was copied." />
          </Fact>
        )}
        {remoteId === null ? null : (
          <Fact name="The provider’s job">
            <Copyable text={remoteId} said="The id was copied." />
          </Fact>
        )}
        <Fact name="Expected cost">{amountText(amount, currency)}</Fact>
        <Fact name="Actual cost">{cost === null ? unknown : amountText(cost, currency)}</Fact>
        <Fact name="Expected tokens">{count(expected)}</Fact>
        <Fact name="Trained tokens">
          {trained === null ? `not told${yet}` : `${count(trained)}${differs(trained, expected)}`}
        </Fact>
      </Facts>
      <p className={css['note']}>
        {price === null
          ? 'No price of training this model was known when it was begun, so neither amount is.'
          : `By tokens, at ${amountText(price.perMillion, currency)} a million as of ${dayText(price.asOf, true)}. The provider’s bill is what counts.`}
      </p>
    </>
  );
}

/** By how much more or less than expected. */
function differs(trained: number, expected: number): string {
  if (expected === 0) return '';
  const share = Math.round(100 * (trained / expected - 1));
  return share === 0 ? ', as expected' : `, ${Math.abs(share)} % ${share > 0 ? 'more' : 'less'}`;
}
