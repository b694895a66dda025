import type { Service } from '../../../service/service.ts';
import { openFor } from '../../open.ts';
import { readSecret } from '../../secret.ts';
import type { Call } from './plan.ts';

/** Opens the workspace for itself and for as long as `work` lasts; the key lives in memory alone. */
export async function withService<T>(
  { workspace, terminal }: Pick<Call, 'workspace' | 'terminal'>,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const service = openFor('finetune', workspace, (name, payload) => {
    if (name === 'finetune.checking' && 'share' in payload)
      terminal.progress(`reading the files: ${Math.floor(100 * payload.share)} %`);
  });
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

/** Gives a provider the key that the command was called with. What waits for one in the workspace goes on with another. */
export async function giveKey({ providers }: Service, id: string): Promise<void> {
  await providers.setKey(id, await readSecret('key', 'ASSAY_PROVIDER_KEY', 'finetune'));
}
