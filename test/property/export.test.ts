import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../electron/service/dataset/formats/openai-chat.ts';
import { jsonLine } from '../../electron/service/dataset/formats/write/jsonl.ts';
import { prepareLedger } from '../../electron/service/dataset/lockfile/ledger.ts';
import { passOver } from '../../electron/service/dataset/pass.ts';
import { type Source, withSamples } from '../../electron/service/dataset/source.ts';
import { openWorkspace, type Workspace } from '../../electron/service/workspace/open.ts';
import { updateSettings } from '../../electron/service/workspace/settings.ts';
import { decisions, type Verdict } from '../../shared/domain/label.ts';
import { type Scores, scaleIds, scoreSchema } from '../../shared/domain/rubric.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, sha256, verdict } from '../fixtures/samples.ts';
import { putSamples } from '../fixtures/workspace.ts';

/** Texts as they come, and those that a trainer, a JSON reader or a sort order stumbles over. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((words) => `x${words}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(' ', 'a\0b', '\ud800', '<|endoftext|>', 'a\u2028b\u0085c', 'two\nlines', '"\\', '🙂'),
  },
);
const turn = fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'tool'), content: text });
const score = fc.integer({ min: 3, max: 5 }).map((value) => scoreSchema.parse(value));
const scores: fc.Arbitrary<Scores> = fc.record({
  factuality: fc.constant(5),
  helpfulness: fc.constant(5),
  tone: score,
  policy: fc.constant(4),
  completeness: fc.constant(5),
  overall: score,
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('verdict'),
      decision: fc.constantFrom(...decisions),
      scores,
      final: scores,
      text,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('withdrawal', 'skip', 'flag') }) },
);
const legacy = fc.option(
  fc.record({
    approved: fc.boolean(),
    overall_rating: fc.constantFrom('good' as const, 'fair' as const, 4.5, null),
    quality_scores: fc.constantFrom(null, { tone: 3.5 }, { tone: 4, policy_alignment: 5 }),
    human_edited_text: fc.option(text),
  }),
);
const approval: Specimen['steps'][number] = {
  kind: 'verdict',
  decision: 'approve',
  scores: allScores(5),
  final: allScores(5),
  text: '',
};
const specimen = fc.record({
  // Above U+FFFF a string's order by code units is not its order by bytes.
  id: fc.oneof(fc.string({ minLength: 1, maxLength: 3 }), fc.constantFrom('\u{10ffff}', '\uffee', '\ue000', '🙂')),
  created: fc.integer({ min: 0, max: 2 }),
  agent: fc.constantFrom('With prompt', 'Without'),
  history: fc.array(turn, { maxLength: 3 }),
  query: text,
  response: text,
  feedback: legacy,
  trained: fc.nat(5).map((n) => n > 0),
  // True where the row was imported again with another answer after it was labeled.
  changed: fc.boolean(),
  steps: fc.array(step, { maxLength: 4 }),
});
type Specimen = typeof specimen extends fc.Arbitrary<infer T> ? T : never;

const specimens = fc.uniqueArray(specimen, { selector: ({ id }) => id, maxLength: 8 });
const prompt = 'You are the prompt.';

function rowOf({ id, created, agent, history, query, response, feedback, trained }: Specimen): SampleRow {
  return sampleRow(id, {
    created_at: `2026-09-0${created + 1}T08:00:00Z`,
    source: { agent_name: agent },
    query: { text: query, metadata: { history } },
    agent_response: { text: response },
    human_feedback: feedback,
    training_flags: { include_in_training: trained },
  });
}

type Operation = { seq: number; id: string; step: Specimen['steps'][number]; judged: string };

/** Everybody's steps as one labeler's operations, numbered. */
function operationsOf(all: readonly Specimen[]): Operation[] {
  const judged = ({ response, changed }: Specimen) => (changed ? `before ${response}` : response);
  return all
    .flatMap((one) => one.steps.map((step) => ({ id: one.id, step, judged: judged(one) })))
    .map((operation, index) => ({ seq: index + 1, ...operation }));
}

function verdictOf({ step, judged }: Operation): Verdict | null {
  if (step.kind !== 'verdict') return null;
  const edit = step.decision === 'edit';
  return verdict(judged, {
    decision: step.decision,
    scores: step.scores,
    reasons: step.decision === 'approve' ? [] : ['other'],
    correction: edit ? { text: step.text, scores: step.final, confirmed: false, editDistance: 1 } : null,
  });
}

