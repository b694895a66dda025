import { setTimeout as after } from 'node:timers/promises';
import { rateLimited, serverError } from './api-error.ts';
import type { Effect, Fault } from './faults.ts';
import type { LateEffects } from './late-effects.ts';
import { portalPage, type Reply, refused } from './reply.ts';
import type { Habits } from './state.ts';

/** Does what a request asks for, as if it came at this time, and gives the answer. */
export type Act = (now: number) => Promise<Reply>;

/** Answers as the fault will have it; null closes the connection. */
export async function underFault(
  fault: Fault | null,
  act: Act,
  now: number,
  late: LateEffects,
  { errorShape }: Pick<Habits, 'errorShape'>,
): Promise<Reply | null> {
  const takeEffect = async (effect: Effect) => {
    if (effect === 'now') await act(now);
    else if (effect !== 'none') late.add(now + effect.afterSeconds * 1000, act);
  };
  switch (fault?.kind) {
    case 'rate-limit':
      return refused(rateLimited(fault.retryAfterSeconds), errorShape);
    case 'page':
      return portalPage;
    case 'error':
      await takeEffect(fault.effect);
      return refused(serverError(fault.status), errorShape);
    case 'drop':
      await takeEffect(fault.effect);
      return null;
    case 'latency':
      await after(fault.ms);
      return act(now);
    default:
      return act(now);
  }
}
