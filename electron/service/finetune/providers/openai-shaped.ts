import type OpenAI from 'openai';
import { NotFoundError } from 'openai';
import type { Provider as ProviderRecord } from '../../../../shared/domain/provider.ts';
import type { RunCheckpoint } from '../../../../shared/domain/run.ts';
import { callMs, hostOf, openClient } from './client.ts';
import { type Dialect, dialects } from './dialect.ts';
import { failureOf } from './failures.ts';
import type { ListedJob, Provider, RemoteEvent, Watched } from './provider.ts';
import { checkpointSchema, eventSchema, jobSchema, listedJobSchema, modelSchema, runMark } from './schemas.ts';
import { findSent, mustBeThere, partBytes, sendInParts, sendWhole } from './send.ts';

const perPage = 100;
const goesOn = 'The job at the provider is not touched by this; it goes on, and costs what it costs.';

/** A provider whose API has the shape of OpenAI's. @throws AssayError invalid-input for an address without TLS */
export function openProvider(record: ProviderRecord, key: string): Provider {
  const client = openClient(record, key);
  const host = hostOf(record.baseUrl);
  const asked = <T>(request: () => Promise<T>, charged?: string): Promise<T> =>
    request().catch((error: unknown) => {
      throw failureOf(error, host, charged);
    });
  return shaped(client, record, dialects[record.kind], asked);
}

type Asked = <T>(request: () => Promise<T>, charged?: string) => Promise<T>;

function shaped(client: OpenAI, { capabilities }: ProviderRecord, dialect: Dialect, asked: Asked): Provider {
  const { jobs } = client.fineTuning;
  return {
    models: (signal) =>
      asked(async () => {
        const { data, response } = await client.models.list({ signal }).withResponse();
        const served = Date.parse(response.headers.get('date') ?? '');
        return {
          models: data.data.map((model) => modelSchema.parse(model)),
          // The header counts whole seconds.
          clockAheadMs: Number.isNaN(served) ? null : Math.round((Date.now() - served) / 1_000) * 1_000,
        };
      }),

    jobs: (runId, signal) =>
      asked(async () => {
        const marked = runId !== null && capabilities.metadata ? { metadata: { [runMark]: runId } } : {};
        const page = await jobs.list({ limit: perPage, ...marked }, { signal });
        return page.data.map((job): ListedJob => listedJobSchema.parse(job));
      }),

    send: (file, notes, signal) =>
      asked(async () => {
        mustBeThere(file);
        const sent = await findSent(client, file.name, signal);
        if (sent !== null) return sent;
        return capabilities.parts && file.bytes > partBytes
          ? sendInParts(client, file, notes, signal)
          : sendWhole(client, file, notes, signal);
      }, 'Nothing was charged: sending a file costs nothing, and no job was asked for.'),

    create: (request, signal) =>
      asked(async () => jobSchema.parse(await jobs.create(dialect.body(request), { signal, timeout: 2 * callMs }))),

    watch: (jobId, known, signal) =>
      asked(async (): Promise<Watched> => {
        const job = jobSchema.parse(await jobs.retrieve(jobId, { signal }));
        const events = await orNone(eventsOf(client, jobId, known, signal));
        const checkpoints = await orNone(checkpointsOf(client, jobId, signal));
        return { job, events, checkpoints };
      }, goesOn),

    cancel: (jobId, signal) => asked(async () => jobSchema.parse(await jobs.cancel(jobId, { signal })), goesOn),

    serve: (job, name, signal) =>
      asked(() => dialect.serve(client, job, name, signal), 'The job is done, and its model is kept at the provider.'),
  };
}

/** Not every server of this shape has these lists; a job without them is followed all the same. */
async function orNone<T>(list: Promise<T[]>): Promise<T[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

async function checkpointsOf(client: OpenAI, jobId: string, signal: AbortSignal): Promise<RunCheckpoint[]> {
  const checkpoints: RunCheckpoint[] = [];
  for await (const checkpoint of client.fineTuning.jobs.checkpoints.list(jobId, { limit: perPage }, { signal }))
    checkpoints.push(checkpointSchema.parse(checkpoint));
  return checkpoints;
}

/**
 * Events come newest first, and a late one may stand below those that are known already: reading ends at a page of which
 * all are known.
 */
async function eventsOf(
  client: OpenAI,
  jobId: string,
  known: (eventId: string) => boolean,
  signal: AbortSignal,
): Promise<RemoteEvent[]> {
  const fresh: RemoteEvent[] = [];
  let page = await client.fineTuning.jobs.listEvents(jobId, { limit: perPage }, { signal });
  for (;;) {
    const events = page.data.map((event) => eventSchema.parse(event));
    const unknown = events.filter(({ id }) => !known(id));
    fresh.push(...unknown);
    if (unknown.length === 0 || !page.hasNextPage()) return fresh.reverse();
    page = await page.getNextPage();
  }
}
