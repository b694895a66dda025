import type { Example } from '../../../shared/domain/example.ts';
import type { Label } from '../../../shared/domain/label.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import { answersOf, rejectedOf, resolutionOf, systemPromptOf } from '../../../shared/rules/dataset.ts';
import { exampleOf } from '../../../shared/rules/example.ts';
import { judgedOf } from '../../../shared/rules/gate.ts';
import type { Resolution } from '../../../shared/rules/resolve.ts';
import { type LabelRow, readLabel } from '../labeling/labels.ts';
import type { Source } from './source.ts';
import { Texts } from './survey/texts.ts';

/** A sample that is in a dataset, with what was decided and what is written of it. */
export type Line = { sample: Sample; resolution: Resolution & { status: 'resolved' }; example: Example };

/** Reads single samples again as a dataset has them, once a selection has decided which. */
export class Lines {
  readonly #source: Source;
  readonly #systemPrompts: Readonly<Record<string, string>>;
  readonly #texts: Texts;
  readonly #labels;

  constructor(source: Source, systemPrompts: Readonly<Record<string, string>>) {
    this.#source = source;
    this.#systemPrompts = systemPrompts;
    this.#texts = new Texts(source.db);
    this.#labels = source.db.prepare<[string], LabelRow>('SELECT * FROM work.labels WHERE sample_id = ? ORDER BY seq');
  }

  sample(rowId: number): Sample {
    return this.#texts.sample(rowId);
  }

  labels(sampleId: string): Label[] {
    return this.#labels.all(sampleId).map(readLabel);
  }

  /** The text that would be trained on, of a sample on which something was decided. */
  answer(rowId: number): string {
    const sample = this.sample(rowId);
    const words = this.#source.wordsOf(sample.sampleId, this.labels(sample.sampleId));
    return judgedOf(sample, resolutionOf(sample, words)).text;
  }

  /**
   * @param rowId `samples.id`
   * @param as whether the dataset has its answer, or only the draft that a person rejected
   */
  read(rowId: number, as: 'chosen' | 'rejected'): Line {
    const sample = this.sample(rowId);
    const resolution = resolutionOf(sample, this.#source.wordsOf(sample.sampleId, this.labels(sample.sampleId)));
    if (resolution.status !== 'resolved') throw changed(sample);
    const answers =
      as === 'chosen'
        ? answersOf(sample, resolution, judgedOf(sample, resolution).text)
        : { chosen: null, rejected: rejectedOf(sample, resolution) };
    const rendered = exampleOf(sample, answers, systemPromptOf(sample.agent, this.#systemPrompts));
    if (!rendered.ok) throw changed(sample);
    return { sample, resolution, example: rendered.example };
  }
}

/** Within one snapshot nothing changes between survey and writing: this is a defect. */
function changed({ sampleId }: Sample): Error {
  return new Error(`the sample ${sampleId} was selected, and cannot be written`);
}
