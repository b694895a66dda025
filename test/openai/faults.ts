import { seeded } from '../fixtures/random.ts';
import type { RouteName } from './routes.ts';

/** Whether a request does what it asks for: not at all, before the answer, or so long after it on the server's clock. */
export type Effect = 'none' | 'now' | { afterSeconds: number };

/**
 * What happens to one exchange.
 *
 * - `latency`: it is answered as always, so many real milliseconds later
 * - `rate-limit`: 429 with `retry-after`; nothing takes effect
 * - `error`: a 5xx
 * - `drop`: the connection is closed in place of an answer
 * - `page`: a captive portal answers 200 with HTML; nothing takes effect
 * - `slow-body`: half the answer, and the rest so many real milliseconds later
 * - `cut-body`: half the answer, and then the connection is closed
 */
export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  | { kind: 'error'; status: 500 | 502 | 503; effect: Effect }
  | { kind: 'drop'; effect: Effect }
  | { kind: 'page' }
  | { kind: 'slow-body'; ms: number }
  | { kind: 'cut-body' };

/** Decides for each request, unless a test has said what happens to the next one of its route. */
export type Decide = (route: RouteName) => Fault | null;

export class Faults {
  readonly #next = new Map<RouteName, (Fault | null)[]>();
  /** What happens to the requests that nothing was said about. */
  otherwise: Decide = () => null;

  /** Says what happens to the next requests of a route, in order; null lets one pass. */
  next(route: RouteName, ...faults: (Fault | null)[]): void {
    this.#next.set(route, [...(this.#next.get(route) ?? []), ...faults]);
  }

  take(route: RouteName): Fault | null {
    const planned = this.#next.get(route)?.shift();
    return planned === undefined ? this.otherwise(route) : planned;
  }
}

/** Every kind of fault, with waits short enough for a test. */
export const everyFault: readonly Fault[] = [
  { kind: 'latency', ms: 20 },
  { kind: 'rate-limit', retryAfterSeconds: 1 },
  { kind: 'error', status: 500, effect: 'none' },
  { kind: 'error', status: 500, effect: 'now' },
  { kind: 'error', status: 503, effect: { afterSeconds: 30 } },
  { kind: 'drop', effect: 'none' },
  { kind: 'drop', effect: 'now' },
  { kind: 'drop', effect: { afterSeconds: 30 } },
  { kind: 'page' },
  { kind: 'slow-body', ms: 20 },
  { kind: 'cut-body' },
];

/** Faults by chance, the same for the same seed and order of requests: `share` of all requests meets one of `among`. */
export function seededFaults(seed: number, share: number, among: readonly Fault[] = everyFault): Decide {
  const random = seeded(seed);
  return () => {
    const chosen = among[Math.floor(random() * among.length)] ?? null;
    return random() < share ? chosen : null;
  };
}
