import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { DatasetShape, JsonObject, JsonValue } from '../format.ts';
import { parquetColumns, parquetSchema } from '../parquet-schema.ts';
import type { RowWriter, Sink } from './sink.ts';

/** A row group ends at either: what is held in memory, and what a reader must hold, is a small multiple of it. */
const groupRows = 2_000;
const groupCharacters = 2 * 2 ** 20;

/**
 * Parquet in row groups, each written as soon as it is full. Compressed by Snappy, whose bytes here come from
 * JavaScript: those of zlib and zstd depend on the version that Node was built with. No statistics: nobody looks for a
 * conversation by its first letters.
 */
export function parquetWriter(sink: Sink, shape: DatasetShape): RowWriter {
  const columns = parquetColumns(shape);
  const names = Object.keys(columns);
  const file = new ParquetWriter({
    writer: new SinkWriter(sink),
    schema: parquetSchema(columns),
    statistics: false,
    // Readers look here for the quirks of known writers; a version would change the bytes without a reason.
    createdBy: 'assay',
  });
  let rows: JsonObject[] = [];
  let characters = 0;
  const writeGroup = () => {
    const columnData = names.map((name) => ({ name, data: rows.map((row) => row[name] ?? null) }));
    rows = [];
    characters = 0;
    void file.write({ columnData, rowGroupSize: groupRows });
  };
  return {
    write(row) {
      rows.push(row);
      characters += charactersIn(row);
      if (rows.length >= groupRows || characters >= groupCharacters) writeGroup();
    },
    finish() {
      if (rows.length > 0) writeGroup();
      void file.finish();
    },
  };
}

function charactersIn(value: JsonValue | undefined): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let characters = 0;
  for (const key in value) characters += charactersIn((value as JsonObject)[key]);
  return characters;
}

/** Hands what was written to the sink after each row group, and begins anew in the same buffer. */
class SinkWriter extends ByteWriter {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    super(2 ** 20);
    this.#sink = sink;
  }

  flush(): void {
    this.#sink.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
