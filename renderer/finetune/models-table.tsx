import table from '../styles/table.module.css';
import text from '../styles/text.module.css';
import { ErrorNote } from '../ui/error-note.tsx';
import { date } from '../ui/format.ts';
import { endText, hasEnded, summaryText } from './model-words.ts';
import css from './models-table.module.css';
import type { Answer } from './providers.ts';

/** What came when a provider was asked for its models. */
export function ModelsTable({ answer }: { answer: Exclude<Answer, { state: 'asking' }> }) {
  if (answer.state === 'failed')
    return (
      <div className={css['failed']}>
        <ErrorNote error={answer.error} />
      </div>
    );
  const { models } = answer;
  return (
    <>
      <h3 className={text['section']}>Models</h3>
      <p role="status" className={css['summary']}>
        {summaryText(models)}
      </p>
      {models.length === 0 ? null : (
        <table className={table['table']} aria-label="Models">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Of</th>
              <th scope="col">Made</th>
              <th scope="col">End</th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.name}>
                <th scope="row">{model.name}</th>
                <td>{model.ownedBy}</td>
                <td>{model.createdAt === null ? null : date(model.createdAt)}</td>
                <td className={hasEnded(model) ? css['ended'] : undefined}>{endText(model)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
