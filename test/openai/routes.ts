import { chatCompletion } from './chat.ts';
import { createJob } from './create-job.ts';
import { createFile, deleteFile, fileContent, listFiles, maxFileBytes, retrieveFile } from './files.ts';
import { cancelJob, listCheckpoints, listEvents, listJobs, pauseJob, resumeJob, retrieveJob } from './jobs.ts';
import { listModels, retrieveModel } from './models.ts';
import { createCustomModel, retrieveCustomModel } from './nebius.ts';
import type { Act } from './route.ts';
import type { State } from './state.ts';
import type { Hasher } from './storage.ts';
import { addUploadPart, cancelUpload, completeUpload, createUpload, hasherOf, maxPartBytes } from './uploads.ts';

/** The file that a form has, and how it is kept. */
export type FileRule = {
  field: string;
  maxBytes: number;
  /** What the digests of a part go on from. */
  from?: (state: State, id: string | undefined) => Hasher | undefined;
};

type Entry = {
  act: Act;
  /** A route that takes a form with a file. */
  file?: FileRule;
  /** It costs: a key without quota is refused. */
  costs?: true;
};

/** Every route, by method and path below `/v1`; Nebius has one outside it. */
const table = {
  'GET /models': { act: listModels },
  'GET /models/:id': { act: retrieveModel },
  'POST /files': { act: createFile, file: { field: 'file', maxBytes: maxFileBytes } },
  'GET /files': { act: listFiles },
  'GET /files/:id': { act: retrieveFile },
  'DELETE /files/:id': { act: deleteFile },
  'GET /files/:id/content': { act: fileContent },
  'POST /uploads': { act: createUpload },
  'POST /uploads/:id/parts': { act: addUploadPart, file: { field: 'data', maxBytes: maxPartBytes, from: hasherOf } },
  'POST /uploads/:id/complete': { act: completeUpload },
  'POST /uploads/:id/cancel': { act: cancelUpload },
  'POST /fine_tuning/jobs': { act: createJob, costs: true },
  'GET /fine_tuning/jobs': { act: listJobs },
  'GET /fine_tuning/jobs/:id': { act: retrieveJob },
  'POST /fine_tuning/jobs/:id/cancel': { act: cancelJob },
  'POST /fine_tuning/jobs/:id/pause': { act: pauseJob },
  'POST /fine_tuning/jobs/:id/resume': { act: resumeJob },
  'GET /fine_tuning/jobs/:id/events': { act: listEvents },
  'GET /fine_tuning/jobs/:id/checkpoints': { act: listCheckpoints },
  'POST /chat/completions': { act: chatCompletion, costs: true },
  'POST /v0/models': { act: createCustomModel },
  'GET /v0/models/:id': { act: retrieveCustomModel },
} satisfies Record<string, Entry>;

export type RouteName = keyof typeof table;
export type Route = Entry & { name: RouteName };
export type Matched = { route: Route; params: Record<string, string> };

const entries = Object.entries(table) as [RouteName, Entry][];
export const routeNames: readonly RouteName[] = entries.map(([name]) => name);

const routes = entries.map(([name, entry]) => {
  const [method = '', path = ''] = name.split(' ');
  const at = path.startsWith('/v0/') ? path : `/v1${path}`;
  return { method, pattern: new URLPattern({ pathname: at }), route: { ...entry, name } };
});

/** The route of a request, and what its path names. A model's name may have slashes in it, which clients escape. */
export function matchRoute(method: string, pathname: string): Matched | null {
  for (const { method: wanted, pattern, route } of routes) {
    const found = method === wanted && pattern.exec({ pathname });
    if (!found) continue;
    const params = Object.entries(found.pathname.groups).map(([name, value]) => [
      name,
      decodeURIComponent(value ?? ''),
    ]);
    return { route, params: Object.fromEntries(params) };
  }
  return null;
}
