import { useState } from 'react';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field, Form } from '../ui/form.tsx';
import { dateTime } from '../ui/format.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { AgentField } from './agent-field.tsx';
import css from './deploy.module.css';
import { ModelField } from './model-field.tsx';
import { activeModelOf, loadDeploy, useDeploy } from './store.ts';

type Props = {
  /** Null asks for it. */
  agent: string | null;
  /** What is proposed. */
  model: string;
  why?: string;
  /** The experiment that it follows from, if the model is one of its arms. */
  experiment: LiveExperiment | null;
  onClose: () => void;
};

/** Changes what an agent answers with: rolls a model out, or back. One change, which is kept with its name. */
export function RollOutDialog({ agent: given, model: proposed, why: reason = '', experiment, onClose }: Props) {
  const [named, setNamed] = useState('');
  const agent = given ?? named.trim();
  const active = activeModelOf(useDeploy(({ list }) => list?.activeModels) ?? [], agent);
  const [model, setModel] = useState(proposed);
  const [why, setWhy] = useState(reason);
  const ofArm = experiment?.plan.arms.some((arm) => arm.model === model.trim()) ?? false;
  const change = async () => {
    // The server takes it for no change, and would keep nothing of why.
    if (model.trim() === active?.to) throw servesAlready(agent);
    const experimentId = experiment && ofArm ? experiment.id : null;
    await ask('experiment.setActiveModel', { agent, model, why, experimentId });
    await loadDeploy();
    announce(`${agent} answers with ${model} now.`);
    onClose();
  };
  const back = active !== null && model.trim() === active.from;
  return (
    <Dialog title={given === null ? 'Roll a model out' : `What ${given} answers with`} size="medium" onClose={onClose}>
      <p>
        {active ? (
          <>
            It answers with <code>{active.to}</code> now. From the next minute on, new conversations are answered by
            what you name here, unless an experiment runs.
          </>
        ) : agent === '' ? (
          'From the next minute on, new conversations of the agent are answered by the model, unless an experiment runs.'
        ) : (
          'Nothing is set yet: it answers with the model that is built into it. From the next minute on, new conversations are answered by what you name here, unless an experiment runs.'
        )}
      </p>
      <Form
        submit={back ? 'Roll back' : 'Roll out'}
        busy="Changing…"
        onSubmit={change}
        others={<Button onClick={onClose}>Cancel</Button>}
      >
        {given === null ? <AgentField value={named} onChange={setNamed} /> : null}
        <ModelField label="Model" agent={agent} value={model} onChange={setModel} />
        <Field
          label="Why"
          value={why}
          onChange={setWhy}
          required
          maxLength={4_000}
          data-autofocus={given !== null && proposed !== '' ? true : undefined}
        />
      </Form>
      {agent === '' ? null : <Changes agent={agent} />}
    </Dialog>
  );
}

const servesAlready = (agent: string) =>
  new AssayError({
    kind: 'conflict',
    message: 'It answers with this model already.',
    safe: `Nothing was changed for ${agent}.`,
    remedy: 'Name another model to roll it out, or back.',
  });

/** Who changed what before. */
function Changes({ agent }: { agent: string }) {
  const { value: changes, error } = useLoaded(() => ask('experiment.modelChanges', { agent }), agent);
  if (error) return <ErrorNote error={error} />;
  if (changes === null || changes.length === 0) return null;
  return (
    <section aria-labelledby="changes-title" className={css['changes']}>
      <h3 id="changes-title" className={css['eyebrow']}>
        Changes so far
      </h3>
      <ol>
        {changes.map(({ at, by, from, to, why }) => (
          <li key={at} className={css['change']}>
            <span className={css['soft']}>
              {dateTime(at)}, {by}
            </span>
            <span>
              {from === null ? null : (
                <>
                  <code>{from}</code> →{' '}
                </>
              )}
              <code>{to}</code>
            </span>
            <span>{why}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
