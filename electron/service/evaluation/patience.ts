/** What OpenAI's own client waits for any answer. */
const shortestMs = 10 * 60_000;
/** A slow server of one's own writes some twenty tokens a second to each of those who ask at once. */
const tokenMs = 50;

/** How long an answer may take, in ms. Whoever hangs up before pays for it all the same. */
export function answerMs(maxTokens: number): number {
  return Math.max(shortestMs, maxTokens * tokenMs);
}

/** What Node's `fetch` sends its requests by, where undici keeps it. */
const dispatcher = Symbol.for('undici.globalDispatcher.1');

/**
 * Options for Node's `fetch`, which by itself hangs up when no byte comes for five minutes. Its patience is in its
 * dispatcher, of which nothing but the one in use is there to make another by.
 *
 * @returns none where this Node has its dispatcher somewhere else: then five minutes it is
 */
export function patientFetch(ms: number): { dispatcher?: object } {
  // Node loads undici with the first of its classes.
  void new Headers();
  const inUse: unknown = Reflect.get(globalThis, dispatcher);
  if (typeof inUse !== 'object' || inUse === null) return {};
  return { dispatcher: Reflect.construct(inUse.constructor, [{ headersTimeout: ms, bodyTimeout: ms }]) };
}
