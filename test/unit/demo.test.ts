import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { practiceItemSchema } from '../../shared/domain/practice.ts';
import { criterionIds, rubricSchema, scaleIds, scaleOf, scoreValues } from '../../shared/domain/rubric.ts';
import { type SampleRow, sampleRowSchema } from '../../shared/domain/sample.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';

const read = (path: string) => readFileSync(resolve(import.meta.dirname, '../../resources', path), 'utf8');

const ndjson = read('demo/samples.ndjson');
const rows = ndjson
  .trimEnd()
  .split('\n')
  .map((line) => sampleRowSchema.parse(JSON.parse(line)));
const policy = read('demo/policy.md');
const guidelines = read('guidelines/guidelines.md');
const rubric = rubricSchema.parse(JSON.parse(read('guidelines/rubric.json')));
const practice = practiceItemSchema.array().parse(JSON.parse(read('guidelines/practice.json')));

const historyOf = (row: SampleRow) => row.query.metadata?.history ?? [];
const sourcesOf = (row: SampleRow) => row.agent_response.sources ?? [];
const conversationsOf = (all: SampleRow[]) => [
  ...Map.groupBy(all, (row) => row.source.conversation_id ?? row.sample_id).values(),
];

/** Later samples of a conversation whose history lacks an earlier question, or the answer that the customer got. */
function brokenHistories(all: SampleRow[]): string[] {
  return conversationsOf(all).flatMap((conversation) =>
    conversation.slice(1).flatMap((row, index) => {
      const turns = historyOf(row);
      const earlier = conversation.slice(0, index + 1);
      const continues = earlier.every((previous) => {
        const sent = previous.human_feedback?.human_edited_text ?? previous.agent_response.text;
        const at = historyOf(previous).length;
        return turns[at]?.content === previous.query.text && turns[at + 1]?.content === sent;
      });
      return continues ? [] : [row.sample_id];
    }),
  );
}

/** Conversations in which a turn or a sample is not later than the one before it. */
function disordered(all: SampleRow[]): string[] {
  return conversationsOf(all).flatMap((conversation) => {
    const samples = conversation.map((row) => Date.parse(row.created_at));
    const lines = conversation.map((row) => [
      ...historyOf(row).flatMap((turn) => (turn.at ? [Date.parse(turn.at)] : [])),
      Date.parse(row.created_at),
    ]);
    const rises = (line: number[]) => line.every((time, index) => index === 0 || time > (line[index - 1] ?? Infinity));
    return [samples, ...lines].every(rises) ? [] : [conversation[0]?.sample_id ?? ''];
  });
}

/** Answers with a citation mark that leads to no source. */
function danglingCitations(all: SampleRow[]): string[] {
  return all
    .filter((row) =>
      [...row.agent_response.text.matchAll(/\[(\d+)\]/g)].some(([, mark]) => !sourcesOf(row)[Number(mark) - 1]),
    )
    .map((row) => row.sample_id);
}

const trigrams = (text: string) => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
};

/** Pairs of answers whose word trigrams overlap by 0.6 or more (Jaccard). */
function nearDuplicates(answers: string[]): [string, string][] {
  const sets = answers.map(trigrams);
  return sets.flatMap((a, i) =>
    sets.slice(0, i).flatMap((b, j): [string, string][] => {
      const common = a.intersection(b).size;
      return common > 0 && common / a.union(b).size >= 0.6 ? [[answers[i] ?? '', answers[j] ?? '']] : [];
    }),
  );
}

