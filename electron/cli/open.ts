import { openService, type Service, type ServiceOptions } from '../service/service.ts';
import { MemorySecrets } from '../service/sync/secrets.ts';
import { resourcesFolder, version } from './place.ts';

/**
 * Opens a workspace for one command alone; keys and sign-ins live in memory.
 *
 * @param command what the lock names as its holder, after “assay”
 * @param create makes the workspace where there is none
 */
export function openFor(command: string, folder: string, emit: ServiceOptions['emit'], create = false): Service {
  return openService({
    folder,
    create,
    program: `assay ${command}`,
    resources: resourcesFolder(),
    onBattery: () => false,
    version: version(),
    secrets: new MemorySecrets(),
    emit,
    log: console.error,
  });
}
