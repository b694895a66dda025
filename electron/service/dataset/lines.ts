import type { Example } from '../../../shared/domain/example.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import { answersOf, possibleAnswers, rejectedOf, resolutionOf, systemPromptOf } from '../../../shared/rules/dataset.ts';
import { exampleOf } from '../../../shared/rules/example.ts';
import { judgedOf } from '../../../shared/rules/gate.ts';
import type { Resolution } from '../../../shared/rules/resolve.ts';
import { type LabelRow, readLabel } from '../labeling/labels.ts';
import { Conversations } from './conversations.ts';
import { mapTexts, textsIn } from './example-texts.ts';
import { PersonalData } from './personal-data.ts';
import type { Redactor } from './pii/redactor.ts';
import type { Source } from './source.ts';
import type { SurveyedBy } from './survey/survey.ts';
import { Texts } from './survey/texts.ts';
import type { SaidOf } from './words.ts';

/** A sample that is in a dataset, with what was decided and what is written of it. */
export type Line = {
  sample: Sample;
  resolution: Resolution & { status: 'resolved' };
  /** Without personal data. */
  example: Example;
  /** How many places were replaced, by kind. */
  redactions: Record<string, number>;
};

/** Reads single samples again as a dataset has them, once a selection has decided which. */
export class Lines {
  readonly #saidOf: SaidOf;
  readonly #systemPrompts: Readonly<Record<string, string>>;
  readonly #texts: Texts;
  readonly #personalData: PersonalData;
  readonly #conversations: Conversations;
  readonly #labels;

  constructor(source: Source, { systemPrompts, personalData }: SurveyedBy) {
    this.#saidOf = source.saidOf;
    this.#systemPrompts = systemPrompts;
    this.#personalData = new PersonalData(personalData);
    this.#conversations = new Conversations(source.db, this.#personalData, (sample) => this.#answerOf(sample));
    this.#texts = new Texts(source.db);
    this.#labels = source.db.prepare<[string], LabelRow>('SELECT * FROM work.labels WHERE sample_id = ? ORDER BY seq');
  }

  sample(rowId: number): Sample {
    return this.#texts.sample(rowId);
  }

  said(sampleId: string): ReturnType<SaidOf> {
    return this.#saidOf(sampleId, this.#labels.all(sampleId).map(readLabel));
  }

  /** The text that would be trained on, of a sample on which something was decided. */
  answer(rowId: number): string {
    return this.#answerOf(this.sample(rowId));
  }

  /** Every text that a dataset could take of a sample on which something was decided, with personal data as it is. */
  texts(rowId: number): string[] {
    const sample = this.sample(rowId);
    const resolution = this.#resolutionOf(sample);
    const { judged, text } = judgedOf(sample, resolution);
    if (judged.status !== 'resolved') throw changed(sample);
    const systemPrompt = systemPromptOf(sample.agent, this.#systemPrompts);
    const answers = possibleAnswers(sample, resolution, { approved: judged.approved, text });
    const rendered = exampleOf(sample, answers, systemPrompt);
    if (!rendered.ok) throw changed(sample);
    return textsIn(rendered.example, systemPrompt === null ? 0 : 1);
  }

  #answerOf(sample: Sample): string {
    return judgedOf(sample, this.#resolutionOf(sample)).text;
  }

  #resolutionOf(sample: Sample): Resolution {
    return resolutionOf(sample, this.said(sample.sampleId).words);
  }

  /**
   * @param rowId `samples.id`
   * @param as whether the dataset has its answer, or only the draft that a person rejected
   */
  read(rowId: number, as: 'chosen' | 'rejected'): Line {
    const sample = this.sample(rowId);
    const resolution = this.#resolutionOf(sample);
    const { judged, text } = judgedOf(sample, resolution);
    if (resolution.status !== 'resolved' || judged.status !== 'resolved') throw changed(sample);
    const answers =
      as === 'chosen'
        ? answersOf(sample, resolution, { approved: judged.approved, text })
        : { chosen: null, rejected: rejectedOf(sample, resolution), approved: false };
    const systemPrompt = systemPromptOf(sample.agent, this.#systemPrompts);
    const rendered = exampleOf(sample, answers, systemPrompt);
    if (!rendered.ok) throw changed(sample);
    return { sample, resolution, ...this.redact(sample, rendered.example) };
  }

  /** @param example of the sample, with personal data as it is */
  redact(sample: Sample, example: Example): Pick<Line, 'example' | 'redactions'> {
    // Where nothing is looked for, no text is read again.
    if (!this.#personalData.looks) return { example, redactions: {} };
    const from = systemPromptOf(sample.agent, this.#systemPrompts) === null ? 0 : 1;
    return redacted(example, from, this.redactorOf(sample));
  }

  /** Of the whole conversation of a sample: what one text of it gives away is gone from all of it. */
  redactorOf(sample: Sample): Redactor {
    return this.#conversations.redactorOf(sample);
  }
}

/** An example as the files have it. @param from the first message that is said by somebody */
export function redacted(example: Example, from: number, redactor: Redactor): Pick<Line, 'example' | 'redactions'> {
  const redactions: Record<string, number> = {};
  const without = mapTexts(example, from, (text) => {
    const redaction = redactor.redact(text);
    for (const { kind, count } of redaction.redactions) redactions[kind] = (redactions[kind] ?? 0) + count;
    return redaction.text;
  });
  return { example: without, redactions };
}

/** Within one snapshot nothing changes between survey and writing: this is a defect. */
function changed({ sampleId }: Sample): Error {
  return new Error(`the sample ${sampleId} was selected, and cannot be written`);
}
