import { useEffect, useState } from 'react';
import type { Fate, Recipe } from '../../shared/domain/dataset.ts';
import type { Sample } from '../../shared/domain/sample.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

export type Told =
  | { state: 'known'; sampleId: string; fate: Fate; sample: Sample }
  | { state: 'unknown'; sampleId: string }
  | { state: 'failed'; sampleId: string; error: ErrorReport };

/** A held arrow key passes many samples: only the one where it rests is asked for. */
const rest = 40;

/** What becomes of a sample, and what it says. The one before stays until the next is there. */
export function useFate(recipe: Recipe, sampleId: string): Told | null {
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const fate = await ask('dataset.fate', { recipe, sampleId });
        const [item] = fate ? await ask('labeling.items', { queueId: null, sampleIds: [sampleId] }) : [];
        if (!current) return;
        setTold(
          fate && item ? { state: 'known', sampleId, fate, sample: item.sample } : { state: 'unknown', sampleId },
        );
      } catch (thrown) {
        if (current) setTold({ state: 'failed', sampleId, error: reportOf(thrown) });
      }
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [recipe, sampleId]);
  return told;
}
