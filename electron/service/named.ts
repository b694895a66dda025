import { AssayError } from '../../shared/errors.ts';

/** How much of an id a person has to give: less would name whatever is there alone. */
const least = 4;

/**
 * The one whose id is given, or how it begins.
 *
 * @param noun what there are several of: “run”
 * @throws AssayError not-found where it is none, or several
 */
export function oneNamed<T extends { id: string }>(all: readonly T[], given: string, noun: string): T {
  const found = all.filter(({ id }) => given.length >= least && id.startsWith(given));
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new AssayError({
    kind: 'not-found',
    message: only ? `Several ${noun}s begin with ${given}.` : `There is no ${noun} “${given}” in this workspace.`,
    safe: 'Nothing was changed.',
    remedy: `Look at the list of ${noun}s, and name ${only ? 'more' : `at least ${least} characters`} of its id.`,
  });
}
