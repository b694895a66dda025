import { invalid } from './api-error.ts';

/** A page of a list, in OpenAI's shape. */
export type Page<T> = { object: 'list'; data: T[]; has_more: boolean };

/**
 * The page of `all` behind the object that `after` names, at most `limit` long. A cursor that is not in the list gives 400.
 */
export function pageOf<T extends { id: string }>(
  all: readonly T[],
  query: URLSearchParams,
  defaultLimit: number,
): Page<T> {
  const limit = Number(query.get('limit') ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1) throw invalid(`Invalid limit: ${query.get('limit')}`, 'limit');
  const after = query.get('after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) throw invalid(`Invalid after: ${after}`, 'after');
  return { object: 'list', data: all.slice(start, start + limit), has_more: start + limit < all.length };
}

/** The names of the first and the last object of a page, which some lists tell. */
export function ends({ data }: Page<{ id: string }>): { first_id: string | null; last_id: string | null } {
  return { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
