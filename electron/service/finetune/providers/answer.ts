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

/** @throws SyntaxError, ZodError for what is no list of these */
export async function listOf<T>(response: Response, schema: z.ZodType<T>): Promise<Listed<T>> {
  const page = z.object({ data: z.array(schema), has_more: z.boolean().nullish() });
  const { data, has_more } = page.parse(await response.json());
  return { data, more: has_more ?? false };
}

/**
 * A list with all of its pages. A page that says nothing new is the last: a server may not know how to go on after an item.
 *
 * @throws SyntaxError, ZodError for what is no list of these
 */
export async function allOf<T>(
  schema: z.ZodType<T>,
  idOf: (item: T) => string,
  ask: (after: { after?: string }) => Promise<Response>,
): Promise<T[]> {
  const items = new Map<string, T>();
  for (let after: { after?: string } = {}; ; ) {
    const { data, more } = await listOf(await ask(after), schema);
    const before = items.size;
    for (const item of data) items.set(idOf(item), item);
    const last = data.at(-1);
    if (!more || !last || items.size === before) return [...items.values()];
    after = { after: idOf(last) };
  }
}

/**
 * A list that is only told: an item that cannot be read is left out, and that it was is said.
 *
 * @throws SyntaxError, ZodError for what is no list
 */
export async function readableOf<T>(response: Response, schema: z.ZodType<T>): Promise<Listed<T> & { unread: number }> {
  const { data, more } = await listOf(response, z.unknown());
  const read = data.flatMap((item) => schema.safeParse(item).data ?? []);
  return { data: read, more, unread: data.length - read.length };
}
