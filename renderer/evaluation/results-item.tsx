import { contenders } from '../../shared/domain/comparison.ts';
import type { Winner } from '../../shared/domain/evaluation.ts';
import type { NamedJudgment, NearestSamples, OpenedItem } from '../../shared/domain/opened-evaluation.ts';
import { scaleIds } from '../../shared/domain/rubric.ts';
import { scaleNames } from '../../shared/plots/scores.ts';
import { intentName } from '../../shared/plots/win-rate.ts';
import { findSample } from '../browser/find-sample.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import answerCss from '../labeling/answer.module.css';
import panes from '../styles/panes.module.css';
import text from '../styles/text.module.css';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { percent } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { AnswerText } from './answer.tsx';
import css from './results.module.css';

const winnerNames: Record<Winner, string> = {
  base: 'The base model is better',
  tuned: 'The tuned model is better',
  tie: 'Both as good',
  both_bad: 'Both bad',
};

/** One item: both answers by name, who said what, and what the tuned model was trained on nearby. */
export function ItemResult({ item }: { item: OpenedItem }) {
  const { id, sampleId, question, intent, judgments } = item;
  const { value: answers, error: answersError } = useLoaded(() => ask('evaluation.answers', { itemId: id }), id);
  const { value: nearest, error: nearestError } = useLoaded(() => ask('evaluation.nearest', { itemId: id }), id);
  useCommands({ 'evaluation.find': () => void attempt(() => findSample(sampleId)) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={panes['right']} tabIndex={0} aria-label="Item">
      <h3 className={answerCss['eyebrow']}>Customer asks</h3>
      <p className={answerCss['query']} dir="auto">
        {breakable(question)}
      </p>
      <p className={css['origin']}>
        {intentName(intent)}, <code>{sampleId}</code>
        <Button look="quiet" onClick={() => void attempt(() => findSample(sampleId))}>
          In Find <Key command="evaluation.find" />
        </Button>
      </p>
      {answersError ? <ErrorNote error={answersError} /> : null}
      {answers ? (
        <div className={css['answers']}>
          {contenders.map((contender) => (
            <div key={contender}>
              <h3 className={answerCss['eyebrow']}>{contender === 'base' ? 'Base model' : 'Tuned model'}</h3>
              <AnswerText text={answers.answers[contender] ?? null} />
            </div>
          ))}
        </div>
      ) : null}
      <h3 className={text['section']}>Judgments</h3>
      <ul className={css['judgments']}>
        {judgments.map((judgment) => (
          <JudgmentEntry key={judgment.judge} judgment={judgment} />
        ))}
      </ul>
      <h3 className={text['section']}>
        Nearest training samples
        <small>by runs of three words that they share with the question, rare ones more</small>
      </h3>
      {nearest === null && nearestError === null ? <p className={css['none']}>Reading the training file…</p> : null}
      {nearestError ? <ErrorNote error={nearestError} /> : null}
      {nearest ? <Nearest nearest={nearest} /> : null}
    </section>
  );
}

function JudgmentEntry({ judgment: { by, winner, scores, note } }: { judgment: NamedJudgment }) {
  const scored = scaleIds.flatMap((scale) => {
    const [base, tuned] = [scores?.base?.[scale], scores?.tuned?.[scale]];
    return base === undefined || tuned === undefined ? [] : [`${scaleNames[scale]} ${base} and ${tuned}`];
  });
  return (
    <li>
      <b>{winnerNames[winner]}</b> <span className={css['by']}>{by}</span>
      {scored.length > 0 ? <span className={css['scored']}>Base and tuned: {scored.join(', ')}</span> : null}
      {note === '' ? null : <q className={css['note']}>{note}</q>}
    </li>
  );
}

function Nearest({ nearest: { datasetName, samples } }: { nearest: NearestSamples }) {
  if (samples.length === 0)
    return (
      <p className={css['none']}>
        Nothing in {datasetName} asks anything like it: what the model had to go by is not there. Label such samples.
      </p>
    );
  return (
    <ol className={css['nearest']}>
      {samples.map(({ sampleId, question, answer, share }) => (
        <li key={sampleId}>
          <p className={css['asked']} dir="auto">
            {breakable(question)}
          </p>
          <p className={css['trained']} dir="auto">
            {breakable(answer)}
          </p>
          <p className={css['origin']}>
            {percent(share)} alike, <code>{sampleId}</code>
            <Button look="quiet" onClick={() => void attempt(() => findSample(sampleId))}>
              In Find
            </Button>
          </p>
        </li>
      ))}
    </ol>
  );
}
