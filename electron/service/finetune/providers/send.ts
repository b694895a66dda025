import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type OpenAI from 'openai';
import { APIError, toStreamingFile } from 'openai';
import { AssayError } from '../../../../shared/errors.ts';
import { answerOf, listOf, pagesOf } from './answer.ts';
import type { Sending, SendingNotes } from './provider.ts';
import { completedSchema, fileSchema, partSchema, uploadSchema } from './schemas.ts';

/** The largest part that OpenAI takes. A file that fits into one travels as it is. */
export const partBytes = 64 * 2 ** 20;
/** A part may travel for as long as a slow line needs. */
const sendMs = 30 * 60_000;
/** Where a redirect may be read, fetch keeps a copy of what travels. A list that was asked for before has met any. */
const travelling = { timeout: sendMs, fetchOptions: { redirect: 'error' } } as const;
const purpose = 'fine-tune';
/** A stream of large chunks costs half the processor time of a Blob, which comes in small ones. */
const chunkBytes = 2 ** 20;
/** What travels is held against it. Processors have instructions for SHA-256, and none for MD5. */
const digest = 'sha256';

/**
 * Sends a file as one. Its last bytes leave only once all of it was found to be as it was built: what changed on the way
 * breaks off, and no server ever has a whole of it that could be found there and trained on later.
 *
 * @throws AssayError conflict where it changed
 */
export async function sendWhole(
  client: OpenAI,
  file: Sending,
  { onProgress }: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash(digest);
  let refusal: unknown = null;
  const mayGo = () => {
    try {
      mustBe(file, hash);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    const { id } = await followed(0, onProgress, async (onProgress) => {
      const bytes = bytesOf(file.path, 0, file.bytes, hash, onProgress);
      const content = toStreamingFile(lastHeldBack(bytes, mayGo), file.name);
      const sent = client.files.create({ file: content, purpose }, { signal, ...travelling });
      return answerOf(await sent.asResponse(), fileSchema);
    });
    return id;
  } catch (error) {
    // To the client it is a line that broke.
    throw refusal ?? error;
  }
}

/**
 * Sends a file in parts, each noted when the server has it; goes on after the last one that was noted. They become a file only
 * once all of it was found to be as it was built; the server compares what it has put together with the MD5.
 *
 * @throws AssayError conflict where it changed
 */
export async function sendInParts(
  client: OpenAI,
  file: Sending,
  { begun, onBegun, onPart, onGone, onProgress }: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash(digest);
  const partIds = [...(begun?.partIds ?? [])];
  const uploadId = begun?.uploadId ?? (await beginUpload(client, file, signal));
  if (begun === null) await onBegun(uploadId);
  const orGone = async <T>(request: Promise<T>, statuses: readonly number[]): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      if (error instanceof APIError && statuses.includes(error.status ?? 0)) onGone(uploadId);
      throw error;
    }
  };
  const there = partIds.length * partBytes;
  for await (const _ of bytesOf(file.path, 0, Math.min(there, file.bytes), hash));
  for (let start = there; start < file.bytes; start += partBytes) {
    const end = Math.min(start + partBytes, file.bytes);
    const { id } = await followed(start, onProgress, async (onProgress) => {
      const data = toStreamingFile(bytesOf(file.path, start, end, hash, onProgress), file.name);
      const sent = client.uploads.parts.create(uploadId, { data }, { signal, ...travelling });
      return answerOf(await orGone(sent.asResponse(), [400, 404]), partSchema);
    });
    partIds.push(id);
    await onPart(id);
  }
  try {
    mustBe(file, hash);
  } catch (refusal) {
    // A courtesy: of parts that are never put together the server makes nothing.
    await client.uploads.cancel(uploadId, { signal }).catch(() => {});
    throw refusal;
  }
  const whole = { part_ids: partIds, md5: file.md5 };
  const completed = client.uploads.complete(uploadId, whole, { signal, timeout: sendMs });
  // Of one whose parts have all just come, it is what they hold that is declined.
  const statuses = begun === null ? [404] : [400, 404];
  return (await answerOf(await orGone(completed.asResponse(), statuses), completedSchema)).file.id;
}

async function beginUpload(client: OpenAI, { bytes, name }: Sending, signal: AbortSignal): Promise<string> {
  const created = client.uploads.create({ bytes, filename: name, mime_type: 'text/jsonl', purpose }, { signal });
  return (await answerOf(await created.asResponse(), uploadSchema)).id;
}

/** The file of this name, where sending it was interrupted between the server's answer and our note of it. */
export async function findSent(client: OpenAI, name: string, signal: AbortSignal): Promise<string | null> {
  const { items } = await pagesOf(
    (response) => listOf(response, fileSchema),
    ({ id }) => id,
    (after) => client.files.list({ purpose, limit: 100, order: 'desc', ...after }, { signal }).asResponse(),
  );
  return items.find(({ filename }) => filename === name)?.id ?? null;
}

/** Whoever takes up what the server has trains on what was here then. @throws AssayError conflict where that is another now */
export async function mustBeAsBuilt(file: Sending, signal: AbortSignal): Promise<void> {
  mustBeThere(file);
  const hash = createHash(digest);
  for await (const _ of bytesOf(file.path, 0, file.bytes, hash)) signal.throwIfAborted();
  mustBe(file, hash);
}

/** @throws AssayError conflict */
export function mustBeThere({ path, bytes }: Pick<Sending, 'path' | 'bytes'>): void {
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) throw changed(path);
}

function mustBe({ path, sha256 }: Sending, hash: Hash): void {
  if (hash.digest('hex') !== sha256) throw changed(path);
}

type OnProgress = SendingNotes['onProgress'];

/**
 * Follows what travels at once. Where that breaks off, nothing of it is there; and what is read of the file all the same,
 * since its stream is emptied then, is no progress.
 */
async function followed<T>(start: number, told: OnProgress, send: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  let travels = true;
  const onProgress = (bytes: number) => {
    if (travels) told(bytes);
  };
  try {
    return await send(onProgress);
  } catch (error) {
    onProgress(start);
    travels = false;
    throw error;
  }
}

/**
 * @param end exclusive
 * @param onProgress hears where in the file the bytes are that were taken last: they are taken as the line takes them
 */
async function* bytesOf(
  path: string,
  start: number,
  end: number,
  hash: Hash,
  onProgress: OnProgress = () => {},
): AsyncGenerator<Uint8Array> {
  if (start === end) return;
  let at = start;
  onProgress(at);
  for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes })) {
    hash.update(chunk);
    yield chunk;
    at += chunk.length;
    onProgress(at);
  }
}

/** @param mayGo throws where the last chunk is not to follow the others */
async function* lastHeldBack(chunks: AsyncIterable<Uint8Array>, mayGo: () => void): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const chunk of chunks) {
    if (held !== null) yield held;
    held = chunk;
  }
  mayGo();
  if (held !== null) yield held;
}

function changed(path: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `${basename(path)} is not as it was when the dataset was built.`,
    safe: 'No job was asked for, and nothing was charged.',
    remedy: 'Build the dataset again, and run that one.',
  });
}
