import { useSyncExternalStore } from 'react';

const listenToSize = (changed: () => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};
/** The column without header, footer, padding and its own heading. */
const roomOf = () => innerHeight - 36 - 32 - 40 - 56;

/** How much room a history has in its window, in pixels. */
export function useHistoryRoom(): number {
  return useSyncExternalStore(listenToSize, roomOf);
}
