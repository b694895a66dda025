import { describe, expect, it } from 'vitest';
import { byConfidence } from '../../electron/service/samples/query/column.ts';
import { Reader } from '../../electron/service/samples/query/source.ts';
import { openReadonly, openWritable } from '../../electron/service/store/database.ts';
import { collect, openQueryParts } from '../fixtures/query.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

/** Removes a sample just before its value is looked up, as an import may that moves it in time. */
class RacedReader extends Reader {
  remove: (id: number) => void = () => {};

  override value<T>(sql: string, ...params: unknown[]): T | undefined {
    if (sql.startsWith('SELECT confidence')) this.remove(Number(params[0]));
    return super.value<T>(sql, ...params);
  }
}

describe('the order of a column', () => {
  it('goes on from a sample that is removed while it is read', () => {
    const rows = Array.from({ length: 500 }, (_, i) =>
      sampleRow(`s${i}`, { agent_response: { text: 'x', confidence: i / 500 } }),
    );
    const workspace = workspaceWith(rows);
    const reader = new RacedReader(openReadonly(workspace.files.corpus, { work: workspace.files.work }));
    openQueryParts(workspace, reader);
    const writer = openWritable(workspace.files.corpus, 'normal');
    const remove = writer.prepare('DELETE FROM samples WHERE id = ?');
    reader.remove = (id) => remove.run(id);
    expect(collect(byConfidence.walk(reader, null))).toHaveLength(500);
    writer.close();
  });
});
