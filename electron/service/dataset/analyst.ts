import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import type { Fate as KnownFate, Recipe } from '../../../shared/domain/dataset.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import { reasonKey } from '../../../shared/rules/reasons.ts';
import { type LabelRow, readLabel } from '../labeling/labels.ts';
import { countsOf } from './counts.ts';
import type { Format, JsonObject } from './formats/format.ts';
import { formats } from './formats/formats.ts';
import { csvRecord } from './formats/write/csv.ts';
import { jsonLine } from './formats/write/jsonl.ts';
import { hashes } from './hash.ts';
import { Lines } from './lines.ts';
import { ErasedSamples } from './lockfile/erased.ts';
import { prepareLedger, readLedger } from './lockfile/ledger.ts';
import type { StoredDataset } from './lockfile/store.ts';
import { showValues, valuesFound } from './review.ts';
import { type Fate, Selection } from './selection.ts';
import { openSource, type Source } from './source.ts';
import type { Ledger } from './split.ts';
import { type Survey, type SurveyedBy, survey } from './survey/survey.ts';
import { Texts } from './survey/texts.ts';
import type { SaidOf } from './words.ts';

type Surveyed = {
  survey: Survey;
  ledger: Ledger;
  /** The prompts and the rules for personal data that it was made by. */
  by: string;
  /** Of the files, as the connection sees that others have written to them. */
  versions: Record<Schema, number>;
  /** Of the labels themselves: a plan that is saved, a draft and a job are written to the same file. */
  said: string;
};
const schemas = ['main', 'work', 'ledger'] as const;
type Schema = (typeof schemas)[number];

/** Told while all samples are read: a share of the whole. Throws to stop. */
type Progress = (share: number) => void;

/** Reading takes most of the time of a survey; what is left is the search for near duplicates. */
const readingShare = 0.8;
/** Of what surveys and then reads some of the samples again, a survey takes so much. */
const surveyShare = 0.8;

/**
 * Answers what a recipe would give, without building it.
 *
 * It surveys all samples once and holds that for as long as nothing changes: filters, gate, duplicates and split are then
 * decided on columns.
 */
export class Analyst {
  readonly #source;
  readonly #texts: Texts;
  readonly #erased: ErasedSamples;
  #progress: Progress;
  #surveyed: Surveyed | null = null;
  #selected: { recipe: string; of: Surveyed; selection: Selection } | null = null;

  constructor(folder: string, progress: Progress) {
    this.#source = openSource(folder, prepareLedger(folder));
    this.#texts = new Texts(this.#source.db);
    this.#erased = new ErasedSamples(this.#source.db);
    this.#progress = progress;
  }

  /** Samples of a dataset that were erased since it was built. */
  erasedIn(dataset: StoredDataset): number {
    return this.#erased.in(dataset);
  }

  close(): void {
    this.#source.close();
  }

