import fc from 'fast-check';
import { newLabelId } from '../../electron/service/labeling/labels.ts';
import { placeOf } from '../../electron/service/samples/query/random.ts';
import { shuffleOf } from '../../electron/service/samples/write.ts';
import type { Workspace } from '../../electron/service/workspace/open.ts';
import type { SampleFilter, SampleSort } from '../../shared/domain/browse.ts';
import { decisions, type Verdict } from '../../shared/domain/label.ts';
import type { OrderStrategy } from '../../shared/domain/order.ts';
import { type Score, type Scores, scaleIds, scoreValues } from '../../shared/domain/rubric.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { own, writerOf } from '../fixtures/labeling.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

/** Everything that decides where a sample is found, in plain values: the naive answers below read nothing else. */
export type Known = {
  sampleId: string;
  id: number;
  row: SampleRow;
  verdict: Verdict | null;
  skipped: boolean;
  flagged: boolean;
  /** When it was labeled, and by the row of its standing what came first within a millisecond. */
  labeledAt: string;
  mark: number;
};

const words = ['late', 'later', 'latte', 'lat', 'order', 'orders', 'refund', 'café', 'the', 'a', 'x1', 'wi'];
const agents = ['Order Support', 'Billing', 'Ärger & Co', 'Returns'];
const intents = [null, 'refund', 'where', 'exchange', 'other', 'never'];
const tags = ['orders', 'vip', 'ümlaut', 'rare'];
const conversations = [null, ...Array.from({ length: 40 }, (_, i) => `c${(i * 7919) % 100}`)];
const dayMs = 86_400_000;
const begin = Date.parse('2026-09-01T00:00:00Z');

/** mulberry32: numbers in [0, 1) that are the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function maker(seed: number) {
  const next = numbers(seed);
  const chance = (probability: number) => next() < probability;
  /** Early ones come more often. */
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() ** 1.7 * from.length)] as T;
  const text = () =>
    Array.from({ length: 1 + Math.floor(next() * 7) }, () => pick(words) + pick(['', '', '', '.', ', then'])).join(
      pick([' ', ' ', '-']),
    );
  return { next, chance, pick, text };
}

export function makeRows(seed: number, size: number): SampleRow[] {
  const { next, chance, pick, text } = maker(seed);
  return Array.from({ length: size }, (_, i) =>
    sampleRow(`sample ${i}`, {
      // Few moments, so that samples share a second; some with a fraction of it.
      created_at: new Date(begin + Math.floor(next() * 40) * dayMs + pick([0, 1000, 1500])).toISOString(),
      source: { agent_name: pick(agents.slice(0, 3)), conversation_id: pick(conversations) },
      query: { text: text(), intent: pick(intents.slice(0, 5)) },
      agent_response: { text: text(), confidence: chance(0.2) ? null : Math.floor(next() * 11) / 10 },
      tags: tags.slice(0, 3).filter(() => chance(0.3)),
    }),
  );
}

function makeVerdict({ pick }: ReturnType<typeof maker>, response: string): Verdict {
  const score = (): Score => pick(scoreValues);
  const scores = Object.fromEntries(scaleIds.map((id) => [id, score()])) as Scores;
  const decision = pick(decisions);
  const correction = decision === 'edit' ? { text: 'better', scores, confirmed: true, editDistance: 3 } : null;
  return verdict(response, { scores, decision, correction, reasons: decision === 'approve' ? [] : ['other'] });
}

export function commit(workspace: Workspace, sampleId: string, given: Verdict | null): void {
  writerOf(workspace).append({
    id: newLabelId(),
    unit: own(sampleId),
    verdict: given,
    supersedes: null,
  });
}

