import { z } from 'zod';
import { ApiError, invalid, notFound } from './api-error.ts';
import { unixSeconds } from './clock.ts';
import { fileObject, type StoredFile } from './files.ts';
import { type Act, parsed } from './route.ts';
import type { State } from './state.ts';
import { type Blob, Hasher } from './storage.ts';

export const maxPartBytes = 64 * 1024 ** 2;
const maxUploadBytes = 8 * 1024 ** 3;
const lifetimeMs = 3_600_000;

/** A file that comes in parts. */
export type Upload = {
  id: string;
  at: number;
  filename: string;
  purpose: string;
  bytes: number;
  parts: Map<string, Blob>;
  /** The digests of all parts in the order in which they came, taken as they passed; null once two have come at a time. */
  hasher: Hasher | null;
  /** How it ended; null while parts may come. An upload that is not ended in its hour has expired. */
  end: { status: 'cancelled' } | { status: 'completed'; file: StoredFile } | null;
};

const createSchema = z.strictObject({
  filename: z.string().min(1),
  purpose: z.enum(['assistants', 'batch', 'fine-tune', 'vision']),
  bytes: z.int().min(1).max(maxUploadBytes),
  mime_type: z.string().min(1),
});
const completeSchema = z.strictObject({ part_ids: z.array(z.string()), md5: z.string().optional() });

function statusOf(upload: Upload, now: number): 'pending' | 'completed' | 'cancelled' | 'expired' {
  return upload.end?.status ?? (now >= upload.at + lifetimeMs ? 'expired' : 'pending');
}

function uploadObject(state: State, upload: Upload, now: number): object {
  return {
    object: 'upload',
    id: upload.id,
    bytes: upload.bytes,
    created_at: unixSeconds(upload.at),
    expires_at: unixSeconds(upload.at + lifetimeMs),
    filename: upload.filename,
    purpose: upload.purpose,
    status: statusOf(upload, now),
    ...(upload.end?.status === 'completed' ? { file: fileObject(state, upload.end.file) } : {}),
  };
}

/** What the digests of its next part go on from. */
export function hasherOf(state: State, id: string | undefined): Hasher | undefined {
  return state.uploads.get(id ?? '')?.hasher ?? undefined;
}

/** The upload if more may be done to it. */
function pending(state: State, id: string | undefined, now: number): Upload {
  const upload = state.uploads.get(id ?? '');
  if (!upload) throw notFound('Upload', id ?? '', 'upload_id');
  const status = statusOf(upload, now);
  if (status !== 'pending') throw invalid(`Upload ${upload.id} is ${status}.`, 'upload_id');
  return upload;
}

export const createUpload: Act = (state, { json, now }) => {
  const { filename, purpose, bytes } = parsed(createSchema, json);
  const id = state.ids.next('upload_');
  const upload: Upload = {
    id,
    at: now,
    filename,
    purpose,
    bytes,
    parts: new Map(),
    hasher: new Hasher(),
    end: null,
  };
  state.uploads.set(id, upload);
  return { json: uploadObject(state, upload, now) };
};

export const addUploadPart: Act = (state, { params, form, now }) => {
  const upload = pending(state, params['id'], now);
  const file = form?.file;
  if (!file) throw invalid("'data' is a required property", 'data');
  if (file.blob.bytes > maxPartBytes)
    throw new ApiError(413, `A part is at most ${maxPartBytes / 1024 ** 2} MB.`, { param: 'data' });
  const id = state.ids.next('part_');
  upload.parts.set(id, file.blob);
  upload.hasher = file.from === upload.hasher ? file.hasher : null;
  return { json: { object: 'upload.part', id, created_at: unixSeconds(now), upload_id: upload.id } };
};

export const completeUpload: Act = async (state, { params, json, now }) => {
  const upload = pending(state, params['id'], now);
  const { part_ids, md5 } = parsed(completeSchema, json);
  const blob = joined(upload, part_ids);
  if (blob.bytes !== upload.bytes)
    throw invalid(`The parts have ${blob.bytes} bytes, and the upload was said to have ${upload.bytes}.`, 'part_ids');
  const inOrder = part_ids.join() === [...upload.parts.keys()].join();
  const passed = inOrder ? upload.hasher : null;
  const digests = (passed ?? (await hashed(state, blob))).digests();
  if (md5 !== undefined && md5 !== digests.md5)
    throw invalid(`The md5 of the parts is ${digests.md5} and not ${md5}.`, 'md5');
  const { filename, purpose } = upload;
  const file = { id: state.ids.next('file-'), at: now, filename, purpose, blob, digests };
  state.files.set(file.id, file);
  upload.end = { status: 'completed', file };
  return { json: uploadObject(state, upload, now) };
};

async function hashed(state: State, blob: Blob): Promise<Hasher> {
  const hasher = new Hasher();
  for await (const chunk of state.storage.read(blob)) hasher.update(chunk);
  return hasher;
}

function joined(upload: Upload, partIds: readonly string[]): Blob {
  if (new Set(partIds).size < partIds.length) throw invalid('A part is named twice.', 'part_ids');
  const blob: Blob = { paths: [], bytes: 0 };
  for (const id of partIds) {
    const part = upload.parts.get(id);
    if (!part) throw invalid(`Upload ${upload.id} has no part ${id}.`, 'part_ids');
    blob.paths.push(...part.paths);
    blob.bytes += part.bytes;
  }
  return blob;
}

export const cancelUpload: Act = (state, { params, now }) => {
  const upload = pending(state, params['id'], now);
  upload.end = { status: 'cancelled' };
  return { json: uploadObject(state, upload, now) };
};
