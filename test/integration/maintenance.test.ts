import { expect, it } from 'vitest';
import { listBackups } from '../../electron/service/store/backup.ts';
import { Maintenance } from '../../electron/service/workspace/maintenance.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

it('backs up at the end of a session whatever nobody could do again, and nothing else', async () => {
  const workspace = workspaceWith([]);
  const { work, files } = workspace;
  const after = async (sql: string): Promise<number> => {
    work.exec(sql);
    const maintenance = new Maintenance(
      workspace,
      () => false,
      (error) => {
        throw error;
      },
    );
    await maintenance.close();
    return listBackups(files.backups).length;
  };
  expect(await after('')).toBe(1);
  expect(await after(`INSERT INTO positions (queue, body) VALUES ('', '{}')`)).toBe(1);
  expect(
    await after(`INSERT INTO runs (id, body) VALUES ('run', '{}');
      INSERT INTO run_facts (run_id, seq, at, fact) VALUES ('run', 1, '2026-11-01', '{}')`),
  ).toBe(2);
  expect(await after(`INSERT INTO evaluations (id, body) VALUES ('evaluation', '{}')`)).toBe(3);
  expect(
    await after(`INSERT INTO evaluation_items (id, evaluation_id, sample_id, prompt, answered, first, second)
      VALUES ('item', 'evaluation', 'a', '{}', 1, 'one', 'two')`),
  ).toBe(4);
  expect(
    await after(`INSERT INTO evaluation_judgments (id, evaluation_id, item_id, sample_id, judge, comparison, judged_at)
      VALUES ('judgment', 'evaluation', 'item', 'a', 'me', '{}', '2026-11-01')`),
  ).toBe(5);
  workspace.close();
});
