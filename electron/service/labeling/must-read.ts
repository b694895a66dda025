import { hash } from 'node:crypto';

/** Under which a workspace remembers what its labeler has read for a queue. */
export function readKey(queueId: string): string {
  return `read:${queueId}`;
}

/** What is remembered of a text that was read: another text is asked for again. */
export function readMark(text: string): string {
  return hash('sha256', text);
}