function fill(workspace: Workspace, rows: readonly SampleRow[], operations: readonly Operation[]): void {
  // One transaction each: ids and places in the file follow the order of arrival.
  for (const row of rows) putSamples(workspace, [row]);
  updateSettings(workspace.meta, { systemPrompts: { 'With prompt': prompt } });
  const label = workspace.work.prepare(
    'INSERT INTO labels (seq, id, sample_id, labeler_id, kind, verdict, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const mark = workspace.work.prepare(
    `INSERT INTO marks (seq, sample_id, labeler_id, kind, reason, marked_at) VALUES (?, ?, 'ann', ?, ?, '')`,
  );
  for (const operation of operations) {
    const { seq, id, step } = operation;
    const uuid = `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
    if (step.kind === 'skip' || step.kind === 'flag')
      mark.run(seq, id, step.kind, step.kind === 'skip' ? 'other' : null);
    else {
      const given = verdictOf(operation);
      label.run(seq, uuid, id, 'ann', step.kind, given && JSON.stringify(given), '2026-09-05T00:00:00.000Z');
    }
  }
}

const chat = { filters: {}, format: openaiChat };

/** A workspace made in one order of arrival; what it exports, and the counts. */
function exportOf(rows: readonly SampleRow[], operations: readonly Operation[]) {
  const workspace = openWorkspace(temporaryFolder(), { create: true, program: 'a test' });
  try {
    fill(workspace, rows, operations);
    const read = (source: Source) => {
      const lines: string[] = [];
      const counts = passOver(source, chat, { tools: false }, (row) => {
        if (row) lines.push(jsonLine(row));
      });
      const counted = passOver(source, chat, { tools: false }, () => {});
      return { lines, counts, counted };
    };
    return withSamples(workspace.folder, read, prepareLedger(workspace.folder));
  } finally {
    workspace.close();
  }
}

const acceptable = (content: string) =>
  content.trim() !== '' && content.isWellFormed() && !content.includes('\0') && !content.includes('<|endoftext|>');

/** The rule once more, in other words: the text that a sample is trained on, or null. */
function expectedText(one: Specimen, operations: readonly Operation[]): { text: string; legacy: boolean } | null {
  const words = operations.filter(({ id, step }) => id === one.id && !['skip', 'flag'].includes(step.kind));
  const last = words.at(-1)?.step;
  if (!one.trained) return null;
  let found: { text: string; legacy: boolean } | null = null;
  if (last?.kind === 'verdict' && 'decision' in last) {
    const judged = last.decision === 'edit' ? last.final : last.scores;
    const good = scaleIds.every((scale) => judged[scale] >= 4);
    if (good && last.decision === 'edit') found = { text: last.text, legacy: false };
    if (good && last.decision === 'approve' && !one.changed) found = { text: one.response, legacy: false };
  } else if (one.feedback?.approved) {
    const { overall_rating, quality_scores, human_edited_text } = one.feedback;
    const good = (overall_rating === 'good' || overall_rating === 4.5) && (quality_scores?.tone ?? 5) >= 4;
    if (good) found = { text: human_edited_text || one.response, legacy: true };
  }
  const opening = one.history.findIndex(({ role }) => role !== 'system');
  const replaced = one.agent === 'With prompt' ? (opening < 0 ? one.history.length : opening) : 0;
  const turns = one.history.slice(replaced);
  const says = [one.query, ...turns.map(({ content }) => content)];
  const representable = turns.every(({ role }) => role !== 'tool') && says.every(acceptable);
  return found && representable && acceptable(found.text) ? found : null;
}

const byBytes = (a: Specimen, b: Specimen) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));

describe('an export, whatever was imported and labeled', () => {
  it('holds exactly what the rule lets in, with the right text, and its counts add up', () => {
    fc.assert(
      fc.property(specimens, (all) => {
        const operations = operationsOf(all);
        const { lines, counts, counted } = exportOf(all.map(rowOf), operations);
        const expected = all.toSorted(byBytes).map((one) => expectedText(one, operations));

        const examples = lines.map(
          (line) => JSON.parse(line).messages as { role: string; content: string; weight?: 0 }[],
        );
        const wanted = expected.filter((one) => one !== null);
        expect(examples.map((messages) => messages.at(-1)?.content)).toEqual(wanted.map((one) => one.text));
        for (const messages of examples) {
          expect(messages.every(({ content }) => acceptable(content))).toBe(true);
          // One answer is trained on: the last.
          expect(messages.filter(({ role, weight }) => role === 'assistant' && weight !== 0)).toEqual([
            messages.at(-1),
          ]);
          expect(messages.at(-1)).toMatchObject({ role: 'assistant' });
          expect(messages.at(-2)).toMatchObject({ role: 'user' });
        }
        expect(counts.included).toBe(wanted.length);
        expect(counts.legacy).toBe(wanted.filter((one) => one.legacy).length);
        expect(counts.included + counts.excluded).toBe(counts.samples);
        expect(counts.samples).toBe(all.length);
        const reasons = Object.values(counts.reasons).reduce((sum, count) => sum + count, 0);
        expect(reasons).toBeGreaterThanOrEqual(counts.excluded);
        expect(counts.corrected).toBeLessThanOrEqual(counts.included);
        expect(counted).toEqual(counts);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same bytes whatever came first', () => {
    // All of one second, where local ids tell nothing but the order of arrival, and most of them included.
    const alike = specimens.map((all) =>
      all.map((one) => ({
        ...one,
        created: 0,
        history: [],
        trained: true,
        changed: false,
        steps: [...one.steps, approval],
      })),
    );
    const arrivals = alike.chain((all) => {
      const operations = operationsOf(all);
      return fc.record({
        all: fc.constant(all),
        operations: fc.constant(operations),
        samplesShuffled: fc.shuffledSubarray(all, { minLength: all.length }),
        operationsShuffled: fc.shuffledSubarray(operations, { minLength: operations.length }),
      });
    });
    fc.assert(
      fc.property(arrivals, ({ all, operations, samplesShuffled, operationsShuffled }) => {
        const here = exportOf(all.map(rowOf), operations);
        const there = exportOf(samplesShuffled.map(rowOf), operationsShuffled);
        expect(sha256(there.lines.join(''))).toBe(sha256(here.lines.join('')));
        expect(there.counts).toEqual(here.counts);
      }),
      { numRuns: 25 },
    );
  });
});
