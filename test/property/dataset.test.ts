import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaccard, shinglesOf } from '../../electron/service/dataset/duplicates/shingles.ts';
import { validateFile } from '../../electron/service/dataset/formats/validate/validate.ts';
import { rebuildDataset } from '../../electron/service/dataset/lockfile/rebuild.ts';
import type { StoredDataset } from '../../electron/service/dataset/lockfile/store.ts';
import { verifyDataset } from '../../electron/service/dataset/lockfile/verify.ts';
import { openWorkspace, type Workspace } from '../../electron/service/workspace/open.ts';
import type { Side } from '../../shared/domain/dataset.ts';
import { decisions } from '../../shared/domain/label.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { AssayError } from '../../shared/errors.ts';
import { build, contextOf, lineageIn, textOf } from '../fixtures/datasets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { putSamples } from '../fixtures/workspace.ts';

/** Questions of which some are the same, some nearly, some in nothing but who asks, and one begins other conversations. */
const questions = [
  'Where is my order, please? It should have been here on Monday.',
  'Where is my order please? It should have been here on Monday!',
  'where is my order, please? it should have been here on Monday',
  'I want to send a jacket back because it does not fit me at all.',
  'I want to send a jacket back because it does not fit me at all. My mail is ann@example.com.',
  'I want to send a jacket back because it does not fit me at all. My mail is ben@example.org.',
  'Do you have this in green?',
  'Where is my parcel?\nKatherine',
  'Where is my parcel?\nMaximilian',
  'Hi',
];
const specimen = fc.record({
  id: fc.integer({ min: 0, max: 99 }),
  conversation: fc.constantFrom(null, 'c1', 'c2', 'c3'),
  earlier: fc.constantFrom('', '', 'Hello! How can I help?'),
  question: fc.constantFrom(...questions),
  answer: fc.constantFrom(
    'It left our warehouse today.',
    'Of course, here is how.',
    'Hi Katherine, on Friday.',
    'Hi Maximilian, on Friday.',
  ),
  evaluation: fc.nat(9).map((n) => n === 0),
});
type Specimen = typeof specimen extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  sample: fc.nat(),
  what: fc.constantFrom(...decisions, 'approve', 'edit', 'withdraw'),
  good: fc.nat(4).map((n) => n > 0),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const idOf = ({ id }: Specimen) => `s${String(id).padStart(2, '0')}`;

function rowOf(one: Specimen): SampleRow {
  const history =
    one.earlier === ''
      ? []
      : [
          { role: 'user' as const, content: 'Hi' },
          { role: 'assistant' as const, content: one.earlier },
        ];
  return sampleRow(idOf(one), {
    source: { agent_name: 'Support', conversation_id: one.conversation },
    query: { text: one.question, metadata: { history } },
    agent_response: { text: one.answer },
    human_feedback: null,
    training_flags: { include_in_evaluation: one.evaluation },
  });
}

let label = 0;

/** Labels as one labeler gives them, each with its own time. */
function work({ work }: Workspace, all: readonly Specimen[], steps: readonly Step[]): void {
  const insert = work.prepare(
    `INSERT INTO labels (id, sample_id, labeler_id, kind, verdict, committed_at) VALUES (?, ?, 'ann', ?, ?, ?)`,
  );
  for (const { sample, what, good } of steps) {
    const one = all[sample % all.length];
    if (!one) continue;
    const id = `00000000-0000-7000-8000-${String(++label).padStart(12, '0')}`;
    const at = new Date(Date.UTC(2026, 8, 2, 0, 0, label)).toISOString();
    const scores = allScores(good ? 5 : 3);
    const given =
      what === 'withdraw'
        ? null
        : verdict(one.answer, {
            decision: what,
            scores: what === 'edit' ? allScores(2) : scores,
            reasons: what === 'approve' ? [] : ['other'],
            correction:
              what === 'edit' ? { text: `${one.answer} Thank you.`, scores, confirmed: false, editDistance: 11 } : null,
          });
    insert.run(id, idOf(one), given ? 'verdict' : 'withdrawal', given && JSON.stringify(given), at);
  }
}

/** Null where nothing passes: then there is no dataset. */
function buildOf(folder: string, seed: number, near: 'keep_best' | 'keep_all'): StoredDataset | null {
  try {
    return build(folder, { split: { seed, validation: 0.2, holdout: 0.3 }, nearDuplicates: near });
  } catch (error) {
    if (error instanceof AssayError && error.kind === 'empty') return null;
    throw error;
  }
}

/** Which samples may never be parted: one conversation, by its name or by a history, or nearly one input. */
function related(a: Specimen, b: Specimen): boolean {
  if (a.conversation !== null && a.conversation === b.conversation) return true;
  if (isTurnBefore(a, b) || isTurnBefore(b, a)) return true;
  const input = ({ earlier, question }: Specimen) =>
    shinglesOf([...(earlier === '' ? [] : ['Hi', earlier]), question].join('\n'));
  return jaccard(input(a), input(b)) >= 0.8;
}

