import { z } from 'zod';

/** A page of a list, and whether there is more behind it. */
export type Listed<T> = { data: T[]; more: boolean };

/**
 * What a server answered, parsed here and not by the client: that takes a portal's page for a list of nothing, and a lookup
 * that finds nothing decides about money.
 *
 * @throws SyntaxError, ZodError for what is no such answer
 */
export async function answerOf<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await response.json());
}

const pageSchema = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish() });

/**
 * A list that is only told: an item that cannot be read is left out, and that it was is said.
 *
 * @throws SyntaxError, ZodError for what is no list
 */
export async function readableOf<T>(response: Response, schema: z.ZodType<T>): Promise<Listed<T> & { unread: number }> {
  const { data, has_more } = await answerOf(response, pageSchema);
  const read = data.flatMap((item) => schema.safeParse(item).data ?? []);
  return { data: read, more: has_more ?? false, unread: data.length - read.length };
}

/**
 * A list that something is decided by. One item that cannot be read withholds none of the others; where none of them can be,
 * it is a list of something else.
 *
 * @throws SyntaxError, ZodError for what is no list of these
 */
export async function listOf<T>(response: Response, schema: z.ZodType<T>): Promise<Listed<T>> {
  const { data, more, unread } = await readableOf(response, schema);
  if (data.length === 0 && unread > 0) throw new SyntaxError('a list of something else');
  return { data, more };
}

export type Pages<T> = { items: T[]; unread: number };

/**
 * Page after page, until there is no more or one is enough, or one says nothing new: a server may not know how to go on after
 * an item.
 *
 * @param read a page, as one of the two above
 */
export async function pagesOf<T>(
  read: (response: Response) => Promise<Listed<T> & { unread?: number }>,
  idOf: (item: T) => string,
  ask: (after: { after?: string }) => Promise<Response>,
  enough: (page: readonly T[]) => boolean = () => false,
): Promise<Pages<T>> {
  const items = new Map<string, T>();
  let unread = 0;
  for (let after: { after?: string } = {}; ; ) {
    const page = await read(await ask(after));
    const before = items.size;
    for (const item of page.data) items.set(idOf(item), item);
    unread += page.unread ?? 0;
    const last = page.data.at(-1);
    if (!page.more || !last || items.size === before || enough(page.data))
      return { items: [...items.values()], unread };
    after = { after: idOf(last) };
  }
}
