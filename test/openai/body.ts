import type { IncomingMessage } from 'node:http';
import { invalid } from './api-error.ts';
import { boundaryOf, readMultipart } from './multipart.ts';
import type { Asked, Form } from './route.ts';
import type { FileRule } from './routes.ts';
import type { Hasher, Storage } from './storage.ts';

const maxJsonBytes = 16 * 1024 ** 2;

export type Body = Pick<Asked, 'json' | 'form'>;

/** Reads a request to its end. What comes in a form goes to disk as it arrives, and its digests go on `from` these. */
export async function readBody(
  incoming: IncomingMessage,
  storage: Storage,
  rule: FileRule | undefined,
  from: Hasher,
): Promise<Body> {
  const boundary = boundaryOf(incoming.headers['content-type']);
  if (rule !== undefined && boundary !== null)
    return { json: null, form: await readForm(incoming, boundary, storage, rule, from) };
  const text = await readText(incoming, maxJsonBytes);
  return { json: text === '' ? null : jsonOf(text), form: null };
}

async function readForm(
  incoming: IncomingMessage,
  boundary: string,
  storage: Storage,
  { field, maxBytes }: FileRule,
  from: Hasher,
): Promise<Form> {
  const form: Form = { fields: {}, file: null };
  await readMultipart(incoming, boundary, async ({ name, filename }, content) => {
    if (filename === null) {
      form.fields[name] = await readText(content, maxJsonBytes);
      return;
    }
    if (name !== field) throw invalid(`A file is expected in '${field}', not in '${name}'.`, field);
    const hasher = from.copy();
    const blob = await storage.write(content, maxBytes, hasher.update);
    form.file = { field, filename, blob, from, hasher };
  });
  return form;
}

async function readText(content: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
  }
  if (bytes > limit) throw invalid('The request is too large.');
  return Buffer.concat(chunks).toString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('We could not parse the JSON body of your request.');
  }
}
