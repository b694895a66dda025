import { useState } from 'react';
import type { ArmName } from '../../shared/domain/experiment.ts';
import type { ExperimentLoss, TrainedNearby } from '../../shared/domain/experiment-loss.ts';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { findSample } from '../browser/find-sample.ts';
import { ask } from '../client.ts';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { date, percent } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import css from './losses.module.css';
import { armTitles } from './words.ts';

const kindNames: Record<ExperimentLoss['kind'], string> = {
  violation: 'broke a policy',
  rejected: 'rejected',
  edited: 'edited',
};

/** The one that is chosen first is what the dialog's focus goes to. */
const arms = (['treatment', 'control'] as const).map((value) => ({ value, label: armTitles[value] }));

/** Conversations of an arm that were found wanting, and the training labels behind them. */
export function LossesDialog({
  experiment: { id, plan },
  onClose,
}: {
  experiment: LiveExperiment;
  onClose: () => void;
}) {
  const [arm, setArm] = useState<ArmName>('treatment');
  const { value: losses, error } = useLoaded(() => ask('experiment.losses', { id, arm }), `${id} ${arm}`);
  const find = (sampleId: string) => void attempt(() => findSample(sampleId));
  return (
    <Dialog title={`Lost conversations of “${plan.name}”`} size="large" onClose={onClose}>
      <Segmented label="Arm" value={arm} options={arms} onChange={setArm} />
      {error ? <ErrorNote error={error} /> : null}
      {losses?.length === 0 ? (
        <p className={css['soft']}>
          No conversation of this arm was edited or rejected or broke a policy, of those here.
        </p>
      ) : null}
      <ol aria-label="Lost conversations" aria-busy={losses === null}>
        {losses?.map((loss) => (
          <li key={loss.sampleId} className={css['loss']}>
            <p className={css['soft']}>
              <b>{kindNames[loss.kind]}</b>, {date(loss.exposedAt)}
              {loss.intent === null ? '' : `, ${loss.intent.replaceAll('_', ' ')}`}
            </p>
            <p dir="auto">{breakable(loss.question)}</p>
            <p className={css['answer']} dir="auto">
              {breakable(loss.answer)}
            </p>
            <Behind id={id} arm={arm} sampleId={loss.sampleId} onFind={find} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

type BehindProps = { id: string; arm: ArmName; sampleId: string; onFind: (sampleId: string) => void };

/** What the arm's model was trained on nearby: looked for when somebody asks, because it reads the whole training file. */
function Behind({ id, arm, sampleId, onFind }: BehindProps) {
  const [found, setFound] = useState<{ nearby: TrainedNearby | null } | null>(null);
  const look = () =>
    void attempt(async () => setFound({ nearby: await ask('experiment.trainedNearby', { id, arm, sampleId }) }));
  return (
    <>
      <p className={css['actions']}>
        <Button look="quiet" onClick={() => onFind(sampleId)}>
          In Find
        </Button>
        {found === null ? (
          <Button look="quiet" onClick={look}>
            Trained on nearby
          </Button>
        ) : null}
      </p>
      {found ? <Nearby nearby={found.nearby} onFind={onFind} /> : null}
    </>
  );
}

function Nearby({ nearby, onFind }: { nearby: TrainedNearby | null; onFind: (sampleId: string) => void }) {
  if (nearby === null)
    return (
      <p className={css['soft']}>
        No run of this workspace has made this arm’s model, so its training is not known here.
      </p>
    );
  if (nearby.samples.length === 0)
    return (
      <p className={css['soft']}>
        Nothing in {nearby.datasetName} asks anything like it: the model had nothing to go by. Label such samples.
      </p>
    );
  return (
    <ol className={css['nearby']} aria-label={`Trained on nearby, in ${nearby.datasetName}`}>
      {nearby.samples.map(({ sampleId, question, answer, share, lineage }) => (
        <li key={sampleId}>
          <p dir="auto">{breakable(question)}</p>
          <p className={css['answer']} dir="auto">
            {breakable(answer)}
          </p>
          <p className={css['soft']}>
            {percent(share)} alike{lineage ? `, ${lineageText(lineage)}` : ''}
            <Button look="quiet" onClick={() => onFind(sampleId)}>
              In Find
            </Button>
          </p>
          {lineage ? <Labels lineage={lineage} /> : null}
        </li>
      ))}
    </ol>
  );
}

type Lineage = NonNullable<TrainedNearby['samples'][number]['lineage']>;

function lineageText({ file, line, by }: Lineage): string {
  return `line ${line} of ${file}, ${by === 'draft' ? 'the agent’s own answer' : 'a correction'}`;
}

/** The labels that put a line into the dataset. */
function Labels({ lineage: { labels, adjudicatedBy } }: { lineage: Lineage }) {
  return (
    <ul className={css['labels']} aria-label="Labels behind it">
      {adjudicatedBy === null ? null : <li>final verdict by {adjudicatedBy}</li>}
      {labels.map(({ id, labeler, at }) => (
        <li key={id}>
          label by {labeler} on {date(at)} <code>{id.slice(0, 8)}</code>
        </li>
      ))}
      {labels.length === 0 && adjudicatedBy === null ? <li>a verdict from before Assay</li> : null}
    </ul>
  );
}
