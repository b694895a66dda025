import type { Example } from '../../../../shared/domain/example.ts';
import type { PersonalData } from '../personal-data.ts';
import { fingerprint } from '../pii/normalise.ts';

/** A value that looks like personal data: its kind, the places of the samples in which it stands, whether it stays. */
export type FoundValue = { kind: string; samples: number[]; left: boolean };

/** What looks like personal data, by the fingerprints of values: the values themselves are not held. */
export class FoundPersonalData {
  readonly byFingerprint = new Map<string, FoundValue>();
  readonly #personalData: PersonalData;

  constructor(personalData: PersonalData) {
    this.#personalData = personalData;
  }

  /** Takes note of what a sample holds. */
  add(index: number, example: Example, from: number): void {
    for (const finding of this.#personalData.find(example, from)) {
      const key = fingerprint(finding.kind, finding.value);
      const known = this.byFingerprint.get(key);
      const left = this.#personalData.isLeft(finding);
      if (!known) this.byFingerprint.set(key, { kind: finding.kind, samples: [index], left });
      else if (known.samples.at(-1) !== index) known.samples.push(index);
    }
  }
}