/** What one asks is how the history of the other begins. */
function isTurnBefore(one: Specimen, other: Specimen): boolean {
  return one.earlier === '' && one.question === 'Hi' && other.earlier !== '';
}

/** Nothing of a prompt that one of two datasets trains on or looks at may be held out in the other. */
function checkPrompts(one: StoredDataset | null, two: StoredDataset | null): void {
  const heldOut = new Map((one ? lineageIn(one) : []).map(({ prompt, side }) => [prompt, side === 'holdout']));
  for (const { prompt, side } of two ? lineageIn(two) : [])
    expect(heldOut.get(prompt) ?? side === 'holdout').toBe(side === 'holdout');
}

function sidesOf(dataset: StoredDataset | null): Map<string, Side> {
  return new Map(dataset ? lineageIn(dataset).map(({ sample, side }) => [sample, side]) : []);
}

async function checkFiles(dataset: StoredDataset, folder: string): Promise<void> {
  expect(await verifyDataset(dataset)).toEqual([]);
  const rows = new Map<string, number[]>();
  for (const { side, rows: places } of lineageIn(dataset))
    for (const [path, row] of Object.entries(places)) {
      expect(path.split('/')[1]?.startsWith(side)).toBe(true);
      rows.set(path, [...(rows.get(path) ?? []), row]);
    }
  const sideOfPrompt = new Map<string, Side>();
  for (const { prompt, side } of lineageIn(dataset)) {
    expect(sideOfPrompt.get(prompt) ?? side).toBe(side);
    sideOfPrompt.set(prompt, side);
  }
  expect(dataset.manifest.proof.prompts).toBe(sideOfPrompt.size);
  for (const file of dataset.manifest.files) {
    if (file.format === null) continue;
    // Every row of a file is of one sample, and nobody else's.
    expect(rows.get(file.path)).toEqual(Array.from({ length: file.rows }, (_, index) => index + 1));
    const broken: string[] = [];
    await validateFile(join(dataset.folder, file.path), file.format, ({ rule }) => broken.push(rule));
    // These few samples make small files, which is no fault of their rows.
    expect(broken.filter((rule) => !['too_few_examples', 'one_label'].includes(rule))).toEqual([]);
    if (file.path.endsWith('.parquet')) continue;
    expect(textOf(dataset, file.path)).not.toMatch(/example\.(com|org)/);
  }
  expect(rebuildDataset(dataset, contextOf(folder))).toEqual({ same: true });
}

function checkSplit(all: readonly Specimen[], sides: Map<string, Side>, before: Map<string, Side>): void {
  const sideOf = (one: Specimen, where: Map<string, Side>) => where.get(idOf(one));
  for (const a of all) {
    const side = sideOf(a, sides);
    if (!side) continue;
    if (a.evaluation) expect(side).toBe('holdout');
    for (const b of all) {
      if (!related(a, b)) continue;
      const other = sideOf(b, sides);
      if (other) expect([idOf(a), side, idOf(b), other]).toEqual([idOf(a), side, idOf(b), side]);
      const earlier = sideOf(b, before);
      if (earlier) expect((earlier === 'holdout') === (side === 'holdout')).toBe(true);
    }
  }
}

describe('a chain of datasets, whatever was imported and labeled', () => {
  it('holds valid lines once each, parts nothing that belongs together, and keeps to the ledger', async () => {
    const world = fc.record({
      first: fc.uniqueArray(specimen, { selector: idOf, minLength: 1, maxLength: 14 }),
      more: fc.uniqueArray(specimen, { selector: idOf, maxLength: 6 }),
      rounds: fc.tuple(fc.array(step, { maxLength: 25 }), fc.array(step, { maxLength: 15 })),
      seeds: fc.tuple(fc.nat(99), fc.nat(99)),
      near: fc.constantFrom('keep_best' as const, 'keep_all' as const),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ first, more, rounds, seeds, near }) => {
        const folder = temporaryFolder();
        const workspace = openWorkspace(folder, { create: true, program: 'a test' });
        try {
          putSamples(workspace, first.map(rowOf));
          work(workspace, first, rounds[0]);
          const one = buildOf(folder, seeds[0], near);
          if (one) await checkFiles(one, folder);
          checkSplit(first, sidesOf(one), new Map());

          const added = more.filter((sample) => !first.some((known) => idOf(known) === idOf(sample)));
          const all = [...first, ...added];
          putSamples(workspace, added.map(rowOf));
          work(workspace, all, rounds[1]);
          const two = buildOf(folder, seeds[1], near);
          if (two) await checkFiles(two, folder);
          checkSplit(all, sidesOf(two), sidesOf(one));
          checkPrompts(one, two);
        } finally {
          workspace.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 240_000);
});
