import type { Sample } from '../domain/sample.ts';

/**
 * A sample without what could steer a verdict: how sure the agent was, what became of the customer, what was decided
 * about the sample before, and which model gave the answer.
 */
export function blind(sample: Sample): Sample {
  const flags = { includeInTraining: true, forEvaluation: false, qualityReviewed: false, piiRedacted: false };
  return { ...sample, model: null, promptVersion: null, confidence: null, outcome: null, feedback: null, flags };
}
