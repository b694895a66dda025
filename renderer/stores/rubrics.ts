import type { Item } from '../../shared/contract/calls.ts';
import type { Rubric } from '../../shared/domain/rubric.ts';
import { ask } from '../client.ts';

/** The team's rubrics by version, as they were needed. A version never changes. */
const known = new Map<number, Rubric>();

/** Fetches what these are judged by, so that showing one needs no wait. */
export async function loadRubrics(items: readonly Pick<Item, 'rubricVersion'>[]): Promise<void> {
  const versions = new Set(items.flatMap(({ rubricVersion }) => rubricVersion ?? []));
  for (const version of versions)
    if (!known.has(version)) known.set(version, await ask('labeling.rubric', { version }));
}

/** What an item is judged by; null is the workspace's own rubric. */
export function rubricOf({ rubricVersion }: Pick<Item, 'rubricVersion'>): Rubric | null {
  return rubricVersion === null ? null : (known.get(rubricVersion) ?? null);
}
