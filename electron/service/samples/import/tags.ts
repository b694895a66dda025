/** Tags of a plain cell, divided by semicolons or bars. */
export function dividedTags(cell: string): string[] {
  const tags = cell.split(/[;|]/).map((tag) => tag.trim());
  return tags.filter((tag) => tag !== '');
}

/** A text array as Postgres writes it, `{a,"b c",NULL}`, without its nulls; null when it is none. */
export function postgresArray(literal: string): string[] | null {
  if (literal === '{}') return [];
  const items: string[] = [];
  // By hand, and not by one pattern: a pattern runs out of stack on a cell of some megabytes.
  for (let i = 1; ; i++) {
    const start = i;
    if (literal[i] === '"') {
      for (i++; literal[i] !== '"'; i++) {
        if (literal[i] === '\\') i++;
        if (i >= literal.length) return null;
      }
      items.push(literal.slice(start + 1, i).replace(/\\(.)/gs, '$1'));
      i++;
    } else {
      while (i < literal.length && !',{}"\\'.includes(literal[i] ?? '')) i++;
      const item = literal.slice(start, i).trim();
      if (item === '') return null;
      if (item !== 'NULL') items.push(item);
    }
    if (literal[i] === '}') return i === literal.length - 1 ? items : null;
    if (literal[i] !== ',') return null;
  }
}
