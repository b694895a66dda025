import type OpenAI from 'openai';
import { NotFoundError } from 'openai';
import type { Provider as ProviderRecord } from '../../../../shared/domain/provider.ts';
import { goesOnThere } from '../../../../shared/rules/run-words.ts';
import { answerOf, listOf, type Pages, pagesOf, readableOf } from './answer.ts';
import { callMs, hostOf, openClient } from './client.ts';
import { type Dialect, dialects } from './dialect.ts';
import { type About, failureOf } from './failures.ts';
import type { Provider, RemoteEvent, Watched } from './provider.ts';
import { checkpointSchema, eventSchema, jobSchema, listedJobSchema, modelSchema, runMark } from './schemas.ts';
import { findSent, mustBeAsBuilt, mustBeThere, partBytes, sendInParts, sendWhole } from './send.ts';

const perPage = 100;

/** A provider whose API has the shape of OpenAI's. @throws AssayError invalid-input for an address without TLS */
export function openProvider(record: ProviderRecord, key: string): Provider {
  const client = openClient(record, key);
  const host = hostOf(record.baseUrl);
  const asked = <T>(request: () => Promise<T>, about?: About): Promise<T> =>
    request().catch((error: unknown) => {
      throw failureOf(error, host, about);
    });
  return shaped(client, record, dialects[record.kind], asked);
}

type Asked = <T>(request: () => Promise<T>, about?: About) => Promise<T>;

const aLook: About = { charged: 'A look costs nothing; a job that is there goes on, and costs what it costs.' };
const sending: About = { charged: 'Nothing was charged: sending a file costs nothing, and no job was asked for.' };
const creating: About = { missing: 'Check the name of the model.' };
const ofTheJob: About = {
  charged: goesOnThere,
  missing: 'Enter the key of the project that has the job and resume the run, or give it up where the job is gone.',
};
const serving: About = { ...ofTheJob, charged: 'The job is done, and its model is kept at the provider.' };

function shaped(client: OpenAI, { capabilities }: ProviderRecord, dialect: Dialect, asked: Asked): Provider {
  const { jobs } = client.fineTuning;
  return {
    models: (signal) =>
      asked(async () => {
        const response = await client.models.list({ signal }).asResponse();
        const { data } = await listOf(response, modelSchema);
        const served = Date.parse(response.headers.get('date') ?? '');
        // The header counts whole seconds.
        const aheadMs = Math.round((Date.now() - served) / 1_000) * 1_000;
        return { models: data, clockAheadMs: Number.isNaN(served) ? null : aheadMs };
      }),

    jobs: (runId, reach, signal) =>
      asked(async () => {
        const marked = runId !== null && capabilities.metadata ? { metadata: { [runMark]: runId } } : {};
        const page = (after: { after?: string }) =>
          jobs.list({ limit: perPage, ...marked, ...after }, { signal }).asResponse();
        const read = (response: Response) => listOf(response, listedJobSchema);
        if (reach === 'newest') return (await read(await page({}))).data;
        return (await pagesOf(read, ({ jobId }) => jobId, page)).items;
      }, aLook),

    send: (file, notes, signal) =>
      asked(async () => {
        mustBeThere(file);
        const sent = await findSent(client, file.name, signal);
        if (sent !== null) {
          await mustBeAsBuilt(file, signal);
          return sent;
        }
        return capabilities.parts && file.bytes > partBytes
          ? sendInParts(client, file, notes, signal)
          : sendWhole(client, file, notes, signal);
      }, sending),

    create: (request, signal) =>
      asked(async () => {
        const options = { signal, timeout: 2 * callMs };
        return answerOf(await jobs.create(dialect.body(request), options).asResponse(), jobSchema);
      }, creating),

    watch: (jobId, known, signal) =>
      asked(async (): Promise<Watched> => {
        const job = await answerOf(await jobs.retrieve(jobId, { signal }).asResponse(), jobSchema);
        // What cannot be read of these does not withhold the job’s state.
        const events = await orNone(eventsOf(client, jobId, known, signal));
        const checkpoints = await orNone(
          pagesOf(
            (response) => readableOf(response, checkpointSchema),
            ({ id }) => id,
            (after) => jobs.checkpoints.list(jobId, { limit: perPage, ...after }, { signal }).asResponse(),
          ),
        );
        const unread = events.unread + checkpoints.unread;
        return { job, events: events.items, checkpoints: checkpoints.items, unread };
      }, ofTheJob),

    cancel: (jobId, signal) =>
      asked(async () => answerOf(await jobs.cancel(jobId, { signal }).asResponse(), jobSchema), ofTheJob),

    serve: (job, name, signal) => asked(() => dialect.serve(client, job, name, signal), serving),
  };
}

/** Not every server of this shape has these lists; a job without them is followed all the same. */
async function orNone<T>(list: Promise<Pages<T>>): Promise<Pages<T>> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof NotFoundError) return { items: [], unread: 0 };
    throw error;
  }
}

/**
 * Events that are not known yet, oldest first. The server lists the newest first, and a late one may stand below those that
 * are known already: reading ends at a page of which all are known.
 */
async function eventsOf(
  client: OpenAI,
  jobId: string,
  known: (eventId: string) => boolean,
  signal: AbortSignal,
): Promise<Pages<RemoteEvent>> {
  const { jobs } = client.fineTuning;
  const { items, unread } = await pagesOf(
    (response) => readableOf(response, eventSchema),
    ({ id }) => id,
    (after) => jobs.listEvents(jobId, { limit: perPage, ...after }, { signal }).asResponse(),
    (events) => events.every(({ id }) => known(id)),
  );
  return { items: items.filter(({ id }) => !known(id)).reverse(), unread };
}
