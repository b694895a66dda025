import { createHash } from 'node:crypto';
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
const purpose = 'fine-tune';
/** A stream of large chunks costs half the processor time of a Blob, which comes in small ones. */
const chunkBytes = 2 ** 20;

/** What travels at once: a file, or a part of one up to `end`, which is the first byte that is not of it. */
type Piece = { start: number; end: number; md5: string };

/**
 * The parts of a file, by one reading that finds it to be what it was.
 *
 * @throws AssayError conflict where it is not
 */
export async function partsOf({ path, bytes, md5 }: Sending, signal: AbortSignal): Promise<Piece[]> {
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) throw changed(path);
  const whole = createHash('md5');
  const parts: Piece[] = [];
  for (let start = 0; start < bytes; start += partBytes) {
    const end = Math.min(start + partBytes, bytes);
    const hash = createHash('md5');
    for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes, signal })) {
      hash.update(chunk);
      whole.update(chunk);
    }
    parts.push({ start, end, md5: hash.digest('hex') });
  }
  if (whole.digest('hex') !== md5) throw changed(path);
  return parts;
}

/** Sends a file as one. */
export async function sendWhole(
  client: OpenAI,
  file: Sending,
  { onProgress }: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
  const { id } = await followed(file, { start: 0, end: file.bytes, md5: file.md5 }, onProgress, async (content) => {
    const sent = client.files.create({ file: content, purpose }, { signal, timeout: sendMs });
    return answerOf(await sent.asResponse(), fileSchema);
  });
  return id;
}

/**
 * Sends a file in parts, each noted when the server has it; goes on after the last one that was noted. The server compares
 * what it has put together with the MD5 of the whole.
 */
export async function sendInParts(
  client: OpenAI,
  file: Sending,
  parts: readonly Piece[],
  { begun, onBegun, onPart, onGone, onProgress }: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
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
  for (const part of parts.slice(partIds.length)) {
    const { id } = await followed(file, part, onProgress, async (data) => {
      const sent = client.uploads.parts.create(uploadId, { data }, { signal, timeout: sendMs });
      return answerOf(await orGone(sent.asResponse(), [400, 404]), partSchema);
    });
    partIds.push(id);
    await onPart(id);
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

type OnProgress = SendingNotes['onProgress'];
type Content = ReturnType<typeof toStreamingFile>;

/**
 * Follows what travels at once. Where that breaks off, nothing of it is there; and what is read of the file all the same,
 * since its stream is emptied then, is no progress.
 *
 * @throws AssayError conflict where it changed on the way
 */
async function followed<T>(
  { path, name }: Sending,
  piece: Piece,
  told: OnProgress,
  send: (content: Content) => Promise<T>,
): Promise<T> {
  let travels = true;
  let refusal: AssayError | null = null;
  const onProgress = (bytes: number) => {
    if (travels) told(bytes);
  };
  const onChanged = () => {
    refusal = changed(path);
    return refusal;
  };
  try {
    return await send(toStreamingFile(bytesOf(path, piece, onChanged, onProgress), name));
  } catch (error) {
    onProgress(piece.start);
    travels = false;
    // To the client it is a line that broke.
    throw refusal ?? error;
  }
}

/**
 * The last bytes are let go only once all were found to be what they were: what changed on the way breaks off, and no server
 * ever has a whole of it that could be found there and trained on later.
 *
 * @param onChanged makes what it breaks off with
 * @param onProgress hears where in the file the bytes are that were taken last: they are taken as the line takes them
 */
async function* bytesOf(
  path: string,
  { start, end, md5 }: Piece,
  onChanged: () => AssayError,
  onProgress: OnProgress,
): AsyncGenerator<Uint8Array> {
  if (start === end) return;
  const hash = createHash('md5');
  let at = start;
  let held: Uint8Array | null = null;
  onProgress(at);
  for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes })) {
    hash.update(chunk);
    if (held !== null) {
      yield held;
      at += held.length;
      onProgress(at);
    }
    held = chunk;
  }
  if (held === null || hash.digest('hex') !== md5) throw onChanged();
  yield held;
  onProgress(end);
}

function changed(path: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `${basename(path)} is not as it was when the dataset was built.`,
    safe: 'No job was asked for, and nothing was charged.',
    remedy: 'Build the dataset again, and run that one.',
  });
}
