import { useMemo } from 'react';
import { useDraft } from '../stores/draft.ts';
import { useInfo, useSettings } from '../stores/workspace.ts';
import { percent } from '../ui/format.ts';
import { outcomeText, wouldEnter } from './signals.ts';
import css from './signals-panel.module.css';

/** What could steer a verdict: shown only where someone who works alone has asked for it. */
export function SignalsPanel() {
  const shown = useSettings((settings) => settings.showSignals);
  return shown ? <Signals /> : null;
}

function Signals() {
  const sample = useDraft(({ item }) => item?.sample ?? null);
  const draft = useDraft(({ work }) => work.draft);
  const gate = useSettings((settings) => settings.gate);
  const rubric = useInfo((info) => info.rubric);
  const dataset = useMemo(() => sample && wouldEnter(sample, draft, gate, rubric), [sample, draft, gate, rubric]);
  if (!sample || !dataset) return null;
  const outcome = outcomeText(sample.outcome);
  return (
    <dl className={css['signals']}>
      <div>
        <dt>Confidence</dt>
        <dd>{sample.confidence === null ? 'not given' : percent(sample.confidence)}</dd>
      </div>
      <div>
        <dt>Outcome</dt>
        <dd>{outcome ?? 'not known'}</dd>
      </div>
      <div>
        <dt>Dataset</dt>
        <dd>{dataset.enters ? 'would enter' : `stays out: ${dataset.because.join('; ')}`}</dd>
      </div>
    </dl>
  );
}
