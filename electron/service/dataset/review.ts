import type { PiiValueFound } from '../../../shared/domain/dataset.ts';
import type { PersonalData as Chosen } from '../../../shared/domain/personal-data.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import type { Lines } from './lines.ts';
import { PersonalData } from './personal-data.ts';
import { fingerprint } from './pii/normalise.ts';
import type { Selection } from './selection.ts';
import type { Survey } from './survey/survey.ts';

/** So much of a text is shown on either side of a value, in UTF-16 units. */
const around = 60;

type Found = { fingerprint: string; kind: string; left: boolean; examples: number[] };

/** Values in examples of a selection that look like personal data, by kind, the most frequent first. */
export function valuesFound({ found }: Survey, selection: Selection, kind: string | null): Found[] {
  return [...found.byFingerprint]
    .filter(([, value]) => kind === null || value.kind === kind)
    .map(([key, { samples, ...value }]) => ({
      ...value,
      fingerprint: key,
      examples: samples.filter((index) => selection.trains(index)),
    }))
    .filter(({ examples }) => examples.length > 0)
    .sort(
      (a, b) =>
        Number(a.kind > b.kind) - Number(a.kind < b.kind) ||
        b.examples.length - a.examples.length ||
        (a.fingerprint < b.fingerprint ? -1 : 1),
    );
}

/** A value with the text around it, from one of its samples; null where the sample has changed since. */
export function showValue(
  { fingerprint: wanted, kind, left, examples }: Found,
  { sample, answer }: { sample: Sample; answer: string },
  chosen: Chosen,
): PiiValueFound | null {
  const personalData = new PersonalData(chosen);
  const texts = [...sample.history.map(({ content }) => content), sample.query, answer, sample.response];
  for (const text of texts)
    for (const { start, end, value, kind: its } of personalData.findIn(text)) {
      if (fingerprint(its, value) !== wanted) continue;
      const before = text.slice(Math.max(0, start - around), start).toWellFormed();
      const after = text.slice(end, end + around).toWellFormed();
      const { sampleId } = sample;
      return { fingerprint: wanted, kind, value, examples: examples.length, sampleId, around: { before, after }, left };
    }
  return null;
}

/** As `showValue`, for a page of values. */
export function showValues(page: readonly Found[], { columns }: Survey, lines: Lines, chosen: Chosen): PiiValueFound[] {
  return page.flatMap((value) => {
    const rowId = columns.rowId[value.examples[0] ?? 0] ?? 0;
    const shown = showValue(value, { sample: lines.sample(rowId), answer: lines.answer(rowId) }, chosen);
    return shown ? [shown] : [];
  });
}
