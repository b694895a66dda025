import type { Handlers } from '../../../shared/contract/calls.ts';
import type { finetuneCalls } from '../../../shared/contract/finetune.ts';
import type { Finetune } from './finetune.ts';
import type { Providers } from './providers.ts';
import type { Runs } from './run/runs.ts';

/**
 * @param touched something was written that is due for a checkpoint
 * @param keyed a provider’s key has come, and runs go on with it
 */
export function finetuneHandlers(
  finetune: Finetune,
  providers: Providers,
  runs: Runs,
  touched: () => void,
  keyed: (providerId: string) => void,
): Handlers<keyof typeof finetuneCalls> {
  return {
    'providers.list': () => providers.list(),
    'providers.save': async (provider) => {
      await finetune.saveProvider(provider);
      touched();
    },
    'providers.remove': async ({ id }) => {
      await finetune.removeProvider(id);
      touched();
    },
    'providers.setKey': async ({ id, key }) => {
      await providers.setKey(id, key);
      finetune.keyCame(id);
      keyed(id);
    },
    'providers.forgetKey': ({ id }) => providers.forgetKey(id),
    'providers.models': ({ id }) => finetune.models(id),
    'finetune.preflight': (plan) => finetune.preflight(plan),
    'finetune.stopPreflight': () => finetune.stopPreflight(),
    'finetune.create': ({ id, plan, confirmed }) => finetune.create(id, plan, confirmed),
    'finetune.list': () => runs.list(),
    'finetune.detail': ({ id, newest }) => ({ run: runs.get(id), ...runs.detail(id, newest) }),
    'finetune.refusedLine': ({ id }) => finetune.refusedLine(id),
    'finetune.cancel': ({ id }) => finetune.cancel(id),
    'finetune.resume': ({ id }) => finetune.resume(id),
    'finetune.candidates': ({ id }) => finetune.candidates(id),
    'finetune.link': ({ id, jobId }) => finetune.link(id, jobId),
    'finetune.abandon': ({ id }) => finetune.abandon(id),
  };
}
