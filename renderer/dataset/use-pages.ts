import { useEffect, useRef, useState } from 'react';
import type { Recipe } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { reportOf } from '../ui/error-note.tsx';
import { attempt } from '../ui/notice.tsx';

const pageSize = 100;
type Page<T> = { total: number; items: readonly T[] };

/** Asks for a part of a list; another function is another list. */
export type AskPage<T> = (recipe: Recipe, part: { offset: number; limit: number }) => Promise<Page<T>>;

type Found<T> = Page<T> & { of: AskPage<T>; recipe: Recipe };

/**
 * What a recipe gives as a list, a page at a time. As many items of a recipe before stay until the next are there, so
 * that nobody loses their place; another list begins with its first page.
 */
export function usePages<T>(recipe: Recipe | undefined, askPage: AskPage<T>) {
  const [found, setFound] = useState<Found<T> | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const last = useRef<Found<T> | null>(null);
  last.current = found;

  useEffect(() => {
    if (!recipe) return;
    let current = true;
    const wanted = last.current?.of === askPage ? last.current.items.length : 0;
    load(recipe, askPage, wanted).then(
      (page) => {
        if (!current) return;
        setFound({ ...page, of: askPage, recipe });
        setError(null);
      },
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [recipe, askPage]);

  const shown = found?.of === askPage ? found : null;
  const more = () =>
    attempt(async () => {
      if (!shown || shown.items.length >= shown.total) return;
      const { total, items } = await askPage(shown.recipe, { offset: shown.items.length, limit: pageSize });
      setFound((now) => (now === shown ? { ...shown, total, items: [...shown.items, ...items] } : now));
    });
  return { found: shown, error, more: () => void more() };
}

/** At least so many items, or all. */
async function load<T>(recipe: Recipe, askPage: AskPage<T>, wanted: number): Promise<Page<T>> {
  let page = await askPage(recipe, { offset: 0, limit: pageSize });
  while (page.items.length < Math.min(wanted, page.total)) {
    const { total, items } = await askPage(recipe, { offset: page.items.length, limit: pageSize });
    if (items.length === 0) break;
    page = { total, items: [...page.items, ...items] };
  }
  return page;
}
