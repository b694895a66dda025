import type { Recipe } from '../../../../shared/domain/dataset.ts';
import type { Sample } from '../../../../shared/domain/sample.ts';
import { possibleAnswers, rejectedOf, resolutionOf, systemPromptOf } from '../../../../shared/rules/dataset.ts';
import { exampleOf } from '../../../../shared/rules/example.ts';
import { judgedOf } from '../../../../shared/rules/gate.ts';
import type { QueueWords } from '../../../../shared/rules/resolve.ts';
import { Groups } from '../duplicates/groups.ts';
import { searchNear, threshold } from '../duplicates/near.ts';
import { jaccard, shinglesOf } from '../duplicates/shingles.ts';
import { sketch, sketchSize } from '../duplicates/sketch.ts';
import { shapeOf } from '../formats/prompt.ts';
import { hashes } from '../hash.ts';
import { Lines } from '../lines.ts';
import { samplesWithLabels } from '../pass.ts';
import { PersonalData } from '../personal-data.ts';
import { withoutNumbers } from '../pii/token.ts';
import type { Source } from '../source.ts';
import { tokensOfExample } from '../tokens.ts';
import { Columns } from './columns.ts';
import { EarlierTurns } from './earlier.ts';
import { First } from './first.ts';
import { FoundPersonalData } from './found.ts';
import { Redacted } from './redacted.ts';
import { inputHashes, inputText, Texts } from './texts.ts';

/** All samples of a workspace, as far as a decision about any dataset needs them. */
export type Survey = {
  columns: Columns;
  /**
   * Samples that must be on one side of a split: of one conversation, of which a history tells too, nearly alike, or of one
   * crowd.
   */
  groups: Groups;
  /** Samples with nearly the same input and the same last question: one of them says what the others say. */
  near: Groups;
  /** What looks like personal data in samples on which something was decided. */
  found: FoundPersonalData;
};

/** Of a recipe what a survey depends on. */
export type SurveyedBy = Pick<Recipe, 'systemPrompts' | 'personalData'>;

type Watch = {
  /** How many samples were read, of how many; then, while duplicates are sought, the share that is done. */
  reading: (done: number, total: number) => void;
  comparing: (share: number) => void;
};

/**
 * Reads everything once: what was decided about each sample, what it would be as an example, and which are alike.
 *
 * @param recipe prompts belong to what is the same prompt, and personal data does not: where only that differs, two
 *   samples say the same. It is gone as it is from the files, where an answer may give away what the question holds
 */
export function survey(source: Source, recipe: SurveyedBy, watch: Watch): Survey {
  const { db, saidOf } = source;
  const size = db.prepare<[], number>('SELECT count(*) FROM samples').pluck().get() ?? 0;
  const columns = new Columns(size);
  const groups = new Groups(size);
  const near = new Groups(size);
  const sketches = new Uint8Array(size * sketchSize);
  const firstOf = new First(size);
  const earlierTurns = new EarlierTurns(firstOf, groups);
  const inConversation = new First(size);
  const samePrompt = new First(size);
  const personalData = new PersonalData(recipe.personalData);
  const found = new FoundPersonalData(personalData);
  const redacted = new Redacted(size, new Lines(source, recipe), personalData, found);

  let index = 0;
  for (const { rowId, sample, labels } of samplesWithLabels(db)) {
    const { conversationId } = sample;
    const conversation = conversationId === null ? index : inConversation.of(hashes(conversationId), index);
    groups.join(index, conversation);
    const place = { index, rowId, conversation };
    const prompt = decide(
      columns,
      place,
      sample,
      saidOf(sample.sampleId, labels).words,
      recipe.systemPrompts,
      redacted,
    );
    if (prompt !== null) {
      const same = samePrompt.of(hashes(prompt), index);
      columns.samePrompt[index] = same;
      groups.join(index, same);
      near.join(index, same);
    }
    const { input, earlier } = inputHashes(sample);
    const first = firstOf.of(input, index);
    earlierTurns.add(index, earlier);
    groups.join(index, first);
    near.join(index, first);
    // What is the same to the letter is found already: near ones are sought among the first of each.
    if (first === index)
      sketch(shinglesOf(inputText(sample)), sketches.subarray(index * sketchSize, (index + 1) * sketchSize));
    if (++index % 256 === 0) watch.reading(index, size);
  }
  earlierTurns.joinRest();

  const firsts = firstOf.all();
  for (const [place, first] of firsts.entries())
    sketches.copyWithin(place * sketchSize, first * sketchSize, (first + 1) * sketchSize);
  const texts = new Texts(db);
  searchNear({
    size: firsts.length,
    sketches,
    together: (a, b) => near.together(firsts[a] ?? 0, firsts[b] ?? 0),
    compare(a, b) {
      const [one, other] = [firsts[a] ?? 0, firsts[b] ?? 0];
      const left = texts.shingles(columns.rowId[one] ?? 0);
      const right = texts.shingles(columns.rowId[other] ?? 0);
      if (!similar(left.input, right.input)) return;
      groups.join(one, other);
      if (similar(left.query, right.query)) near.join(one, other);
    },
    // What may be alike unseen is on one side; only what is known to be alike leaves others out.
    crowd: (a, b) => groups.join(firsts[a] ?? 0, firsts[b] ?? 0),
    progress: watch.comparing,
  });
  return { columns, groups, near, found };
}

function similar(a: Uint32Array, b: Uint32Array): boolean {
  return jaccard(a, b, threshold) >= threshold;
}

/** Fills the columns of a sample. @returns what its prompt says as it is written, where it can be an example */
function decide(
  columns: Columns,
  { index, rowId, conversation }: { index: number; rowId: number; conversation: number },
  sample: Sample,
  words: readonly QueueWords[],
  systemPrompts: Readonly<Record<string, string>>,
  redacted: Redacted,
): string | null {
  columns.rowId[index] = rowId;
  columns.createdAt[index] = Date.parse(sample.createdAt);
  columns.agent[index] = columns.agents.number(sample.agent);
  columns.intent[index] = columns.intents.number(sample.intent);
  columns.setTags(index, sample.tags);
  columns.idHash[index] = hashes(sample.sampleId)[0];
  if (sample.flags.forEvaluation) columns.set(index, 'evaluation');

  const resolution = resolutionOf(sample, words);
  const { judged, text } = judgedOf(sample, resolution);
  columns.judged[index] = columns.judgments.number(judged);
  if (judged.status !== 'resolved') return null;

  const systemPrompt = systemPromptOf(sample.agent, systemPrompts);
  const answers = possibleAnswers(sample, resolution, { approved: judged.approved, text });
  const rendered = exampleOf(sample, answers, systemPrompt);
  if (!rendered.ok) {
    columns.setFlaws(index, rendered.reasons);
    return null;
  }
  const example = redacted.example(index, conversation, sample, rendered.example, systemPrompt === null ? 0 : 1);
  if (example.prompt[0]?.role !== 'system') columns.set(index, 'unprompted');
  if (shapeOf(example).tools) columns.set(index, 'tools');
  columns.tokens[index] = tokensOfExample(example);
  columns.answerHash[index] = hashes(withoutNumbers(example.chosen ?? example.rejected ?? ''))[0];
  if (!judged.approved && rejectedOf(sample, resolution) !== null) columns.set(index, 'negative');
  if (judged.approved && example.rejected !== null) columns.set(index, 'pair');
  return withoutNumbers(JSON.stringify(example.prompt));
}
