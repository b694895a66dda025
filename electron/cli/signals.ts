/** npm passes on a Ctrl-C that the terminal has sent to every process already: the same one comes twice. */
const sameMs = 300;

/** Listens for Ctrl-C and SIGTERM while work runs that can stop safely. */
export type Interruption = {
  /** What asked to stop, or null. */
  readonly signal: NodeJS.Signals | null;
  end(): void;
};

/**
 * The first signal asks the work to stop, the second ends the process at once: everything that counts is in
 * transactions, so the cost is the batch under way.
 */
export function onInterruption(stop: () => void): Interruption {
  let signal: NodeJS.Signals | null = null;
  let first = 0;
  const listener = (received: NodeJS.Signals) => {
    if (signal === null) {
      signal = received;
      first = performance.now();
      stop();
    } else if (performance.now() - first > sameMs) {
      // As a process that never listened: the shell sees which signal ended it.
      end();
      process.kill(process.pid, received);
    }
  };
  const end = () => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, listener);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, listener);
  return {
    get signal() {
      return signal;
    },
    end,
  };
}
