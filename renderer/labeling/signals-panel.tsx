import { useMemo } from 'react';
import { legacyVerdict } from '../../shared/rules/legacy.ts';
import { useDraft, useRubric } from '../stores/draft.ts';
import { useSettings } from '../stores/workspace.ts';
import { percent } from '../ui/format.ts';
import { outcomeText, wouldEnter } from './signals.ts';
import css from './signals-panel.module.css';

/** What could steer a verdict: shown only where someone who works alone has asked for it. */
export function SignalsPanel() {
  const shown = useSettings((settings) => settings.showSignals);
  const own = useDraft(({ item }) => item?.queueId === null);
  return shown && own ? <Signals /> : null;
}

function Signals() {
  const sample = useDraft(({ item }) => item?.sample ?? null);
  const draft = useDraft(({ work }) => work.draft);
  const gate = useSettings((settings) => settings.gate);
  const rubric = useRubric();
  const dataset = useMemo(() => sample && wouldEnter(sample, draft, gate, rubric), [sample, draft, gate, rubric]);
  if (!sample || !dataset) return null;
  const outcome = outcomeText(sample.outcome);
  const legacy = legacyVerdict(sample.feedback, sample.flags.qualityReviewed);
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
      {legacy ? (
        <div>
          <dt>Before Assay</dt>
          <dd>
            {legacy.approved ? 'approved' : 'not approved'}
            {legacy.scores.overall === undefined ? '' : `, overall ${legacy.scores.overall}`}
          </dd>
        </div>
      ) : null}
      <div>
        <dt>Dataset</dt>
        <dd>{dataset.enters ? 'would enter' : `stays out: ${dataset.because.join('; ')}`}</dd>
      </div>
    </dl>
  );
}
