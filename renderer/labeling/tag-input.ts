/** A tag as it is kept: trimmed, inner space single, at most 64 characters. */
export function tagOf(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, 64).trim();
}

/** The known tags that a beginning may mean: those that start with it first, then those that hold it; the commonest first. */
export function suggestions(
  typed: string,
  known: readonly string[],
  chosen: readonly string[],
  limit: number,
): string[] {
  const wanted = tagOf(typed).toLowerCase();
  const free = known.filter((tag) => !chosen.includes(tag));
  const starts = free.filter((tag) => tag.toLowerCase().startsWith(wanted));
  const holds = free.filter((tag) => !starts.includes(tag) && tag.toLowerCase().includes(wanted));
  return [...starts, ...holds].slice(0, limit);
}
