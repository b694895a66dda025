import { useEffect, useState } from 'react';
import type { DatasetSample, Recipe } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';
import type { Listed } from './store.ts';

const pageSize = 100;

type Found = { listed: Listed; total: number; samples: readonly DatasetSample[] };

/** The samples that are listed, a page at a time. Those of a recipe before stay until the next are there. */
export function useSamples(recipe: Recipe | undefined, listed: Listed) {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);

  useEffect(() => {
    if (!recipe) return;
    let current = true;
    ask('dataset.samples', { recipe, of: listed, offset: 0, limit: pageSize }).then(
      (page) => {
        if (!current) return;
        setFound({ listed, ...page });
        setError(null);
      },
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [recipe, listed]);

  async function more(): Promise<void> {
    if (!recipe || found?.listed !== listed || found.samples.length >= found.total) return;
    const page = await ask('dataset.samples', { recipe, of: listed, offset: found.samples.length, limit: pageSize });
    setFound((now) =>
      now === found ? { listed, total: page.total, samples: [...found.samples, ...page.samples] } : now,
    );
  }

  return { found: found?.listed === listed ? found : null, error, more };
}