/** A workspace of samples of which many were labeled, taken back, labeled again, skipped or flagged. */
export function makeWorkspace(seed: number, size: number): { workspace: Workspace; known: Known[] } {
  const rows = makeRows(seed, size);
  const workspace = workspaceWith(rows);
  const made = maker(seed + 1);
  const writer = writerOf(workspace);
  const standing = new Map<string, Pick<Known, 'verdict' | 'skipped' | 'flagged'>>();
  workspace.work
    .transaction(() => {
      for (const row of rows.toSorted(() => made.next() - 0.5)) {
        const now: Pick<Known, 'verdict' | 'skipped' | 'flagged'> = { verdict: null, skipped: false, flagged: false };
        if (made.chance(0.15)) {
          writer.skip(own(row.sample_id), 'unclear');
          now.skipped = true;
        }
        for (let times = made.pick([0, 0, 1, 2]); times > 0; times--) {
          now.verdict = makeVerdict(made, row.agent_response.text);
          commit(workspace, row.sample_id, now.verdict);
        }
        if (now.verdict && made.chance(0.2)) {
          now.verdict = null;
          commit(workspace, row.sample_id, null);
        }
        if (made.chance(0.1)) {
          writer.flag(own(row.sample_id), true);
          now.flagged = true;
        }
        standing.set(row.sample_id, now);
      }
    })
    .immediate();

  const ids = new Map(workspace.corpus.prepare<[], [string, number]>('SELECT sample_id, id FROM samples').raw().all());
  const marks = new Map(
    workspace.work
      .prepare<[], { sample_id: string; labeled_at: string | null; mark: number }>(
        'SELECT sample_id, labeled_at, rowid AS mark FROM standings',
      )
      .all()
      .map((row) => [row.sample_id, row]),
  );
  const known = rows.map((row) => {
    const sampleId = row.sample_id;
    const mark = marks.get(sampleId);
    const {
      verdict: given,
      skipped,
      flagged,
    } = standing.get(sampleId) ?? { verdict: null, skipped: false, flagged: false };
    return {
      sampleId,
      id: ids.get(sampleId) ?? -1,
      row,
      verdict: given,
      skipped: skipped && given === null,
      flagged,
      labeledAt: mark?.labeled_at ?? '',
      mark: mark?.mark ?? 0,
    };
  });
  return { workspace, known };
}

/** A search as it is meant, and as it is typed. */
export type Typed = { text: string; all: { tokens: string[]; prefix: boolean }[]; none: string[][]; blank: boolean };

const tokensOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

const typedWord = fc
  .tuple(fc.constantFrom(...words), fc.nat({ max: 6 }), fc.constantFrom('as is', 'upper', 'plain'))
  .map(([word, cut, form]) => {
    const part = word.slice(0, Math.max(1, word.length - Math.max(0, cut - 3)));
    if (form === 'upper') return part.toUpperCase();
    return form === 'plain' ? part.replace('é', 'e') : part;
  });