describe('the demo samples', () => {
  test('are about 150 rows with unique ids, in the order in which they were written', () => {
    expect(rows.length).toBeGreaterThanOrEqual(140);
    expect(rows.length).toBeLessThanOrEqual(160);
    expect(new Set(rows.map((row) => row.sample_id)).size).toBe(rows.length);
    expect(rows.map((row) => row.created_at)).toEqual(rows.map((row) => row.created_at).toSorted());
  });

  test('spread over three agents, twelve intents and sixty conversations', () => {
    expect(new Set(rows.map((row) => row.source.agent_name)).size).toBe(3);
    expect(new Set(rows.map((row) => row.query.intent)).size).toBeGreaterThanOrEqual(12);
    expect(conversationsOf(rows).length).toBeGreaterThanOrEqual(60);
    expect(conversationsOf(rows).filter((conversation) => conversation.length > 1).length).toBeGreaterThan(40);
  });

  test('continue their conversation', () => {
    expect(brokenHistories(rows)).toEqual([]);
    const [first, second] = conversationsOf(rows).find((conversation) => conversation.length > 1) ?? [];
    if (!first || !second) throw new Error('no conversation has two samples');
    const changed = { ...first, agent_response: { ...first.agent_response, text: 'Something else was said.' } };
    expect(brokenHistories([changed, second])).toEqual([second.sample_id]);
  });

  test('are later than everything in their history', () => {
    expect(disordered(rows)).toEqual([]);
    const [first, second] = conversationsOf(rows).find((conversation) => conversation.length > 1) ?? [];
    if (!first || !second) throw new Error('no conversation has two samples');
    expect(disordered([first, { ...second, created_at: first.created_at }])).toEqual([first.sample_id]);
  });

  test('cite sources that are there', () => {
    expect(danglingCitations(rows)).toEqual([]);
    const cited = rows.find((row) => row.agent_response.text.includes('[1]'));
    if (!cited) throw new Error('no sample cites a source');
    expect(danglingCitations([{ ...cited, agent_response: { ...cited.agent_response, sources: [] } }])).toHaveLength(1);
  });

  test('quote the policy page word for word', () => {
    const excerpts = rows.flatMap(sourcesOf).filter((source) => source.id?.startsWith('policy/'));
    expect(excerpts.length).toBeGreaterThan(100);
    expect(excerpts.filter((source) => !source.text || !policy.includes(source.text))).toEqual([]);
  });

  test('have tool results that are JSON', () => {
    const results = rows.flatMap(sourcesOf).filter((source) => 'tool' in (source.metadata ?? {}));
    expect(results.length).toBeGreaterThan(100);
    for (const result of results) expect(() => JSON.parse(result.text ?? ''), result.text ?? '').not.toThrow();
  });

  test('are each written by themselves', () => {
    const answers = rows.map((row) => row.agent_response.text);
    expect(nearDuplicates(answers)).toEqual([]);
    const long = answers.find((answer) => answer.length > 400) ?? '';
    expect(nearDuplicates([long, `${long} Goodbye, and thank you.`])).toHaveLength(1);
  });

  test('name no real person or place on the net', () => {
    const hosts = [...ndjson.matchAll(/(?:@|https?:\/\/)([a-z0-9.-]+\.[a-z]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['example.com', 'harrowfell.example']));
    expect([...ndjson.matchAll(/\b\d{3}-\d{4}\b(?!-)/g)].filter(([phone]) => !phone.startsWith('555-01'))).toEqual([]);
  });

  test('carry no hint of their quality', () => {
    const keys = (pick: (row: SampleRow) => object) => [...new Set(rows.flatMap((row) => Object.keys(pick(row))))];
    expect(keys((row) => row).toSorted()).toEqual(
      'agent_response created_at customer_outcome human_feedback query sample_id source tags training_flags updated_at'.split(
        ' ',
      ),
    );
    expect(keys((row) => row.agent_response).toSorted()).toEqual(['confidence', 'sources', 'text']);
    expect(keys((row) => row.query.metadata ?? {}).toSorted()).toEqual(['channel', 'history']);
  });

  test('show a legacy verdict, one of them with a correction', () => {
    const verdicts = rows.flatMap((row) => {
      const verdict = legacyVerdict(row.human_feedback ?? null, row.training_flags?.quality_reviewed ?? false);
      return verdict ? [verdict] : [];
    });
    expect(verdicts).toHaveLength(3);
    expect(verdicts.every((verdict) => verdict.approved && verdict.approvedBy !== null)).toBe(true);
    expect(verdicts.filter((verdict) => verdict.editedText !== null)).toHaveLength(1);
  });
});

describe('the rubric and its guidelines', () => {
  test('describe every score of every scale in one short line', () => {
    expect(rubric.criteria.map((criterion) => criterion.id)).toEqual([...criterionIds]);
    for (const id of scaleIds) {
      const anchors = scoreValues.map((score) => scaleOf(rubric, id).anchors[`${score}`]);
      expect(new Set(anchors).size, id).toBe(scoreValues.length);
      expect(
        anchors.filter((anchor) => anchor.length > 48),
        id,
      ).toEqual([]);
    }
  });

  test('have a section for each scale, found by its id', () => {
    const slugs = [...guidelines.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    for (const id of scaleIds) expect(slugs).toContain(id);
    expect(slugs).toEqual(expect.arrayContaining(['decision', 'edit-reasons', 'corrections', 'skip', 'flag']));
  });
});

describe('the practice items', () => {
  test('are ten, with samples of their own', () => {
    expect(practice.map((item) => item.sample.sample_id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `practice-${String(index + 1).padStart(2, '0')}`),
    );
    const samples = practice.map((item) => item.sample);
    expect(danglingCitations(samples)).toEqual([]);
    expect(nearDuplicates([...rows, ...samples].map((row) => row.agent_response.text))).toEqual([]);
  });

  test('expect a score on every criterion, and a reason where the decision needs one', () => {
    for (const { teaches, expected } of practice) {
      expect(Object.keys(expected.scores).toSorted(), teaches).toEqual(criterionIds.toSorted());
      expect((expected.reasons?.length ?? 0) > 0, teaches).toBe(expected.decision !== 'approve');
    }
  });

  test('teach every decision and a skip', () => {
    expect(new Set(practice.map((item) => item.expected.decision))).toEqual(new Set(['approve', 'edit', 'reject']));
    expect(practice.filter((item) => item.expected.skip)).toHaveLength(1);
  });
});
