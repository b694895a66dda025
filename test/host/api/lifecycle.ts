/** Between Chromium's start, which makes the app ready, and those who must know. */
const ready = Promise.withResolvers<void>();

export const lifecycle = {
  isReady: false,
  /** Set by whoever starts Chromium: told when somebody waits. */
  onWanted: () => {},
  whenReady(): Promise<void> {
    lifecycle.onWanted();
    return ready.promise;
  },
  markReady(): void {
    lifecycle.isReady = true;
    ready.resolve();
  },
};
