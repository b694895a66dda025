import type { Example } from '../domain/example.ts';
import type { ExportFilters } from '../domain/job.ts';
import type { Verdict } from '../domain/label.ts';
import type { Sample } from '../domain/sample.ts';
import { type Answers, exampleOf } from './example.ts';
import { type Gate, gateReasons, judgedOf, verdictOf } from './gate.ts';
import { legacyVerdict } from './legacy.ts';
import type { DatasetReason } from './reasons.ts';
import { type QueueWords, type Resolution, resolve } from './resolve.ts';

/**
 * What becomes of a sample in a dataset: its example, or every reason why it stays out. A draft that a person rejected may
 * still be an example of what not to say.
 */
export type DatasetEntry =
  | { included: true; example: Example; by: 'draft' | 'correction'; legacy: boolean }
  | { included: false; reasons: DatasetReason[]; negative: Example | null };

/** What decides beside sample and labels: `systemPrompts` by agent, as the workspace's settings hold them. */
export type DatasetRules = { gate: Gate; systemPrompts: Readonly<Record<string, string>> };

/** Which verdict on a sample counts: of its queues, else the one that it came with. */
export function resolutionOf(sample: Sample, words: readonly QueueWords[]): Resolution {
  return resolve(words, legacyVerdict(sample.feedback, sample.flags.qualityReviewed));
}

/** The whole way from labels to training example: resolve, gate, render. */
export function datasetEntry(sample: Sample, words: readonly QueueWords[], rules: DatasetRules): DatasetEntry {
  const resolution = resolutionOf(sample, words);
  const { judged, text } = judgedOf(sample, resolution);
  const against = gateReasons(judged, rules.gate);
  const systemPrompt = systemPromptOf(sample.agent, rules.systemPrompts);
  if (against.length > 0 || judged.status !== 'resolved') {
    const says = judged.status === 'resolved' && !judged.approved && !judged.flaggedOut;
    const rejected = says ? rejectedOf(sample, resolution) : null;
    const negative =
      rejected === null ? null : exampleOf(sample, { chosen: null, rejected, approved: false }, systemPrompt);
    return { included: false, reasons: against, negative: negative?.ok ? negative.example : null };
  }
  const rendered = exampleOf(sample, answersOf(sample, resolution, { approved: judged.approved, text }), systemPrompt);
  if (!rendered.ok) return { included: false, reasons: rendered.reasons, negative: null };
  return { included: true, example: rendered.example, by: judged.by, legacy: judged.legacy };
}

/** A prompt of nothing but space is no prompt. */
export function systemPromptOf(agent: string, systemPrompts: DatasetRules['systemPrompts']): string | null {
  const prompt = Object.hasOwn(systemPrompts, agent) ? systemPrompts[agent] : undefined;
  return prompt === undefined || prompt.trim() === '' ? null : prompt;
}

/**
 * The draft, where a person rejected it or scored it lower than its correction, and it is still the draft that they saw.
 * A verdict from before Assay has no scores of both, and says nothing here.
 */
export function rejectedOf(sample: Sample, resolution: Resolution): Answers['rejected'] {
  if (resolution.status !== 'resolved' || resolution.by === 'legacy') return null;
  const verdict = verdictOf(resolution);
  if (verdict.responseHash !== sample.responseHash) return null;
  return verdict.decision === 'reject' || scoredLower(verdict) ? sample.response : null;
}

type Passed = { approved: boolean; text: string };

/** The text that passes, and the draft beside it; a draft that is let in unapproved is no pair with itself. */
export function answersOf(sample: Sample, resolution: Resolution, { approved, text }: Passed): Answers {
  const rejected = rejectedOf(sample, resolution);
  return { chosen: text, rejected: rejected === text ? null : rejected, approved };
}

/** Every answer that some dataset could take of a sample on which something was decided, whatever its gate. */
export function possibleAnswers(sample: Sample, resolution: Resolution, { approved, text }: Passed): Answers {
  const rejected = rejectedOf(sample, resolution);
  return approved ? { chosen: text, rejected, approved } : { chosen: null, rejected: rejected ?? text, approved };
}

/** The overall rating decides; where it is the same, the criteria together. */
function scoredLower({ scores, correction }: Verdict): boolean {
  if (!correction) return false;
  const sum = (of: Verdict['scores']) => Object.values(of).reduce((total, score) => total + score, 0);
  const gain = correction.scores.overall - scores.overall;
  return gain > 0 || (gain === 0 && sum(scores) < sum(correction.scores));
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
