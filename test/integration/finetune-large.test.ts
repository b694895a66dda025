import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { openProvider } from '../../electron/service/finetune/providers/openai-shaped.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { Killed, providerAt, RunBench, trainingFile, tunable } from '../fixtures/runs.ts';

const create = 'POST /fine_tuning/jobs';

const large = (folder: string) => trainingFile(folder, 12, (index) => `${index} ${'word '.repeat(1_500_000)}`);

/** One life in which something happens as each part is noted, the first being 1. */
const livedTo = (bench: RunBench, id: string, happens: (part: number) => unknown) => {
  let part = 0;
  return bench.live(id, {
    desk: (desk) => ({
      ...desk,
      async note(fact) {
        const state = await desk.note(fact);
        if (fact.what === 'part-sent') await happens(++part);
        return state;
      },
    }),
  });
};

it('travels in parts, goes on after the last one that arrived, and is whole', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const file = large(bench.folder);
  const id = bench.begin({}, file);
  await expect(livedTo(bench, id, () => Promise.reject(new Killed()))).rejects.toThrow(Killed);
  expect(await bench.live(id)).toMatchObject({ phase: 'succeeded', plan: { model: tunable } });
  expect(exchanges.filter(({ route }) => route === 'POST /uploads')).toHaveLength(1);
  expect(exchanges.filter(({ route }) => route === 'POST /uploads/:id/parts')).toHaveLength(2);
  const sent = [...server.state.files.values()].filter(({ purpose }) => purpose === 'fine-tune');
  expect(sent.map(({ digests }) => digests.sha256)).toEqual([file.sha256]);
});

it('begins again when its upload has run out', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const id = bench.begin({}, large(bench.folder));
  await expect(livedTo(bench, id, () => Promise.reject(new Killed()))).rejects.toThrow(Killed);
  clock.advance({ hours: 3 });
  expect(await bench.live(id)).toMatchObject({ phase: 'succeeded' });
  expect(exchanges.filter(({ route }) => route === 'POST /uploads')).toHaveLength(2);
  expect(exchanges.filter(({ route }) => route === create)).toHaveLength(1);
});

it('begins again where the machine slept over its upload, and asks for one job', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const id = bench.begin({}, large(bench.folder));
  expect(await livedTo(bench, id, (part) => clock.advance({ hours: part === 1 ? 8 : 0 }))).toMatchObject({
    phase: 'succeeded',
  });
  expect(exchanges.filter(({ route }) => route === 'POST /uploads')).toHaveLength(2);
  expect(exchanges.filter(({ route }) => route === create)).toHaveLength(1);
});

it('stands still where no hour is enough for it', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const id = bench.begin({}, large(bench.folder));
  expect(await livedTo(bench, id, () => clock.advance({ hours: 2 })).catch((error: unknown) => error)).toMatchObject({
    message: expect.stringMatching(/dropped a file 3 times before all of it was there: .* expired/),
    safe: expect.stringContaining('Nothing was charged'),
    remedy: expect.stringContaining('a faster line'),
  });
  expect(exchanges.filter(({ route }) => route === 'POST /uploads')).toHaveLength(3);
  expect(server.state.jobs.size).toBe(0);
});

it('is sent once where it is declined for what it holds', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const bench = new RunBench(server, clock);
  const id = bench.begin({}, large(bench.folder));
  const life = livedTo(bench, id, (part) => {
    // As if the server wanted another file than the one that has come.
    if (part === 2) for (const upload of server.state.uploads.values()) upload.bytes += 1;
  });
  expect(await life.catch((error: unknown) => error)).toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('The parts have'),
  });
  expect(exchanges.filter(({ route }) => route === 'POST /uploads')).toHaveLength(1);
});

it('tells how far it is within a part', async () => {
  const { server, clock } = await fakeOpenAI();
  const { folder } = new RunBench(server, clock);
  const file = large(folder);
  const told: number[] = [];
  const none = () => Promise.resolve();
  await openProvider(providerAt(server.url), 'sk-good').send(
    { ...file, name: 'train.jsonl' },
    { begun: null, onBegun: none, onPart: none, onGone: () => {}, onProgress: (bytes) => told.push(bytes) },
    new AbortController().signal,
  );
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.length).toBeGreaterThan(file.bytes / 2 ** 21);
  expect(told.at(-1)).toBe(file.bytes);
});

it('tells that nothing is there of what travelled when the line broke', async () => {
  const cut = createServer((request, response) => {
    if (request.method === 'GET')
      response.setHeader('content-type', 'application/json').end('{"object":"list","data":[]}');
    let heard = 0;
    request.on('data', ({ length }) => {
      heard += length;
      if (heard > 4 * 2 ** 20) request.socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(cut, 'listening');
  onTestFinished(() => void cut.close());
  const address = cut.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { server, clock } = await fakeOpenAI();
  const { folder } = new RunBench(server, clock);
  const told: number[] = [];
  const none = () => Promise.resolve();
  const sending = openProvider(providerAt(`http://127.0.0.1:${port}/v1`), 'sk-good').send(
    { ...trainingFile(folder, 12, (index) => `${index} ${'word '.repeat(500_000)}`), name: 'train.jsonl' },
    { begun: null, onBegun: none, onPart: none, onGone: () => {}, onProgress: (bytes) => told.push(bytes) },
    new AbortController().signal,
  );
  await expect(sending).rejects.toMatchObject({ kind: 'offline', passing: true });
  expect(Math.max(...told)).toBeGreaterThan(2 ** 20);
  expect(told.at(-1)).toBe(0);
});
