import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { datasetsFolder, ledgerFile } from '../../electron/service/dataset/lockfile/ledger.ts';
import { manifestName } from '../../electron/service/dataset/lockfile/manifest.ts';
import { DatasetStore } from '../../electron/service/dataset/lockfile/store.ts';
import { verifyDataset } from '../../electron/service/dataset/lockfile/verify.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { approve, built, labeled, rows, trained } from '../fixtures/approved.ts';
import { assay, startAssay } from '../fixtures/assay.ts';
import { contextOf, textOf } from '../fixtures/datasets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, verdict } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';

const json = ({ stdout }: { stdout: string }) => JSON.parse(stdout);

describe('a dataset', () => {
  it('is the same bytes on another machine: order of arrival, locale and time zone tell nothing', async () => {
    const here = await labeled();
    const { folder } = await built(here);
    const there = await labeled(rows.toReversed());
    expect(trained((await built(there)).folder)).toEqual(trained(folder));

    const env = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    const [listed] = json(await assay('dataset', 'list', '-w', here.folder, '--json')).datasets;
    const again = await startAssay(['dataset', 'rebuild', listed.id, '-w', here.folder, '--json'], { env }).ended;
    // The service of tests has a version of its own.
    expect(json(again)).toMatchObject({ same: false, version: '0.0.0', differing: [] });
    const first = json(await startAssay(['dataset', 'build', '-w', here.folder, '--json'], { env }).ended);
    const second = json(await assay('dataset', 'build', '-w', here.folder, '--json'));
    expect(second.id).toBe(first.id);
  });

  it('is not changed by a label that comes later: a newer build is, and says why', async () => {
    const service = await labeled();
    const before = await built(service);
    const [first, second] = rows;
    if (!first || !second) throw new Error('there are rows');
    await approve(service, first, { decision: 'reject', reasons: ['other'] });
    const store = new DatasetStore(service.folder, contextOf(service.folder).writer);
    expect(await verifyDataset(store.get(before.id))).toEqual([]);
    store.close();

    const after = await built(service);
    expect(after.id).not.toBe(before.id);
    const diff = await service.handlers['dataset.diff']({ before: before.id, after: after.id, limit: 10 });
    expect(diff).toMatchObject({ came: 0, left: 1, changed: 0, because: { 'left:rejected': 1 }, recipe: [] });
    expect(diff.differences).toEqual([{ sample: first.sample_id, what: 'left', because: ['rejected'] }]);
  });

  it('is compared from the command line, with each reason by its whole name', async () => {
    const service = await labeled(rows.slice(0, 12));
    const loose = json(await assay('dataset', 'build', '-w', service.folder, '--json'));
    const [first] = rows;
    if (!first) throw new Error('there are rows');
    const scores = { ...verdict('').scores, tone: 2 };
    await approve(service, first, { scores });
    const strict = json(await assay('dataset', 'build', '-w', service.folder, '--json'));
    const { stdout } = await assay('dataset', 'diff', loose.id, strict.id, '-w', service.folder);
    expect(stdout).toMatch(/^0 came in, 1 left, 0 changed\n {2}left tone below the bar +1\n/);
    expect(stdout).toContain(`left    ${first.sample_id}  (tone below the bar)`);
  });

  it('says of a rejected draft that the other dataset has no place for it, and not that it was rejected', async () => {
    const service = await labeled(rows.slice(0, 12));
    const [first] = rows;
    if (!first) throw new Error('there are rows');
    await approve(service, first, { decision: 'reject', reasons: ['other'], scores: allScores(1) });
    const idOf = async (format: string) =>
      json(await assay('dataset', 'build', '-w', service.folder, '--format', format, '--json')).id;
    const [before, after] = [await idOf('trl-kto'), await idOf('openai-chat')];
    const expected = [{ sample: first.sample_id, because: ['no_place'] }];
    const diff = (one: string, other: string) =>
      service.handlers['dataset.diff']({ before: one, after: other, limit: 10 });
    expect(await diff(before, after)).toMatchObject({ differences: expected, recipe: ['formats'] });
    expect((await diff(after, before)).differences).toMatchObject(expected);
  });

  it('tells every change of its files', async () => {
    const service = await labeled();
    const { id, folder } = await built(service);
    const verify = async () => (await service.handlers['dataset.verify']({ id })).changes;
    expect(await verify()).toEqual([]);
    const file = join(folder, 'openai-chat/train.jsonl');
    const original = readFileSync(file);
    const flipped = Buffer.from(original);
    flipped[10] = (flipped[10] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    expect(await verify()).toEqual([{ path: 'openai-chat/train.jsonl', what: 'changed' }]);
    rmSync(file);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await verify()).toEqual([
      { path: 'notes.txt', what: 'added' },
      { path: 'openai-chat/train.jsonl', what: 'missing' },
    ]);
    writeFileSync(file, original);
    rmSync(join(folder, 'notes.txt'));
    appendFileSync(join(folder, manifestName), ' ');
    expect(await verify()).toEqual([{ path: manifestName, what: 'changed' }]);
    expect((await service.handlers['dataset.list']()).datasets).toHaveLength(1);
    writeFileSync(join(folder, manifestName), 'no manifest');
    expect(await service.handlers['dataset.list']()).toMatchObject({ datasets: [], unreadable: [{ id }] });
  });

  it('says why it holds nothing out, where an earlier one has trained on all of it', async () => {
    const service = await labeled();
    const recipe = recipeOf(await service.handlers['workspace.settings']());
    expect(await service.handlers['dataset.count'](recipe)).toMatchObject({ settled: 0 });
    const all = await assay('dataset', 'build', '--holdout', '0', '--validation', '0', '-w', service.folder);
    expect(all.stdout).not.toContain('None is');
    const { settled, sides } = await service.handlers['dataset.count'](recipe);
    expect(sides).toEqual({ train: settled, validation: 0, holdout: 0 });
    const { stdout } = await assay('dataset', 'build', '-w', service.folder);
    expect(stdout).toContain(
      'None is for validation and none held out: samples stay on the side where an earlier dataset',
    );
  });

  it('is answered the same by screen, command line and files', async () => {
    const service = await labeled();
    const { folder } = await built(service);
    const recipe = recipeOf(await service.handlers['workspace.settings']());
    const counts = await service.handlers['dataset.count'](recipe);
    expect(counts.funnel).toEqual(
      json(await assay('dataset', 'build', '-w', service.folder, '--json')).manifest.funnel,
    );
    const { total, samples } = await service.handlers['dataset.samples']({
      recipe,
      of: { side: 'train' },
      offset: 0,
      limit: 100,
    });
    expect(total).toBe(counts.sides.train);
    const lines = readFileSync(join(folder, 'openai-chat/train.jsonl'), 'utf8').trim().split('\n');
    for (const [index, { sampleId, fate }] of samples.entries()) {
      expect(fate).toEqual({ as: 'chosen', side: 'train' });
      const line = await service.handlers['dataset.line']({ recipe, sampleId, format: 'openai-chat' });
      expect(line).toEqual({ text: lines[index], reason: null });
    }
    expect(await service.handlers['dataset.fate']({ recipe, sampleId: 'nobody' })).toBeNull();
  });
});