const typedPiece = fc.oneof(
  { weight: 6, arbitrary: typedWord.map((word) => ({ text: word, tokens: tokensOf(word), kind: 'word' as const })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(typedWord, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', '-'))
      .map(([all, by]) => ({ text: `"${all.join(by)}"`, tokens: tokensOf(all.join(by)), kind: 'phrase' as const })),
  },
  {
    weight: 1,
    arbitrary: typedWord.map((word) => ({ text: `-${word}`, tokens: tokensOf(word), kind: 'not' as const })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('...', '""', '-', '*', '()', ':')
      .map((text) => ({ text, tokens: [], kind: 'word' as const })),
  },
);

export const typedText: fc.Arbitrary<Typed> = fc
  .tuple(fc.array(typedPiece, { maxLength: 3 }), fc.constantFrom('', '', ' ', '.'), fc.boolean())
  .map(([pieces, end, unclosed]) => {
    const last = pieces.at(-1);
    const open = last?.kind === 'phrase' && unclosed && end === '';
    const text = pieces.map((piece) => piece.text).join(' ');
    const unfinished = end === '' && (last?.kind === 'word' || open) && (last.tokens.at(-1)?.length ?? 0) >= 2;
    const meant = pieces.filter(({ tokens }) => tokens.length > 0);
    return {
      text: (open ? text.slice(0, -1) : text) + end,
      all: meant
        .filter(({ kind }) => kind !== 'not')
        .map((piece) => ({ tokens: piece.tokens, prefix: piece === last && unfinished })),
      none: meant.filter(({ kind }) => kind === 'not').map(({ tokens }) => tokens),
      blank: pieces.length === 0 && end !== '.',
    };
  });

function occurs({ tokens, prefix }: { tokens: string[]; prefix: boolean }, inTokens: string[]): boolean {
  return inTokens.some((_, at) =>
    tokens.every((token, i) =>
      prefix && i === tokens.length - 1 ? inTokens[at + i]?.startsWith(token) : inTokens[at + i] === token,
    ),
  );
}

function matches({ all, none, blank }: Typed, { query, agent_response }: SampleRow): boolean {
  if (blank) return true;
  if (all.length === 0 && none.length === 0) return false;
  const columns = [tokensOf(query.text), tokensOf(agent_response.text)];
  const found = (piece: { tokens: string[]; prefix: boolean }) => columns.some((column) => occurs(piece, column));
  return all.every(found) && !none.some((tokens) => found({ tokens, prefix: false }));
}

export type Asked = Omit<SampleFilter, 'text'> & { text?: Typed };

const moment = fc.nat({ max: 45 * 24 }).map((hours) => new Date(begin + hours * 3_600_000).toISOString());
const tenth = fc.nat({ max: 10 }).map((n) => n / 10);
const fields = fc.record({
  text: typedText,
  agent: fc.constantFrom(...agents),
  intent: fc.constantFrom(...intents.filter((intent) => intent !== null)),
  tag: fc.constantFrom(...tags),
  conversationId: fc.constantFrom(...conversations.filter((id) => id !== null), 'unknown'),
  status: fc.constantFrom('unlabeled', 'labeled', 'skipped', 'flagged'),
  decision: fc.constantFrom(...decisions),
  hasCorrection: fc.boolean(),
  score: fc.record({ scale: fc.constantFrom(...scaleIds), min: fc.nat({ max: 5 }), max: fc.nat({ max: 6 }) }),
  minConfidence: tenth,
  maxConfidence: tenth,
  from: moment,
  to: fc.oneof(moment, fc.constant('2026-09-20')),
});

/** Filters of up to three conditions: more would mostly find nothing. */
export const asked: fc.Arbitrary<Asked> = fields.chain((all) =>
  fc
    .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 3 })
    .map((keys) => Object.fromEntries(keys.map((key) => [key, all[key]]))),
);

export function filterOf({ text, ...rest }: Asked): SampleFilter {
  return text ? { ...rest, text: text.text } : rest;
}

const seconds = (moment: string) => Math.floor(Date.parse(moment) / 1000);

/** The naive answer: looks at each sample alone. */
export function passes(asked: Asked, { row, verdict, skipped, flagged }: Known): boolean {
  const { text, score, hasCorrection } = asked;
  const confidence = row.agent_response.confidence ?? null;
  const status = { unlabeled: !verdict && !skipped, labeled: verdict !== null, skipped, flagged };
  return (
    (!text || matches(text, row)) &&
    (asked.agent === undefined || row.source.agent_name === asked.agent) &&
    (asked.intent === undefined || row.query.intent === asked.intent) &&
    (asked.conversationId === undefined || row.source.conversation_id === asked.conversationId) &&
    (asked.tag === undefined || (row.tags ?? []).includes(asked.tag)) &&
    (asked.status === undefined || status[asked.status]) &&
    (asked.decision === undefined || verdict?.decision === asked.decision) &&
    (hasCorrection === undefined || Boolean(verdict?.correction) === hasCorrection) &&
    (!score ||
      (verdict !== null && verdict.scores[score.scale] >= score.min && verdict.scores[score.scale] <= score.max)) &&
    (asked.minConfidence === undefined || (confidence !== null && confidence >= asked.minConfidence)) &&
    (asked.maxConfidence === undefined || (confidence !== null && confidence <= asked.maxConfidence)) &&
    (asked.from === undefined || seconds(row.created_at) >= seconds(asked.from)) &&
    (asked.to === undefined || seconds(row.created_at) < seconds(asked.to))
  );
}

type Compare = (a: Known, b: Known) => number;

const byId: Compare = (a, b) => a.id - b.id;
/** By a value, those without it last, then by id. */
function byValue<T extends string | number>(value: (known: Known) => T | null): Compare {
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === y) return byId(a, b);
    if (x === null) return 1;
    return y === null || x < y ? -1 : 1;
  };
}
const confidenceOf = (known: Known) => known.row.agent_response.confidence ?? null;

export const sorts: Record<SampleSort, Compare> = {
  oldest: byId,
  newest: (a, b) => byId(b, a),
  least_confident: byValue(confidenceOf),
  last_labeled: (a, b) => {
    if (a.verdict && b.verdict)
      return a.labeledAt === b.labeledAt ? b.mark - a.mark : a.labeledAt < b.labeledAt ? 1 : -1;
    return a.verdict || b.verdict ? (a.verdict ? -1 : 1) : byId(b, a);
  },
};

/** The orders of the loop that compare two samples: all but the rotation. */
export const loopOrders = (seed: number): Record<Exclude<OrderStrategy, 'by_intent'>, Compare> => ({
  oldest: sorts.oldest,
  newest: sorts.newest,
  least_confident: sorts.least_confident,
  by_conversation: byValue((known) => known.row.source.conversation_id ?? null),
  random: byValue((known) => placeOf(shuffleOf(known.sampleId), seed)),
});

/** True when the loop is asked for samples that were dealt with. */
export function asksForStanding({ status, decision, score, hasCorrection }: Asked): boolean {
  return (status !== undefined && status !== 'unlabeled') || Boolean(decision || score || hasCorrection);
}

/** What the loop may offer: what nobody dealt with, unless it is asked for just that. */
export function offered(asked: Asked, known: Known): boolean {
  return passes(asked, known) && (asksForStanding(asked) || (!known.verdict && !known.skipped));
}
