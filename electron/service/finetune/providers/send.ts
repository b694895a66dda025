import { openAsBlob, type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import type OpenAI from 'openai';
import { AssayError } from '../../../../shared/errors.ts';
import { digestsOf } from '../digest.ts';
import { answerOf, listOf } from './answer.ts';
import type { Sending, SendingNotes } from './provider.ts';
import { completedSchema, fileSchema, partSchema, uploadSchema } from './schemas.ts';

/** The largest part that OpenAI takes. A file that fits into one travels as it is. */
export const partBytes = 64 * 2 ** 20;
/** A part may travel for as long as a slow line needs. */
const sendMs = 30 * 60_000;
const purpose = 'fine-tune';

/** Sends a file as one, and takes its MD5 meanwhile. */
export async function sendWhole(
  client: OpenAI,
  file: Sending,
  notes: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
  const blob = await openAsBlob(file.path);
  const hashing = md5Of(file.path);
  const sent = client.files.create({ file: new File([blob], file.name), purpose }, { signal, timeout: sendMs });
  const { id } = await answerOf(await sent.asResponse(), fileSchema);
  try {
    mustBe(file, await hashing);
  } catch (error) {
    await client.files.delete(id, { signal });
    throw error;
  }
  notes.onProgress(file.bytes);
  return id;
}

/**
 * Sends a file in parts, each noted when the server has it; goes on after the last one that was noted. Its MD5 is taken
 * meanwhile, and the server compares what it has put together with it.
 */
export async function sendInParts(
  client: OpenAI,
  file: Sending,
  { begun, onBegun, onPart, onProgress }: SendingNotes,
  signal: AbortSignal,
): Promise<string> {
  const blob = await openAsBlob(file.path);
  const hashing = md5Of(file.path);
  const partIds = [...(begun?.partIds ?? [])];
  let uploadId = begun?.uploadId ?? null;
  if (uploadId === null) {
    const created = client.uploads.create(
      { bytes: file.bytes, filename: file.name, mime_type: 'text/jsonl', purpose },
      { signal },
    );
    uploadId = (await answerOf(await created.asResponse(), uploadSchema)).id;
    await onBegun(uploadId);
  }
  for (let start = partIds.length * partBytes; start < file.bytes; start += partBytes) {
    onProgress(start);
    const part = blob.slice(start, start + partBytes);
    const sent = client.uploads.parts.create(
      uploadId,
      { data: new File([part], file.name) },
      { signal, timeout: sendMs },
    );
    const { id } = await answerOf(await sent.asResponse(), partSchema);
    partIds.push(id);
    await onPart(id);
  }
  onProgress(file.bytes);
  try {
    mustBe(file, await hashing);
  } catch (error) {
    await client.uploads.cancel(uploadId, { signal });
    throw error;
  }
  const whole = { part_ids: partIds, md5: file.md5 };
  const completed = client.uploads.complete(uploadId, whole, { signal, timeout: sendMs });
  return (await answerOf(await completed.asResponse(), completedSchema)).file.id;
}

/** The file of this name, where sending it was interrupted between the server's answer and our note of it. */
export async function findSent(client: OpenAI, name: string, signal: AbortSignal): Promise<string | null> {
  const response = await client.files.list({ purpose, limit: 100, order: 'desc' }, { signal }).asResponse();
  const { data } = await listOf(response, fileSchema);
  return data.find(({ filename }) => filename === name)?.id ?? null;
}

/** @throws AssayError conflict */
export function mustBeThere({ path, bytes }: Pick<Sending, 'path' | 'bytes'>): void {
  const found: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (found?.size !== bytes) throw changed(path);
}

function mustBe({ path, md5 }: Sending, found: string): void {
  if (found !== md5) throw changed(path);
}

function changed(path: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `${basename(path)} is not as it was when the dataset was built.`,
    safe: 'No job was asked for, and nothing was charged.',
    remedy: 'Build the dataset again, and run that one.',
  });
}

/** Awaited once the bytes are on their way: a fault that comes before is told then. */
function md5Of(path: string): Promise<string> {
  const taken = digestsOf(path, ['md5']).then(({ md5 }) => md5);
  taken.catch(() => {});
  return taken;
}
