const RealDate = Date;

/** Does something under a clock that is off, as on a device whose owner has set it by hand. One thing at a time. */
export async function underClock<T>(offMs: number, work: () => T | Promise<T>): Promise<T> {
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [string | number | Date]) {
      super(given.length === 0 ? RealDate.now() + offMs : given[0]);
    }

    static override now(): number {
      return RealDate.now() + offMs;
    }
  } as DateConstructor;
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
  }
}
