import { useState } from 'react';
import type { EvaluationPreview } from '../../shared/domain/comparison.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field, Form } from '../ui/form.tsx';
import { count, date, plural } from '../ui/format.ts';
import css from './new-evaluation.module.css';

type PreviewProps = {
  preview: EvaluationPreview;
  onBegin: (confirmed: string) => Promise<void>;
  onBack: () => void;
};

/** What an evaluation would be and cost, or why it cannot be. */
export function Preview({ preview, onBegin, onBack }: PreviewProps) {
  const { refused, confirm } = preview;
  const [typed, setTyped] = useState('');
  if (refused) return <ErrorNote error={refused} actions={<Button onClick={onBack}>Back to the plan</Button>} />;
  return (
    <>
      <Facts preview={preview} />
      <Form
        submit="Begin"
        busy="Beginning…"
        onSubmit={() => onBegin(typed)}
        others={<Button onClick={onBack}>Back to the plan</Button>}
      >
        {confirm === null ? null : (
          <Field
            label={`Type “${confirm}” to spend it`}
            value={typed}
            autoComplete="off"
            data-autofocus
            onChange={setTyped}
          />
        )}
      </Form>
    </>
  );
}

function Facts({ preview: { datasetName, items, leftOut, estimate } }: { preview: EvaluationPreview }) {
  const out = [
    leftOut.trained > 0 ? `${plural(leftOut.trained, 'sample')} that another dataset has trained on since` : null,
    leftOut.erased > 0 ? `${plural(leftOut.erased, 'sample')} that your team has erased` : null,
  ].filter((part) => part !== null);
  return (
    <ul className={css['facts']}>
      <li>
        Both models answer <b>{plural(items, 'item')}</b> of the hold-out of {datasetName}:{' '}
        {plural(2 * items, 'request')}.
      </li>
      {out.length > 0 ? <li>Left out: {out.join(', ')}.</li> : null}
      {estimate ? (
        <li>
          {`${count(estimate.inputTokens)} tokens in, at most ${count(estimate.outputTokens)} out: `}
          {estimate.amount === null ? (
            'what that costs is not known, because the price table does not have both models.'
          ) : (
            <>
              at most <b>{amountText(estimate.amount, estimate.currency)}</b>, by the prices of{' '}
              {[...new Set(estimate.prices.map(({ asOf }) => date(asOf)))].join(' and ')}.
            </>
          )}
        </li>
      ) : null}
      <li>
        Prompts go to the providers of both models. Which answer is whose stays sealed until the results are opened.
      </li>
    </ul>
  );
}
