import { useEffect, useState } from 'react';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import { ask } from '../client.ts';
import { attempt } from '../ui/notice.tsx';

/** The providers of the workspace; null until they were read. */
export function useProviders(): readonly ListedProvider[] | null {
  const [providers, setProviders] = useState<readonly ListedProvider[] | null>(null);
  useEffect(() => void attempt(async () => setProviders(await ask('providers.list'))), []);
  return providers;
}
