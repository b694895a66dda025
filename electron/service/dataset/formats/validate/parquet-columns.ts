import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import type { Findings } from '../check/findings.ts';
import { type ColumnType, parquetColumns } from '../parquet-schema.ts';

/** Columns that need not be there: a dataset without tools has none of them. */
const optional = new Set(['tools', 'messages[].tool_calls', 'messages[].tool_call_id', 'messages[].name']);

const columns: ColumnType = { struct: parquetColumns({ tools: true }) };

/** Reports the columns of a Parquet file that are missing, unknown, or of another type than those of the format. */
export function checkSchema(metadata: FileMetaData, findings: Findings): void {
  compare('', parquetSchema(metadata), columns, findings);
}

function compare(field: string, tree: SchemaTree, wanted: ColumnType, findings: Findings): void {
  const wrong = (message: string) =>
    findings.add(field, 'wrong_schema', message, 'Write the file with the columns of the format.');
  if (wanted === 'text') {
    if (!isText(tree)) wrong(`\`${field}\` is no column of text.`);
    return;
  }
  if ('list' in wanted) {
    const item = itemOf(tree);
    if (item) compare(`${field}[]`, item, wanted.list, findings);
    else wrong(`\`${field}\` is no list.`);
    return;
  }
  if (tree.children.length === 0) {
    wrong(`\`${field}\` has no columns inside.`);
    return;
  }
  const inside = (name: string) => (field === '' ? name : `${field}.${name}`);
  for (const child of tree.children) {
    const { name } = child.element;
    const type = wanted.struct[name] ?? (inside(name) === 'messages[].name' ? 'text' : undefined);
    if (type) compare(inside(name), child, type, findings);
    else
      findings.add(
        inside(name),
        'wrong_schema',
        `There is a column \`${inside(name)}\`, which the format does not know.`,
        'Remove it, or rename it.',
      );
  }
  for (const name of Object.keys(wanted.struct))
    if (!optional.has(inside(name)) && !tree.children.some(({ element }) => element.name === name))
      findings.add(
        inside(name),
        'wrong_schema',
        `The column \`${inside(name)}\` is missing.`,
        'Write the file with the columns of the format.',
      );
}

function isText({ element, children }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  return children.length === 0 && type === 'BYTE_ARRAY' && (converted === 'UTF8' || logical?.type === 'STRING');
}

/** What a list of three levels holds: the list, its repeated group, its element. */
function itemOf({ element, children }: SchemaTree): SchemaTree | null {
  const [repeated] = children;
  if (element.converted_type !== 'LIST' && element.logical_type?.type !== 'LIST') return null;
  if (repeated?.element.repetition_type !== 'REPEATED') return null;
  return repeated.children[0] ?? null;
}
