import { closeSync, openSync, writeSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toReport } from '../../shared/errors.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { type Attempt, Killed, RunBench, trainingFile } from '../fixtures/runs.ts';

const refusal = {
  kind: 'conflict',
  message: 'train.jsonl is not as it was when the dataset was built.',
  safe: 'No job was asked for, and nothing was charged.',
};

/** One life in which something happens when so many bytes of the file have left. */
const whenSent = (bytes: number, happens: () => void): Attempt => ({
  provider: (provider) => ({
    ...provider,
    send: (file, notes, signal) => {
      let due = true;
      const onProgress = (done: number) => {
        notes.onProgress(done);
        if (!due || done < bytes) return;
        due = false;
        happens();
      };
      return provider.send(file, { ...notes, onProgress }, signal);
    },
  }),
});

/** A server on which nothing can be taken back. */
async function stubborn() {
  const desk = await fakeOpenAI();
  desk.server.faults.otherwise = (route) =>
    route === 'DELETE /files/:id' || route === 'POST /uploads/:id/cancel'
      ? { kind: 'error', status: 500, effect: 'none' }
      : null;
  return desk;
}

/** A letter of a file becomes another, and the way back. */
function change(path: string): () => void {
  const file = openSync(path, 'r+');
  const at = '{"messages":[{"role":"user","content":"'.length;
  writeSync(file, 'q', at);
  return () => {
    writeSync(file, 'Q', at);
    closeSync(file);
  };
}

const ofAJob = ({ purpose }: { purpose: string }) => purpose === 'fine-tune';

it.each([
  ['as one', (folder: string) => trainingFile(folder)],
  ['in parts', (folder: string) => trainingFile(folder, 12, (index) => `${index} ${'word '.repeat(1_500_000)}`)],
])(
  'a file that changes while it travels %s is trained on by nobody, also where nothing can be taken back',
  async (_, made) => {
    const { server, clock } = await stubborn();
    const bench = new RunBench(server, clock);
    const file = made(bench.folder);
    const id = bench.begin({}, file);
    let restore = () => {};
    const life = bench.live(
      id,
      whenSent(0, () => {
        restore = change(file.path);
      }),
    );
    expect(await life.then(() => null, toReport)).toMatchObject(refusal);
    // Whatever ended Assay here, there is nothing whole that its next life could find.
    expect([...server.state.files.values()].filter(ofAJob)).toEqual([]);
    expect(await bench.live(id).then(() => null, toReport)).toMatchObject(refusal);
    expect(server.state.jobs.size).toBe(0);
    restore();
    expect(await bench.live(id)).toMatchObject({ phase: 'succeeded' });
    const [job] = server.state.jobs.values();
    expect(job?.trainingFile.digests.sha256).toBe(file.sha256);
  },
);

it('a file that has arrived is not taken up for one that was changed since', async () => {
  const { server, clock, exchanges } = await stubborn();
  const bench = new RunBench(server, clock);
  const file = trainingFile(bench.folder);
  const id = bench.begin({}, file);
  const life = bench.live(id, {
    provider: (provider) => ({
      ...provider,
      async send(...given) {
        await provider.send(...given);
        throw new Killed();
      },
    }),
  });
  await expect(life).rejects.toThrow(Killed);
  const restore = change(file.path);
  expect(await bench.live(id).then(() => null, toReport)).toMatchObject(refusal);
  expect(server.state.jobs.size).toBe(0);
  restore();
  expect(await bench.live(id)).toMatchObject({ phase: 'succeeded' });
  expect(exchanges.filter(({ route }) => route === 'POST /files')).toHaveLength(1);
});
