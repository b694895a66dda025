import type { SchemaElement } from 'hyparquet';
import type { DatasetShape } from './format.ts';

/** A column by what it holds: text, a struct of columns, or a list of one. */
export type ColumnType = 'text' | { struct: Readonly<Record<string, ColumnType>> } | { list: ColumnType };

const toolCall: ColumnType = {
  struct: { id: 'text', type: 'text', function: { struct: { name: 'text', arguments: 'text' } } },
};

/** The columns of a dataset of that shape. */
export function parquetColumns({ tools }: DatasetShape): Record<string, ColumnType> {
  const said = { role: 'text', content: 'text' } as const;
  if (!tools) return { messages: { list: { struct: said } } };
  const message: ColumnType = { struct: { ...said, tool_calls: { list: toolCall }, tool_call_id: 'text' } };
  return { messages: { list: message }, tools: 'text' };
}

/**
 * Columns as Parquet's schema. Everything may be null, as pyarrow writes it, and lists have the three levels of the
 * specification: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists.
 */
export function parquetSchema(columns: Readonly<Record<string, ColumnType>>): SchemaElement[] {
  return [
    { name: 'schema', num_children: Object.keys(columns).length },
    ...Object.entries(columns).flatMap(([name, type]) => elements(name, type)),
  ];
}

function elements(name: string, type: ColumnType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (type === 'text')
    return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }];
  if ('list' in type)
    return [
      { ...optional, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elements('element', type.list),
    ];
  const fields = Object.entries(type.struct);
  return [{ ...optional, num_children: fields.length }, ...fields.flatMap(([field, of]) => elements(field, of))];
}
