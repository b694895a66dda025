import type { Unit } from '../../shared/domain/queue.ts';
import { AssayError } from '../../shared/errors.ts';
import { visit } from '../stores/loop-writes.ts';
import { useView } from '../stores/view.ts';

/**
 * Shows one sample in the loop, whatever was done with it; the loop goes on behind it as it was.
 *
 * @throws AssayError not-found where it is not here to be labeled any more
 */
export async function openSample(unit: Unit): Promise<void> {
  if (!(await visit(unit)))
    throw new AssayError({
      kind: 'not-found',
      message: `The sample ${unit.sampleId} is not here to be labeled any more.`,
      safe: 'Nothing was changed.',
      remedy: 'Go on with another one.',
    });
  useView.getState().go('labeling');
}
