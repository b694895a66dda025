import type { FormatId } from '../../../../../shared/domain/dataset.ts';
import type { DatasetShape } from '../format.ts';
import { formats } from '../formats.ts';
import { csvWriter } from './csv.ts';
import { jsonlWriter } from './jsonl.ts';
import { parquetWriter } from './parquet.ts';
import type { RowWriter, Sink } from './sink.ts';

/**
 * Begins a file of a format. The same rows give the same bytes, whatever machine and locale write them.
 *
 * @param shape the one that the rows were made for; it decides the columns of Parquet
 */
export function openWriter(format: FormatId, sink: Sink, shape: DatasetShape): RowWriter {
  const { container } = formats[format];
  if (container === 'csv') return csvWriter(sink);
  return container === 'parquet' ? parquetWriter(sink, shape) : jsonlWriter(sink);
}
