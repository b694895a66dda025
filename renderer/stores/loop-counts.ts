import { ask } from '../client.ts';
import { useLoop } from './loop-state.ts';

const recountAfterMs = 250;

/**
 * Counts what the loop holds. The counts move by themselves with every label; this sets them right.
 *
 * An answer from before a label that is counted here already would take it back: then it is asked again.
 */
export async function recount(): Promise<void> {
  const { filter } = useLoop.getState();
  const current = () => useLoop.getState().filter === filter;
  try {
    while (current()) {
      const { counts: before, unsaved } = useLoop.getState();
      const counts = await ask('labeling.counts', { filter });
      const moved = unsaved > 0 || useLoop.getState().counts !== before;
      if (current() && !moved) return useLoop.setState({ counts });
      await new Promise((resolve) => setTimeout(resolve, recountAfterMs));
    }
  } catch (thrown) {
    // Counts are a comfort: labeling goes on without them, and the next write shows what is wrong.
    console.error(thrown);
  }
}
