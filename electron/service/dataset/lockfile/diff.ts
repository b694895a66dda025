import { join } from 'node:path';
import { rejectedFormats } from '../../../../shared/domain/dataset.ts';
import { reasonKey } from '../../../../shared/rules/reasons.ts';
import { type Lineage, leftOutName, leftOutSchema, lineageName, lineageSchema } from './lineage.ts';
import { readRecords } from './records.ts';
import type { StoredDataset } from './store.ts';

/** What a sample is in one dataset and not in another, and why, as far as that dataset knows. */
export type Difference =
  | { sample: string; what: 'came'; because: string[] }
  | { sample: string; what: 'left'; because: string[] }
  | { sample: string; what: 'changed'; because: ('side' | 'answer' | 'draft' | 'use')[] };

/**
 * Compares two datasets sample by sample, in the order of ids: what came in with the second one, what left, and what is
 * there in another way. Reasons are by `reasonKey`; `not_reviewed` stands for what a dataset says nothing about, `no_place`
 * for a rejected draft where no format takes one.
 *
 * It reads the records of both side by side and holds one sample of each.
 *
 * @throws AssayError invalid-input when the records were changed
 */
export function* diffDatasets(before: StoredDataset, after: StoredDataset): Generator<Difference> {
  const reasonsBefore = reasonsIn(before);
  const reasonsAfter = reasonsIn(after);
  for (const [one, other] of sideBySide(lineageOf(before), lineageOf(after))) {
    if (!one && other) yield { sample: other.sample, what: 'came', because: reasonsBefore(other) };
    else if (one && !other) yield { sample: one.sample, what: 'left', because: reasonsAfter(one) };
    else if (one && other) {
      const because = changesOf(one, other);
      if (because.length > 0) yield { sample: one.sample, what: 'changed', because };
    }
  }
}

function lineageOf({ folder }: StoredDataset): Generator<Lineage> {
  return readRecords(join(folder, lineageName), lineageSchema);
}

/** Why a dataset has not what another one has: asked in the order of ids, and read on as far as that. */
function reasonsIn({ folder, manifest }: StoredDataset): (elsewhere: Lineage) => string[] {
  const takesRejected = manifest.recipe.formats.some((format) => rejectedFormats.includes(format));
  const records = readRecords(join(folder, leftOutName), leftOutSchema);
  let next = records.next();
  return ({ sample, as }) => {
    // Its verdict is not what makes the difference.
    if (as === 'rejected' && !takesRejected) return ['no_place'];
    while (!next.done && compare(next.value.sample, sample) < 0) next = records.next();
    if (next.done || next.value.sample !== sample) return ['not_reviewed'];
    return [...new Set(next.value.reasons.map((reason) => reasonKey(reason)))];
  };
}

function* sideBySide(left: Iterator<Lineage>, right: Iterator<Lineage>): Generator<[Lineage | null, Lineage | null]> {
  let one = left.next();
  let other = right.next();
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compare(one.value.sample, other.value.sample);
    yield [order <= 0 && !one.done ? one.value : null, order >= 0 && !other.done ? other.value : null];
    if (order <= 0) one = left.next();
    if (order >= 0) other = right.next();
  }
}

/** By bytes, as the database orders ids. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function changesOf(one: Lineage, other: Lineage): (Difference & { what: 'changed' })['because'] {
  const says = ({ labels, adjudication }: Lineage) => adjudication?.id ?? labels[0]?.id ?? '';
  return [
    ...(one.side === other.side ? [] : (['side'] as const)),
    ...(one.as === other.as ? [] : (['use'] as const)),
    ...(one.draft === other.draft ? [] : (['draft'] as const)),
    ...(says(one) === says(other) ? [] : (['answer'] as const)),
  ];
}
