import type { Handlers } from '../../../shared/contract/calls.ts';
import type { modelCalls } from '../../../shared/contract/models.ts';
import type { ServedModel } from '../../../shared/domain/provider.ts';
import type { Models } from './models.ts';

/**
 * @param served asks a provider for its models
 * @param touched something was written that is due for a checkpoint
 */
export function modelHandlers(
  models: Models,
  served: (providerId: string) => Promise<{ models: readonly ServedModel[] }>,
  touched: () => void,
): Handlers<keyof typeof modelCalls> {
  return {
    'models.list': () => models.list(),
    'models.add': ({ providerId, name }) => {
      models.add(providerId, name);
      touched();
    },
    'models.note': ({ providerId, name, notes }) => {
      models.note(providerId, name, notes);
      touched();
    },
    'models.refresh': async ({ providerId }) => {
      const heard = await served(providerId);
      models.heard(providerId, heard.models, new Date().toISOString());
      touched();
      return models.list();
    },
  };
}
