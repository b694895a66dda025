import type { DatasetCounts } from '../../../shared/domain/dataset.ts';
import type { Selection } from './selection.ts';
import type { Survey } from './survey/survey.ts';

/** What a selection comes to, in numbers. */
export function countsOf(
  { columns, found }: Survey,
  selection: Selection,
  sampleIdOf: (index: number) => string,
): DatasetCounts {
  const intents = columns.intents.values.map((intent) => ({ intent, examples: 0, collected: 0 }));
  const unprompted = new Map<string, number>();
  const tokens: number[] = [];
  let pairs = 0;
  let settled = 0;
  for (let index = 0; index < columns.size; index++) {
    if (!selection.selects(index)) continue;
    const intent = intents[columns.intent[index] ?? 0];
    if (intent) intent.collected++;
    if (!selection.trains(index)) continue;
    if (intent) intent.examples++;
    if (columns.is(index, 'pair')) pairs++;
    if (selection.isSettled(index)) settled++;
    tokens.push(columns.tokens[index] ?? 0);
    if (columns.is(index, 'unprompted')) {
      const agent = columns.agents.values[columns.agent[index] ?? 0] ?? '';
      unprompted.set(agent, (unprompted.get(agent) ?? 0) + 1);
    }
  }
  const { funnel, sides, rejected, largestGroup } = selection;
  return {
    funnel,
    sides,
    settled,
    rejected,
    pairs,
    largestGroup: largestGroup && { size: largestGroup.size, sampleId: sampleIdOf(largestGroup.of) },
    clusters: selection.clusters().length,
    tokens: summaryOf(tokens),
    intents: intents
      .filter(({ collected }) => collected > 0)
      .sort((a, b) => ((a.intent ?? '') < (b.intent ?? '') ? -1 : 1)),
    personalData: personalDataIn(found, selection),
    withoutSystemPrompt: Object.fromEntries([...unprompted].sort(([, a], [, b]) => b - a)),
  };
}

function summaryOf(tokens: readonly number[]): DatasetCounts['tokens'] {
  const sorted = Float64Array.from(tokens).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { total: sorted.reduce((sum, count) => sum + count, 0), median: at(0.5), p95: at(0.95), most: at(1) };
}

function personalDataIn(found: Survey['found'], selection: Selection): DatasetCounts['personalData'] {
  const kinds = new Map<string, { values: number; examples: Set<number> }>();
  for (const { kind, samples, left } of found.byFingerprint.values()) {
    if (left) continue;
    const held = samples.filter((index) => selection.holds(index));
    if (held.length === 0) continue;
    const counts = kinds.get(kind) ?? { values: 0, examples: new Set() };
    counts.values++;
    for (const index of held) counts.examples.add(index);
    kinds.set(kind, counts);
  }
  return [...kinds]
    .map(([kind, { values, examples }]) => ({ kind, values, examples: examples.size }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
