import { ApiError, invalid, notFound } from './api-error.ts';
import { unixSeconds } from './clock.ts';
import { ends, pageOf } from './lists.ts';
import type { Act } from './route.ts';
import type { State } from './state.ts';
import type { Blob, Digests } from './storage.ts';

export const maxFileBytes = 512 * 1024 ** 2;

export type StoredFile = {
  id: string;
  /** When it was made, in milliseconds since 1970. */
  at: number;
  filename: string;
  purpose: string;
  blob: Blob;
  digests: Digests;
};

export function fileObject(state: State, file: StoredFile): { id: string } & Record<string, unknown> {
  return {
    object: 'file',
    id: file.id,
    purpose: file.purpose,
    filename: file.filename,
    bytes: file.blob.bytes,
    created_at: unixSeconds(file.at),
    status: state.habits.fileStatus,
  };
}

export function fileOf(state: State, id: string | undefined): StoredFile {
  const file = state.files.get(id ?? '');
  if (!file) throw notFound('File object', id ?? '', 'id');
  return file;
}

export const createFile: Act = (state, { form, now }) => {
  const file = form?.file;
  const purpose = form?.fields['purpose'];
  if (!file) throw invalid("'file' is a required property", 'file');
  if (purpose === undefined) throw invalid("'purpose' is a required property", 'purpose');
  if (file.blob.bytes > maxFileBytes)
    throw new ApiError(413, `The file is larger than ${maxFileBytes / 1024 ** 2} MB.`, { param: 'file' });
  if (purpose === 'fine-tune' && !file.filename.endsWith('.jsonl'))
    throw invalid(`Invalid extension of ${file.filename}. Supported formats: "jsonl"`, 'file');
  const { filename, blob } = file;
  const digests = file.hasher.digests();
  const stored = { id: state.ids.next('file-'), at: now, filename, purpose, blob, digests };
  state.files.set(stored.id, stored);
  return { json: fileObject(state, stored) };
};

export const listFiles: Act = (state, { query, now }) => {
  const purpose = query.get('purpose');
  const newestFirst = state.listed(state.files.values(), now).filter((file) => !purpose || file.purpose === purpose);
  const all = query.get('order') === 'asc' ? newestFirst.reverse() : newestFirst;
  const page = pageOf(
    all.map((file) => fileObject(state, file)),
    query,
    10_000,
  );
  const { first_id, last_id } = ends(page);
  // The description of the API has no null here.
  return { json: { ...page, first_id: first_id ?? '', last_id: last_id ?? '' } };
};

export const retrieveFile: Act = (state, { params }) => ({ json: fileObject(state, fileOf(state, params['id'])) });

export const deleteFile: Act = (state, { params }) => {
  const { id } = fileOf(state, params['id']);
  // Its bytes stay on disk until the server ends: a job may be training on them.
  state.files.delete(id);
  return { json: { object: 'file', id, deleted: true } };
};

export const fileContent: Act = (state, { params }) => {
  const { blob } = fileOf(state, params['id']);
  return { content: state.storage.read(blob), bytes: blob.bytes };
};
