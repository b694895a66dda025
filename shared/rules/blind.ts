import type { Sample } from '../domain/sample.ts';

/**
 * A sample without what could steer a verdict: how sure the agent was, what became of the customer, and what was decided
 * about the sample before.
 */
export function blind(sample: Sample): Sample {
  const flags = { includeInTraining: true, forEvaluation: false, qualityReviewed: false, piiRedacted: false };
  return { ...sample, confidence: null, outcome: null, feedback: null, flags };
}
