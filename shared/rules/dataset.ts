import type { ExportFilters } from '../domain/job.ts';
import type { Label } from '../domain/label.ts';
import type { Sample } from '../domain/sample.ts';
import { type Example, exampleOf } from './example.ts';
import { applyGate, type Gate } from './gate.ts';
import { legacyVerdict } from './legacy.ts';
import type { DatasetReason } from './reasons.ts';
import { resolve } from './resolve.ts';

/** What becomes of a sample in a dataset: its example, or every reason why it stays out. */
export type DatasetEntry =
  | { included: true; example: Example; by: 'draft' | 'correction'; legacy: boolean }
  | { included: false; reasons: DatasetReason[] };

/** What decides beside sample and labels: `systemPrompts` by agent, as the workspace's settings hold them. */
export type DatasetRules = { gate: Gate; systemPrompts: Readonly<Record<string, string>> };

/** The whole way from labels to training example: resolve, gate, format. */
export function datasetEntry(sample: Sample, labels: readonly Label[], rules: DatasetRules): DatasetEntry {
  const legacy = legacyVerdict(sample.feedback, sample.flags.qualityReviewed);
  const resolution = resolve(labels, { adjudication: null, legacy, overlap: 1 });
  const verdict = applyGate(sample, resolution, rules.gate);
  if (!verdict.pass) return { included: false, reasons: verdict.reasons };
  const rendered = exampleOf(sample, verdict.text, systemPromptOf(sample.agent, rules));
  if (!rendered.ok) return { included: false, reasons: rendered.reasons };
  const byLegacy = resolution.status === 'resolved' && resolution.by === 'legacy';
  return { included: true, example: rendered.example, by: verdict.by, legacy: byLegacy };
}

/** A prompt of nothing but space is no prompt. */
function systemPromptOf(agent: string, { systemPrompts }: DatasetRules): string | null {
  const prompt = Object.hasOwn(systemPrompts, agent) ? systemPrompts[agent] : undefined;
  return prompt === undefined || prompt.trim() === '' ? null : prompt;
}

/** The workspace's gate with what an export asks for in its place. */
export function gateFor(gate: Gate, { approvedOnly, minQualityScore }: ExportFilters): Gate {
  return {
    approvedOnly: approvedOnly ?? gate.approvedOnly,
    minOverall: minQualityScore ?? gate.minOverall,
    minCriterion: minQualityScore ?? gate.minCriterion,
  };
}

/** True when a sample is one of those an export is about: the right agent, every tag, inside the dates. */
export function selects({ agent, tags, from, to }: ExportFilters, sample: Sample): boolean {
  const at = Date.parse(sample.createdAt);
  return (
    (agent === undefined || sample.agent === agent) &&
    (tags ?? []).every((tag) => sample.tags.includes(tag)) &&
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to))
  );
}
