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
type GiveKey = (providerId: string) => Promise<void>;

/** As `withService`, for what needs a key. It is read first: while stdin is waited for, the workspace is free for others. */
export async function withKey<T>(
  call: Pick<Call, 'workspace' | 'terminal'>,
  work: (service: Service, giveKey: GiveKey) => Promise<T>,
): Promise<T> {
  const key = await readSecret('key', 'ASSAY_PROVIDER_KEY', 'finetune');
  return withService(call, (service) => work(service, (id) => service.providers.setKey(id, key)));
}