  count(recipe: Recipe): CallOutput<'dataset.count'> {
    const { survey, selection } = this.#select(recipe);
    return countsOf(survey, selection, (index) => this.#sampleId(survey, index));
  }

  fate({ recipe, sampleId }: CallInput<'dataset.fate'>): CallOutput<'dataset.fate'> {
    const { survey, selection } = this.#select(recipe);
    const index = survey.columns.idHash.indexOf(hashes(sampleId)[0]);
    return index < 0 ? null : this.#named(survey, selection.fate(index));
  }

  samples({ recipe, of, offset, limit }: CallInput<'dataset.samples'>): CallOutput<'dataset.samples'> {
    const { survey, selection } = this.#select(recipe);
    const { columns, groups } = survey;
    const group = 'group' in of ? columns.idHash.indexOf(hashes(of.group)[0]) : null;
    const isIn = (index: number) => {
      if (group !== null) return group >= 0 && selection.trains(index) && groups.find(index) === groups.find(group);
      return isOf(selection.fate(index), of);
    };
    const found: number[] = [];
    for (let index = 0; index < columns.size; index++) if (isIn(index)) found.push(index);
    const page = found.slice(offset, offset + limit);
    return { total: found.length, samples: page.map((index) => this.#sample(survey, selection, index)) };
  }

  line({ recipe, sampleId, format }: CallInput<'dataset.line'>): CallOutput<'dataset.line'> {
    const { survey, selection } = this.#select(recipe);
    const index = survey.columns.idHash.indexOf(hashes(sampleId)[0]);
    const fate = index < 0 ? null : selection.fate(index);
    if (!fate || fate.as === 'unselected' || fate.as === 'out') return { text: null, reason: null };
    const { example } = new Lines(this.#source, recipe).read(survey.columns.rowId[index] ?? 0, fate.as);
    const result = formats[format].row(example, { tools: selection.tools });
    if (!result.ok) return { text: null, reason: result.reason };
    return { text: lineOf(formats[format].container, result.row), reason: null };
  }

  clusters({ recipe, offset, limit }: CallInput<'dataset.clusters'>): CallOutput<'dataset.clusters'> {
    const { survey, selection } = this.#select(recipe);
    const all = selection.clusters();
    const lines = new Lines(this.#source, recipe);
    const clusters = all.slice(offset, offset + limit).map((members) => ({
      size: members.length,
      kept: members.filter((index) => selection.trains(index)).map((index) => this.#sampleId(survey, index)),
      samples: members.slice(0, mostListed).map((index) => ({
        ...this.#sample(survey, selection, index),
        answer: lines.answer(survey.columns.rowId[index] ?? 0),
        overall: overallOf(survey, index),
      })),
    }));
    return { total: all.length, clusters };
  }

  personalData({ recipe, kind, offset, limit }: CallInput<'dataset.personalData'>): CallOutput<'dataset.personalData'> {
    const { survey, selection } = this.#select(recipe);
    const all = valuesFound(survey, selection, kind);
    const page = all.slice(offset, offset + limit);
    return {
      total: all.length,
      values: showValues(page, survey, new Lines(this.#source, recipe), recipe.personalData),
    };
  }

  /** What `read` makes of a selection: both see all files as they are at one moment. */
  reading<T>(
    recipe: Recipe,
    read: (source: Source, selected: { survey: Survey; selection: Selection }, progress: Progress) => T,
  ): T {
    const { db } = this.#source;
    const whole = this.#progress;
    this.#progress = (share) => whole(share * surveyShare);
    db.exec('BEGIN');
    try {
      const selected = this.#select(recipe);
      return read(this.#source, selected, (share) => whole(surveyShare + share * (1 - surveyShare)));
    } finally {
      db.exec('COMMIT');
      this.#progress = whole;
    }
  }

  /** A sample and what is said of it now; null when it is not here. */
  said(sampleId: string): ({ sample: Sample } & ReturnType<SaidOf>) | null {
    const { db, saidOf } = this.#source;
    const rowId = db.prepare<[string], number>('SELECT id FROM samples WHERE sample_id = ?').pluck().get(sampleId);
    if (rowId === undefined) return null;
    const labels = db.prepare<[string], LabelRow>('SELECT * FROM work.labels WHERE sample_id = ? ORDER BY seq');
    return { sample: this.#texts.sample(rowId), ...saidOf(sampleId, labels.all(sampleId).map(readLabel)) };
  }

  #select(recipe: Recipe): { survey: Survey; selection: Selection } {
    const surveyed = this.#survey(recipe);
    const key = JSON.stringify(recipe);
    if (this.#selected?.recipe !== key || this.#selected.of !== surveyed) {
      const selection = new Selection(surveyed.survey, recipe, surveyed.ledger);
      this.#selected = { recipe: key, of: surveyed, selection };
    }
    return { survey: surveyed.survey, selection: this.#selected.selection };
  }

  /** What is held, where nothing that it was made of has changed since; else that is read again. */
  #survey({ systemPrompts, personalData }: Recipe): Surveyed {
    const { db } = this.#source;
    const by = JSON.stringify([Object.entries(systemPrompts).sort(), personalData]);
    const held = this.#surveyed;
    const before = this.#versions();
    if (held && held.by === by && schemas.every((schema) => held.versions[schema] === before[schema])) return held;

    // A reading that goes on from here has begun one already.
    const own = !db.inTransaction;
    if (own) db.exec('BEGIN');
    try {
      const versions = this.#versions();
      const said = this.#said();
      const same = held?.by === by && held.versions.main === versions.main && held.said === said;
      if (!same) {
        this.#surveyed = null;
        this.#selected = null;
      }
      const found = same ? held.survey : this.#read({ systemPrompts, personalData });
      const ledger =
        same && held.versions.ledger === versions.ledger ? held.ledger : readLedger(db, found.columns.size);
      // Another ledger is another object: a selection that was made of the one before no longer fits.
      this.#surveyed = same && held.ledger === ledger ? held : { survey: found, ledger, by, versions, said };
      this.#surveyed.versions = versions;
      return this.#surveyed;
    } finally {
      if (own) db.exec('COMMIT');
    }
  }

  #read(by: SurveyedBy): Survey {
    return survey(this.#source, by, {
      reading: (done, total) => this.#progress((done / total) * readingShare),
      comparing: (share) => this.#progress(readingShare + share * (1 - readingShare)),
    });
  }

  /** Each answers the number of changes that others have committed to it. */
  #versions(): Record<Schema, number> {
    const version = (schema: Schema) => Number(this.#source.db.pragma(`${schema}.data_version`, { simple: true }));
    return { main: version('main'), work: version('work'), ledger: version('ledger') };
  }

  /** Of everything in work.db by which a survey goes. Labels are only added, but for those of erased samples. */
  #said(): string {
    const { db } = this.#source;
    return JSON.stringify(
      db
        .prepare(
          `SELECT (SELECT max(seq) FROM work.labels), (SELECT count(*) FROM work.labels),
             (SELECT count(*) FROM work.outbox WHERE state = 'rejected'), (SELECT max(seq) FROM work.outbox WHERE state = 'rejected'),
             (SELECT count(*) FROM work.let_go), (SELECT value FROM work.meta WHERE key = 'account')`,
        )
        .raw()
        .get(),
    );
  }

  #sample(survey: Survey, selection: Selection, index: number): CallOutput<'dataset.samples'>['samples'][number] {
    const { sampleId, query, agent, intent } = this.#stored(survey, index);
    return { sampleId, query, agent, intent, fate: this.#named(survey, selection.fate(index)) };
  }

  #stored(survey: Survey, index: number) {
    return this.#texts.sample(survey.columns.rowId[index] ?? 0);
  }

  #sampleId(survey: Survey, index: number): string {
    return this.#stored(survey, index).sampleId;
  }

  /** A fate with the ids of samples in the place of their places. */
  #named(survey: Survey, fate: Fate): KnownFate {
    if (fate.as !== 'out') return fate;
    const reasons = fate.reasons.map((reason) =>
      'of' in reason ? { ...reason, of: this.#sampleId(survey, reason.of) } : { ...reason },
    );
    return { ...fate, reasons };
  }
}

/** Of a group of alike samples so many are listed: nobody reads more one by one. */
const mostListed = 50;

/** A row as its file has it, without its end; a table in binary has no lines, and shows its row as JSON. */
function lineOf(container: Format['container'], row: JsonObject): string {
  return container === 'csv' ? csvRecord(row) : jsonLine(row).slice(0, -1);
}

function isOf(fate: Fate, of: CallInput<'dataset.samples'>['of']): boolean {
  if ('group' in of) return false;
  if ('side' in of) return fate.as === 'chosen' && fate.side === of.side;
  // A draft that is only there as an example of what not to say was stopped by its rejection all the same.
  if (fate.as === 'rejected') return of.step === 'approved' && (of.reason === null || of.reason === 'rejected');
  if (fate.as !== 'out' || fate.step !== of.step) return false;
  return of.reason === null || fate.reasons.some((reason) => reasonKey(reason) === of.reason);
}

function overallOf({ columns }: Survey, index: number): number | null {
  const judged = columns.judgments.values[columns.judged[index] ?? 0];
  return judged?.status === 'resolved' ? (judged.scores.overall ?? null) : null;
}
