import type { Handlers, ServiceCallName } from '../../../shared/contract/calls.ts';
import { readInvite } from '../../../shared/sync/invite.ts';
import type { refusedReader } from '../labeling/refused.ts';
import type { Leases } from '../queues/leases.ts';
import type { SyncEngine } from './engine.ts';

type SyncCallName = Extract<ServiceCallName, `sync.${string}`>;

/** @param refused adds to a refused operation what a person needs to decide on it */
export function syncHandlers(
  sync: SyncEngine,
  leases: Leases,
  refused: ReturnType<typeof refusedReader>,
): Handlers<SyncCallName> {
  return {
    'sync.status': () => sync.status,
    'sync.now': (input) => sync.now(input),
    'sync.check': () => sync.check(),
    'sync.join': async ({ link, ...who }) => {
      const { team, code } = readInvite(link);
      return sync.enter(await sync.waysIn.join(team, code, who));
    },
    'sync.signIn': async ({ team, email, password }) => sync.enter(await sync.waysIn.signIn(team, email, password)),
    'sync.sendCode': ({ team, email, purpose }) => sync.waysIn.sendCode(team, email, purpose),
    'sync.redeemCode': async ({ team, email, code, newPassword }) =>
      sync.enter(await sync.waysIn.redeemCode(team, email, code, newPassword)),
    'sync.signOut': () => sync.signOut(),
    'sync.claim': ({ queueId, count, until }) => leases.claim(queueId, count, until),
    'sync.extend': async ({ queueId, until }) => ({ extended: await leases.extend(queueId, until) }),
    'sync.release': async ({ queueId }) => ({ released: await leases.release(queueId) }),
    'sync.rejected': () => sync.rejected().map(refused),
    'sync.retry': ({ opIds }) => sync.retry(opIds),
    'sync.dismiss': ({ opId }) => sync.dismiss(opId),
  };
}
