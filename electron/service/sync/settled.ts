import type { FeedPage } from './page.ts';

type Moment = { time: string; frontier: bigint };

/**
 * Until when all that was written has come, by the server's clock.
 *
 * What is written while another transaction is open there comes only when that has ended, though the server goes on
 * answering. So the time of an answer counts once no transaction from before it is open any more; on a server where one
 * always is, an earlier time does.
 */
export class Settled {
  #waits: Moment | null = null;
  #until: string | null = null;

  /** Hears an answer behind which nothing more waits. @returns until when everything is settled, where that is known by now */
  heard({ as_of: time, watermark, frontier }: Pick<FeedPage, 'as_of' | 'watermark' | 'frontier'>): string | null {
    const told = { time, frontier: BigInt(frontier) };
    const below = BigInt(watermark);
    const settled = [told, this.#waits].find((moment) => moment !== null && below >= moment.frontier);
    if (settled !== undefined || this.#waits === null) this.#waits = told;
    this.#until = settled?.time ?? this.#until;
    return this.#until;
  }

  /** What was heard of a server that was restored says nothing of the one that is. */
  forget(): void {
    this.#waits = null;
    this.#until = null;
  }
}
