import { expect, it } from 'vitest';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { TuningDesk } from '../fixtures/tuning.ts';

const create = 'POST /fine_tuning/jobs';

it('Assay closed while it asks for the job goes on at its next start, and finds the job that was made', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  const asked = Promise.withResolvers<void>();
  server.faults.otherwise = (route) => {
    if (route !== create) return null;
    asked.resolve();
    // The server is at it when the connection goes, and finishes what it has begun.
    return { kind: 'latency', ms: 500 };
  };
  const { id, jobId } = await desk.begin();
  await asked.promise;
  await desk.close();
  await expect.poll(() => server.state.jobs.size).toBe(1);
  clock.advance({ days: 1 });

  await desk.reopen();
  const log = await desk.handlers['jobs.log']({ id: jobId ?? '', after: 0, limit: 100 });
  expect(log.map(({ text }) => text)).toContain('Stopped because Assay closes.');
  expect(await desk.ended(id)).toMatchObject({ phase: 'succeeded', remoteId: [...server.state.jobs.keys()][0] });
  expect(exchanges.filter(({ route }) => route === create)).toHaveLength(1);
});
