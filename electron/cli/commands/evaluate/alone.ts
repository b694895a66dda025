import type { JobProgress } from '../../../../shared/domain/job.ts';
import { openService, type Service } from '../../../service/service.ts';
import { MemorySecrets } from '../../../service/sync/secrets.ts';
import { resourcesFolder, version } from '../../place.ts';

/** Opens the workspace for this command alone; a key that it is given lives in memory. */
export function openAlone(folder: string, progressed: (progress: JobProgress) => void): Service {
  return openService({
    folder,
    create: false,
    program: 'assay evaluate',
    resources: resourcesFolder(),
    onBattery: () => false,
    version: version(),
    secrets: new MemorySecrets(),
    emit: (name, payload) => {
      if (name === 'job' && 'progress' in payload && payload.progress) progressed(payload.progress);
    },
    log: console.error,
  });
}
