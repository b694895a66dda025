import type { BuiltDataset, FormatId } from '../../shared/domain/dataset.ts';
import { formatIds } from '../../shared/domain/dataset.ts';
import { useInfo } from '../stores/workspace.ts';
import table from '../styles/table.module.css';
import text from '../styles/text.module.css';
import { bytes, count } from '../ui/format.ts';
import css from './built-detail.module.css';
import { formatNames } from './formats.ts';
import { reasonSentence } from './reasons.ts';

/** The files of a dataset, and what the formats could not hold. */
export function BuiltFiles({ dataset: { files, unformatted } }: { dataset: BuiltDataset }) {
  const rubric = useInfo((info) => info.rubric);
  const unheld = Object.entries(unformatted).flatMap(([format, reasons]) =>
    Object.entries(reasons).map(([reason, examples]) => ({ format, reason, examples })),
  );
  return (
    <>
      <h3 className={text['section']}>Files</h3>
      <table className={table['table']} aria-label="Files">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className={table['right']}>
              Rows
            </th>
            <th scope="col" className={table['right']}>
              Size
            </th>
            <th scope="col" className={css['hash']}>
              SHA-256
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.path}>
              <th scope="row">
                <code>{file.path}</code>
              </th>
              {/* What is no data has none. */}
              <td className={table['right']}>{file.format === null && file.rows === 0 ? null : count(file.rows)}</td>
              <td className={table['right']}>{bytes(file.bytes)}</td>
              <td className={css['hash']}>
                <code title={file.sha256}>{file.sha256.slice(0, 16)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unheld.length === 0 ? null : (
        <>
          <h3 className={text['section']}>
            What a format could not hold<small>these examples are in the dataset’s other formats</small>
          </h3>
          <table className={table['table']} aria-label="What a format could not hold">
            <tbody>
              {unheld.map(({ format, reason, examples }) => (
                <tr key={`${format} ${reason}`}>
                  <th scope="row">{isFormat(format) ? formatNames[format] : format}</th>
                  <td>{reasonSentence(reason, rubric).why}</td>
                  <td className={table['right']}>{count(examples)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

function isFormat(id: string): id is FormatId {
  return formatIds.some((format) => format === id);
}
