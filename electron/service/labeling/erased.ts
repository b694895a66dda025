import { AssayError } from '../../../shared/errors.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';

/** Tells what the team has erased from what is merely not on this device. */
export class Erased {
  readonly #samples: SampleReader;
  readonly #named;

  constructor(work: Connection, samples: SampleReader) {
    this.#samples = samples;
    this.#named = work.prepare<[string], number>('SELECT 1 FROM erased WHERE sample_id = ?').pluck();
  }

  /**
   * Keeps anything from being begun on an erased sample: it may still be on a screen. One that has come again since, under
   * the old name, is a sample like any other.
   *
   * @throws AssayError erased
   */
  refuse(sampleId: string): void {
    if (this.#named.get(sampleId) === 1 && !this.#samples.has(sampleId)) throw erased();
  }
}

function erased(): AssayError {
  return new AssayError({
    kind: 'erased',
    message: 'Your team has erased this sample.',
    safe: 'What was entered on it is gone with it; everything else is as it was.',
    remedy: 'Go on with the next sample.',
  });
}
