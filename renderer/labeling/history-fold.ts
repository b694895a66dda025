import type { Sample, Turn } from '../../shared/domain/sample.ts';

/** What a turn takes of the column, in pixels: its head and gap, and its lines at about 38 characters of 13 px. */
function heightOf(turn: Turn): number {
  const lines = turn.content.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 38)), 0);
  return 28 + 20 * lines;
}

/**
 * How many of the oldest turns to fold away, so that the rest fits into `height`. The last two always stay: the query
 * answers them. Reckoned from the text, because measuring would cost a layout at every sample.
 */
export function folded(history: readonly Turn[], height: number): number {
  let used = 0;
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const turn = history[index];
    used += turn ? heightOf(turn) : 0;
    // A fold of one turn would take as much room as it saves.
    if (used > height && index < history.length - 2 && index >= 1) return index + 1;
  }
  return 0;
}

/** How many turns the labeler has just read: those that the sample before this one ended with, answer included. */
export function knownTurns(sample: Sample, sibling: Sample | null): number {
  if (!sibling || sample.conversationId === null || sibling.conversationId !== sample.conversationId) return 0;
  const read = [
    ...sibling.history,
    { role: 'user', content: sibling.query },
    { role: 'assistant', content: sibling.response },
  ];
  const differs = sample.history.findIndex(
    ({ role, content }, index) => role !== read[index]?.role || content !== read[index]?.content,
  );
  return differs < 0 ? sample.history.length : differs;
}
