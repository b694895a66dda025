import type { PiiValueFound } from '../../../shared/domain/dataset.ts';
import type { PersonalData as Chosen } from '../../../shared/domain/personal-data.ts';
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
      examples: samples.filter((index) => selection.holds(index)),
    }))
    .filter(({ examples }) => examples.length > 0)
    .sort(
      (a, b) =>
        Number(a.kind > b.kind) - Number(a.kind < b.kind) ||
        b.examples.length - a.examples.length ||
        (a.fingerprint < b.fingerprint ? -1 : 1),
    );
}

/** A page of values, each with the text around it in one of its samples. */
export function showValues(page: readonly Found[], { columns }: Survey, lines: Lines, chosen: Chosen): PiiValueFound[] {
  const personalData = new PersonalData(chosen);
  return page.map(({ examples, ...value }) => {
    const rowId = columns.rowId[examples[0] ?? 0] ?? 0;
    const place = placeOf(value.fingerprint, lines.texts(rowId), personalData);
    if (!place) throw new Error(`a value that was found in row ${rowId} is not there when it is looked for again`);
    return { ...value, ...place, examples: examples.length, sampleId: lines.sample(rowId).sampleId };
  });
}

function placeOf(wanted: string, texts: readonly string[], personalData: PersonalData) {
  for (const text of texts)
    for (const { start, end, value, kind } of personalData.findIn(text)) {
      if (fingerprint(kind, value) !== wanted) continue;
      const before = text.slice(Math.max(0, start - around), start).toWellFormed();
      const after = text.slice(end, end + around).toWellFormed();
      return {
        value,
        around: {
          before: start > around ? `…${before}` : before,
          after: end + around < text.length ? `${after}…` : after,
        },
      };
    }
  return null;
}
