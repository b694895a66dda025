import { useEffect, useState } from 'react';
import type { Cluster, Recipe } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

const pageSize = 100;

type Found = { total: number; clusters: readonly Cluster[] };

/** Groups of alike samples, the largest first, a page at a time. Those of a recipe before stay until the next are there. */
export function useClusters(recipe: Recipe | undefined) {
  const [found, setFound] = useState<Found | null>(null);
  const [pages, setPages] = useState(1);
  const [error, setError] = useState<ErrorReport | null>(null);

  useEffect(() => {
    if (!recipe) return;
    let current = true;
    const load = async () => {
      const clusters: Cluster[] = [];
      let total = 0;
      for (let page = 0; page < pages && clusters.length === page * pageSize; page++) {
        const answer = await ask('dataset.clusters', { recipe, offset: page * pageSize, limit: pageSize });
        clusters.push(...answer.clusters);
        total = answer.total;
      }
      return { total, clusters };
    };
    load().then(
      (all) => {
        if (!current) return;
        setFound(all);
        setError(null);
      },
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [recipe, pages]);

  return { found, error, more: () => setPages((count) => count + 1) };
}
