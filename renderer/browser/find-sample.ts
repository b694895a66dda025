import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useView } from '../stores/view.ts';
import { seek } from './store.ts';

/** Enough words to find a question by, and few enough to be a search. */
const words = 12;

/**
 * Opens a sample in Find: chosen among the turns of its conversation, or among what has the first words of its question where
 * it names none.
 *
 * @throws AssayError not-found where it is not here any more
 */
export async function findSample(sampleId: string): Promise<void> {
  const [item] = await ask('labeling.items', { queueId: null, sampleIds: [sampleId] });
  if (!item)
    throw new AssayError({
      kind: 'not-found',
      message: `The sample ${sampleId} is not in this workspace any more.`,
      safe: 'What the dataset holds of it is still there.',
      remedy: 'Import it again, or go on with another one.',
    });
  const { conversationId, query } = item.sample;
  const text = (query.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, words).join(' ');
  seek(sampleId, conversationId === null ? { text } : { conversationId });
  useView.getState().go('browser');
}
