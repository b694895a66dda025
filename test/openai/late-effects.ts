/** What requests have asked for and what takes effect only later on the server's clock. */
export class LateEffects {
  #waiting: { at: number; act: (now: number) => Promise<unknown> }[] = [];

  add(at: number, act: (now: number) => Promise<unknown>): void {
    this.#waiting.push({ at, act });
  }

  /** Lets everything take effect whose time has come, in that order, as if it had happened at its time. */
  async run(now: number): Promise<void> {
    const due = this.#waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#waiting = this.#waiting.filter(({ at }) => at > now);
    for (const { at, act } of due) await act(at);
  }
}
