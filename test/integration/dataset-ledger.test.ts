import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ledgerFile } from '../../electron/service/dataset/lockfile/ledger.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { built, labeled, rows } from '../fixtures/approved.ts';
import { assay } from '../fixtures/assay.ts';

const remedy = /^Move datasets\/ledger\.db away/;

function damage(file: string): void {
  for (const name of ['-wal', '-shm']) rmSync(`${file}${name}`, { force: true });
  writeFileSync(file, '{"messages": []}\n'.repeat(1_000));
}

describe('a ledger', () => {
  let service: Service;
  let file: string;
  beforeEach(async () => {
    service = await labeled(rows.slice(0, 20));
    file = ledgerFile(service.folder);
    await built(service);
  });

  it('is written over by nobody', async () => {
    const before = statSync(file).ino;
    const holdout = join(service.folder, 'datasets', 'holdout.jsonl');
    for (const args of [
      ['export', '--out', file],
      ['export', '--out', holdout],
      ['readiness', '--report', file],
    ])
      expect(await assay(...args, '-w', service.folder)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining('belongs to the workspace'),
      });
    expect(statSync(file).ino).toBe(before);
    expect(existsSync(holdout)).toBe(false);
  });

  it('that is damaged says so with its own way out, whoever meets it', async () => {
    damage(file);
    const [id = ''] = rows.map(({ sample_id }) => sample_id);
    for (const args of [['dataset', 'list'], ['dataset', 'build'], ['dataset', 'why', id], ['readiness']]) {
      const { code, stdout, stderr } = await assay(...args, '-w', service.folder, '--json');
      const { error } = JSON.parse(stderr);
      expect({ args, code, stdout, ...error }).toMatchObject({
        code: 3,
        stdout: '',
        kind: 'workspace-damaged',
        message: expect.stringContaining('ledger.db is damaged'),
        remedy: expect.stringMatching(remedy),
      });
    }
    const doctor = await assay('doctor', '-w', service.folder, '--json');
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout).findings.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([
      { check: 'ledger of datasets', remedy: expect.stringMatching(remedy) },
    ]);
  });

  it('whose inside is damaged is no ledger to go by', async () => {
    const db = openWritable(file, 'full');
    db.unsafeMode();
    db.pragma('writable_schema = ON');
    // An index that lacks what its table has.
    db.exec("DELETE FROM sqlite_schema WHERE name = 'splits_by_dataset'");
    db.close();
    const { stderr } = await assay('dataset', 'list', '-w', service.folder, '--json');
    expect(JSON.parse(stderr).error).toMatchObject({
      kind: 'workspace-damaged',
      remedy: expect.stringMatching(remedy),
    });
  });

  it('that is moved away is made again, also for a window that met the damaged one', async () => {
    const recipe = recipeOf(await service.handlers['workspace.settings']());
    const seeded = { ...recipe, split: { ...recipe.split, seed: 99 } };
    const { sides } = await service.handlers['dataset.count'](seeded);
    const other = await labeled(rows.slice(0, 20));
    await built(other);
    damage(ledgerFile(other.folder));
    await expect(other.handlers['dataset.count'](seeded)).rejects.toMatchObject({
      kind: 'workspace-damaged',
      remedy: expect.stringMatching(remedy),
    });
    const findings = await other.handlers['workspace.doctor']();
    expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ check: 'ledger of datasets' }]);

    renameSync(ledgerFile(other.folder), join(other.folder, 'ledger.damaged'));
    expect((await other.handlers['dataset.count'](seeded)).sides).toEqual(sides);
    expect((await other.handlers['dataset.list']()).datasets).toHaveLength(1);
    expect((await other.handlers['workspace.doctor']()).filter(({ ok }) => !ok)).toEqual([]);
  });
});
