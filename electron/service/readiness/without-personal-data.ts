import type { CorrectionPattern, Readiness } from '../../../shared/domain/readiness.ts';
import type { PersonalData } from '../dataset/personal-data.ts';

/**
 * A count whose examples are as a dataset would have them: a report leaves the workspace, too. The wording of a pattern
 * stays, because many answers share it.
 */
export function withoutPersonalData(readiness: Readiness, personalData: PersonalData): Readiness {
  const findings = readiness.findings.map((finding) =>
    finding.criterion === 'corrections'
      ? { ...finding, patterns: finding.patterns.map((pattern) => redacted(pattern, personalData)) }
      : finding,
  );
  return { ...readiness, findings };
}

function redacted(pattern: CorrectionPattern, personalData: PersonalData): CorrectionPattern {
  if (!pattern.example) return pattern;
  const { draft, correction } = pattern.example;
  const redactor = personalData.redactor([draft, correction]);
  return { ...pattern, example: { draft: redactor.redact(draft).text, correction: redactor.redact(correction).text } };
}