describe('the datasets of a workspace', () => {
  it('outlive a killed build, and a ledger that is lost', async () => {
    const service = await labeled();
    const { id, folder } = await built(service);
    const { child, ended } = startAssay([
      'dataset',
      'build',
      '--format',
      'all',
      '--name',
      'Killed',
      '-w',
      service.folder,
    ]);
    const building = () => readdirSync(datasetsFolder(service.folder)).filter((name) => name.startsWith('.building'));
    while (building().length === 0 && child.exitCode === null) await after(2);
    child.kill('SIGKILL');
    await ended;
    for (const name of ['', '-wal', '-shm']) rmSync(`${ledgerFile(service.folder)}${name}`, { force: true });

    const store = new DatasetStore(service.folder, contextOf(service.folder).writer);
    expect(store.list().datasets.map((dataset) => dataset.id)).toContain(id);
    store.close();
    expect(building()).toEqual([]);
    // What it held out is known again: another seed puts nothing of it on another side.
    const other = json(await assay('dataset', 'build', '--seed', '99', '-w', service.folder, '--json'));
    expect(trained(other.folder)).toEqual(trained(folder));
  });

  it('are kept apart from one that is built meanwhile', async () => {
    const service = await labeled();
    const { id } = await built(service);
    const store = new DatasetStore(service.folder, contextOf(service.folder).writer);
    const begun = store.begin();
    writeFileSync(join(begun, manifestName), textOf(store.get(id), manifestName).replace('"Dataset"', '"Another"'));
    writeFileSync(join(begun, 'lineage.jsonl'), '');
    expect(() => store.commit(begun, store.revision - 1)).toThrow('Another dataset was built meanwhile');
    expect(store.commit(begun, store.revision).manifest.recipe.name).toBe('Another');
    store.close();
  });

  it('can be removed, and what was held out stays held out', async () => {
    const service = await labeled();
    const { id, folder } = await built(service);
    const before = trained(folder);
    expect(json(await assay('dataset', 'remove', id.slice(0, 10), '-w', service.folder, '--json'))).toEqual({
      removed: id.slice(0, 10),
    });
    expect(existsSync(folder)).toBe(false);
    expect(json(await assay('dataset', 'list', '-w', service.folder, '--json')).datasets).toEqual([]);
    const other = json(await assay('dataset', 'build', '--seed', '99', '-w', service.folder, '--json'));
    expect(trained(other.folder)).toEqual(before);
    // Built again it is there again, and whole although somebody has changed it meanwhile.
    writeFileSync(join(other.folder, 'openai-chat/train.jsonl'), 'changed');
    const again = json(await assay('dataset', 'build', '--seed', '99', '-w', service.folder, '--json'));
    expect(again.id).toBe(other.id);
    expect(trained(again.folder)).toEqual(before);
  });

  it('can be brought from another place', async () => {
    const service = await labeled();
    const { folder } = await built(service);
    const other = temporaryFolder();
    const target = serviceOn(other);
    await importRows(target, rows);
    const store = new DatasetStore(other, contextOf(other).writer);
    renameSync(folder, join(datasetsFolder(other), folder.slice(-16)));
    store.close();
    expect(existsSync(folder)).toBe(false);
    expect((await target.handlers['dataset.list']()).datasets).toHaveLength(1);
    expect((await service.handlers['dataset.list']()).datasets).toEqual([]);
  });

  it('refuse a dataset of nothing, and one of which too much is alike', async () => {
    const service = serviceOn(temporaryFolder());
    await importRows(service, rows);
    await expect(built(service)).rejects.toThrow(
      /No sample passes.*What keeps most of them out: not reviewed yet \(40\)/,
    );
    const alike = rows.map((row, index) => ({
      ...row,
      sample_id: `alike ${index}`,
      source: { agent_name: 'Support', conversation_id: 'one' },
    }));
    await importRows(service, alike);
    for (const row of alike) await approve(service, row);
    await expect(built(service)).rejects.toThrow('are of one conversation or nearly alike');
    const { dataset } = await service.handlers['workspace.settings']();
    await service.handlers['workspace.updateSettings']({ dataset: { ...dataset, largeGroupAccepted: true } });
    expect((await built(service)).examples).toBeGreaterThan(0);
  });
});
