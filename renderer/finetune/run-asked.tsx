import { type Run, type RunSide, runSides } from '../../shared/domain/run.ts';
import { openBuilt } from '../dataset/store.ts';
import css from '../styles/table.module.css';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Fact, Facts } from '../ui/facts.tsx';
import { bytes, count } from '../ui/format.ts';
import { methodNames, rateName } from './names.ts';

const sideNames: Record<RunSide, string> = { train: 'Training', validation: 'Validation' };
const chosenThere = 'the provider chooses';

/** What was asked for: the plan, the dataset, and the files that were sent. */
export function RunAsked({ run }: { run: Run }) {
  const { plan, files, datasetName, provider, remote } = run;
  const orThere = (value: number | null) => (value === null ? chosenThere : String(value));
  const epochs = plan.epochs === null && remote?.epochs ? `${chosenThere}: ${remote.epochs}` : orThere(plan.epochs);
  return (
    <>
      <h3 className={text['section']}>What was asked for</h3>
      <Facts>
        <Fact name="Dataset">
          <Button look="quiet" className={css['link']} onClick={() => openBuilt(plan.datasetId)}>
            {datasetName}
          </Button>
        </Fact>
        <Fact name="Provider">{provider.baseUrl}</Fact>
        <Fact name="Method">{methodNames[plan.method]}</Fact>
        <Fact name="Epochs">{epochs}</Fact>
        <Fact name="Batch size">{orThere(plan.batchSize)}</Fact>
        <Fact name={rateName(provider.kind)}>{orThere(plan.learningRate)}</Fact>
        {plan.method === 'dpo' ? <Fact name="Beta">{orThere(plan.beta)}</Fact> : null}
        <Fact name="Seed">{orThere(plan.seed)}</Fact>
        {plan.suffix === null ? null : <Fact name="Suffix">{plan.suffix}</Fact>}
      </Facts>
      <table className={classes(css['table'], css['below'])} aria-label="Files that were sent">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className={css['right']}>
              Examples
            </th>
            <th scope="col" className={css['right']}>
              Size
            </th>
            <th scope="col" className={css['right']}>
              SHA-256
            </th>
          </tr>
        </thead>
        <tbody>
          {runSides.map((side) => {
            const file = files[side];
            return file ? (
              <tr key={side}>
                <th scope="row">{sideNames[side]}</th>
                <td className={css['right']}>{count(file.rows)}</td>
                <td className={css['right']}>{bytes(file.bytes)}</td>
                <td className={css['right']}>
                  <code title={file.sha256}>{file.sha256.slice(0, 16)}</code>
                </td>
              </tr>
            ) : null;
          })}
        </tbody>
      </table>
    </>
  );
}
