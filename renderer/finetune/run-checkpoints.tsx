import type { RunCheckpoint } from '../../shared/domain/run.ts';
import { hundredth, number, percent } from '../../shared/rules/readiness-words.ts';
import css from '../styles/table.module.css';
import text from '../styles/text.module.css';

const loss = (value: number | null) => (value === null ? '–' : hundredth(value));
const accuracy = (value: number | null) => (value === null ? '–' : `${percent(value)} %`);

/** The models that a job has kept on its way. */
export function RunCheckpoints({ checkpoints }: { checkpoints: readonly RunCheckpoint[] }) {
  if (checkpoints.length === 0) return null;
  return (
    <>
      <h3 className={text['section']}>
        Checkpoints
        <small>validation loss that rises again while training loss falls is a model that learns by heart</small>
      </h3>
      <table className={css['table']} aria-label="Checkpoints">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className={css['right']}>
              Step
            </th>
            <th scope="col" className={css['right']}>
              Train loss
            </th>
            <th scope="col" className={css['right']}>
              Validation loss
            </th>
            <th scope="col" className={css['right']}>
              Validation accuracy
            </th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map(({ id, step, model, metrics }) => (
            <tr key={id}>
              <th scope="row">
                <code>{model ?? id}</code>
              </th>
              <td className={css['right']}>{number(step)}</td>
              <td className={css['right']}>{loss(metrics.trainLoss)}</td>
              <td className={css['right']}>{loss(metrics.validationLoss)}</td>
              <td className={css['right']}>{accuracy(metrics.validationAccuracy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
