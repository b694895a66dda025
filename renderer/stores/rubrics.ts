import type { Item } from '../../shared/contract/calls.ts';
import type { Rubric } from '../../shared/domain/rubric.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';
import { notice } from '../ui/notice.tsx';

/** The team's rubrics by version, as they were needed. A version never changes. */
const known = new Map<number, Rubric>();

/** Fetches what these are judged by, so that showing one needs no wait. */
export async function loadRubrics(items: readonly Pick<Item, 'rubricVersion'>[]): Promise<void> {
  const versions = new Set(items.flatMap(({ rubricVersion }) => rubricVersion ?? []));
  for (const version of versions)
    if (!known.has(version)) known.set(version, await ask('labeling.rubric', { version }));
}

/** Versions that were said to be missing. */
const missed = new Set<number>();

/**
 * Those of these that can be judged now. The others are passed over until their rubric has come, which is said once for each
 * version: one item must not hold up its queue.
 */
export async function judgeable(items: readonly Item[]): Promise<Item[]> {
  const missing = new Map<number, ErrorReport>();
  for (const item of items) {
    if (item.rubricVersion === null || missing.has(item.rubricVersion)) continue;
    try {
      await loadRubrics([item]);
    } catch (thrown) {
      const error = reportOf(thrown);
      if (error.kind !== 'not-found') throw thrown;
      missing.set(item.rubricVersion, error);
    }
  }
  for (const [version, { kind, message }] of missing) {
    if (missed.has(version)) continue;
    missed.add(version);
    notice({
      kind,
      message,
      safe: 'Samples that are judged by it are passed over and stay yours.',
      remedy: 'Go on with the others; these are offered again as soon as it is here.',
    });
  }
  return items.filter(({ rubricVersion }) => rubricVersion === null || !missing.has(rubricVersion));
}

/** What an item is judged by; null is the workspace's own rubric. */
export function rubricOf({ rubricVersion }: Pick<Item, 'rubricVersion'>): Rubric | null {
  return rubricVersion === null ? null : (known.get(rubricVersion) ?? null);
}
