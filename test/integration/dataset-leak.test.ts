import { cpSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { datasetsFolder, ledgerFile } from '../../electron/service/dataset/lockfile/ledger.ts';
import { rebuildDataset } from '../../electron/service/dataset/lockfile/rebuild.ts';
import type { StoredDataset } from '../../electron/service/dataset/lockfile/store.ts';
import type { Recipe } from '../../shared/domain/dataset.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build, contextOf, lineageIn } from '../fixtures/datasets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { putSamples, workspaceWith } from '../fixtures/workspace.ts';

/** Chance holds nothing out: what is for evaluation is. */
const split: Recipe['split'] = { seed: 1, validation: 0, holdout: 0 };
const forEvaluation = (row: SampleRow) => ({ ...row, training_flags: { include_in_evaluation: true } });
const good = { approved: true, overall_rating: 'excellent' } as const;

function asked(id: string, question: string, answer: string, conversation = `of ${id}`): SampleRow {
  return sampleRow(id, {
    source: { agent_name: 'Support', conversation_id: conversation },
    query: { text: question, metadata: { history: [] } },
    agent_response: { text: answer },
    human_feedback: good,
  });
}

/** What the prompt holds only the answer, or what else was said in the conversation, shows to be personal. */
const named = (id: string, name: string) =>
  asked(id, `where is my parcel?\n${name}`, `Hi ${name}, it arrives tomorrow.`);
const ordered = (id: string, number: string) => asked(id, `Where is ${number}?`, `Your order ${number} is on its way.`);
const beside = (id: string, name: string) => [
  asked(`${id} 1`, `Hello, this is ${name}. Can I change my address in the shop?`, 'Of course.', id),
  asked(`${id} 2`, `where is my parcel?\n${name}`, 'It arrives tomorrow.', id),
];

const worlds: [string, SampleRow[], SampleRow[]][] = [
  ['its answer', [named('m', 'Katherine')], [named('a', 'Maximilian'), named('z', 'Evangeline')]],
  ['an order in its answer', [ordered('m', '48213')], [ordered('a', '97735'), ordered('z', '50271')]],
  ['another turn', beside('m', 'Katherine'), [...beside('a', 'Maximilian'), ...beside('z', 'Evangeline')]],
];

const sidesOf = (dataset: StoredDataset) => new Set(lineageIn(dataset).map(({ side }) => side));
const promptsOn = (dataset: StoredDataset, side: string) =>
  lineageIn(dataset)
    .filter((line) => line.side === side)
    .map(({ prompt }) => prompt);

describe('a prompt as files have it', () => {
  it.each(worlds)('is never trained on once it was held out, although %s tells what is personal', (_, first, more) => {
    const folder = temporaryFolder();
    const workspace = workspaceWith(first.map(forEvaluation), folder);
    const one = build(folder, { split, nearDuplicates: 'keep_all' });
    putSamples(workspace, [...more, ...approvedRows(3)]);
    const two = build(folder, { split, nearDuplicates: 'keep_all' });
    const held = promptsOn(one, 'holdout');
    expect(promptsOn(two, 'train').filter((prompt) => held.includes(prompt))).toEqual([]);
    expect(promptsOn(two, 'train')).toHaveLength(3);
    // What says the same is the same: one of them is in it.
    expect(promptsOn(two, 'holdout').toSorted()).toEqual(held.toSorted());
    expect(rebuildDataset(two, contextOf(folder))).toEqual({ same: true });
  });
});

describe('an answer that was held out', () => {
  const turns = ['Where is my parcel?', 'And when will it be with me?', 'Can I still change the address?'];
  const answers = ['It left our warehouse.', 'On Friday, before noon.', 'Yes, until it is in the van.'];
  /** A turn that tells of its conversation by its history alone. */
  const turn = (id: string, at: number): SampleRow => ({
    ...asked(id, turns[at] ?? '', answers[at] ?? ''),
    source: { agent_name: 'Support' },
    query: {
      text: turns[at] ?? '',
      metadata: {
        history: turns.slice(0, at).flatMap((content, index) => [
          { role: 'user' as const, content },
          { role: 'assistant' as const, content: answers[index] ?? '' },
        ]),
      },
    },
  });

  it.each([
    ['earlier turns first', ['a', 'b', 'c']],
    ['later turns first', ['c', 'b', 'a']],
    ['the one between is last', ['a', 'c', 'b']],
  ])('stands in no history that is trained on: %s', (_, ids) => {
    for (const held of [0, 1, 2]) {
      const folder = temporaryFolder();
      const rows = ids.map((id, at) => (at === held ? forEvaluation(turn(id, at)) : turn(id, at)));
      workspaceWith([...rows, ...approvedRows(3)], folder);
      const dataset = build(folder, { split });
      expect(promptsOn(dataset, 'holdout')).toHaveLength(3);
      expect(promptsOn(dataset, 'train')).toHaveLength(3);
    }
  });

  it('stands in none where the turns between are no samples', () => {
    const folder = temporaryFolder();
    workspaceWith([forEvaluation(turn('z', 0)), turn('a', 2), ...approvedRows(3)], folder);
    expect(promptsOn(build(folder, { split }), 'holdout')).toHaveLength(2);
  });
});

/** A dataset that has held a prompt out came to a workspace where the sample has another name. */
function brought(change: (folder: string) => void = () => {}): string {
  const from = temporaryFolder();
  workspaceWith([named('m', 'Katherine')].map(forEvaluation), from);
  build(from, { split });
  const to = temporaryFolder();
  workspaceWith([named('other', 'Maximilian'), ...approvedRows(3)], to);
  cpSync(datasetsFolder(from), datasetsFolder(to), { recursive: true });
  change(to);
  return to;
}

/** The ledger as it was before it kept prompts. */
function makeOld(folder: string): void {
  const ledger = new Database(ledgerFile(folder));
  ledger.exec('DROP TABLE prompts; ALTER TABLE datasets DROP COLUMN has_prompts; PRAGMA user_version = 1');
  ledger.close();
}

function loseLedger(folder: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${ledgerFile(folder)}${end}`, { force: true });
}

describe('the ledger', () => {
  it.each([
    ['knows prompts', () => {}],
    ['learns them from folders when it is of the old shape', makeOld],
    ['learns them from folders when it was lost', loseLedger],
  ])('%s: what was held out is not trained on under another name, and the funnel says so', (_, change) => {
    const folder = brought(change);
    const dataset = build(folder, { split });
    expect([...sidesOf(dataset)]).toEqual(['train']);
    expect(lineageIn(dataset).map(({ sample }) => sample)).not.toContain('other');
    const { manifest } = dataset;
    expect(manifest.examples).toEqual({ train: 3, validation: 0, holdout: 0 });
    expect(manifest.funnel.at(-1)).toEqual({ step: 'split', count: 3, reasons: { quarantined: 1 } });
    expect(rebuildDataset(dataset, contextOf(folder))).toEqual({ same: true });
  });
});
