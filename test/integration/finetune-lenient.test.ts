import { expect, it } from 'vitest';
import { openProvider } from '../../electron/service/finetune/providers/openai-shaped.ts';
import { checkpointSchema, eventSchema, jobSchema } from '../../electron/service/finetune/providers/schemas.ts';
import { answering } from '../fixtures/answering.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { providerAt, RunBench } from '../fixtures/runs.ts';

const signal = new AbortController().signal;

/** What OpenAI would never say of a job, and others do. */
const odd = [
  { error: '' },
  { metadata: [] },
  { hyperparameters: 'auto' },
  { method: 'supervised' },
  { method: { type: 'supervised', supervised: 'auto' } },
  { trained_tokens: '12' },
  { model: { name: 'base' }, estimated_finish: 'soon' },
];

it.each(odd)('a job of which %j is told is found, followed and ended like any other', async (jobsTell) => {
  const { server, clock, exchanges } = await fakeOpenAI({ habits: { jobsTell } });
  const bench = new RunBench(server, clock);
  // Its answer is lost, so that it has to be found in the list.
  server.faults.next('POST /fine_tuning/jobs', { kind: 'drop', effect: 'now' });
  const id = bench.begin();
  expect(await bench.live(id)).toMatchObject({ phase: 'succeeded', model: expect.stringMatching(/^ft:/) });

  const cancelled = bench.begin({ epochs: 40 });
  const cancel = new AbortController();
  const life = bench.live(cancelled, {
    cancel: cancel.signal,
    desk: ({ note, noteWatched }) => ({
      note,
      noteWatched: (watched) => {
        cancel.abort();
        return noteWatched(watched);
      },
    }),
  });
  expect(await life).toMatchObject({ phase: 'cancelled' });
  expect(exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs')).toHaveLength(2);
});

it.each([-1_000, 1e20])(
  'a job of which %d trained tokens are told goes on, and nothing is known of what it costs',
  async (trained_tokens) => {
    const { server, clock } = await fakeOpenAI({ habits: { jobsTell: { trained_tokens } } });
    const bench = new RunBench(server, clock);
    const run = await bench.live(bench.begin());
    expect(run).toMatchObject({ phase: 'succeeded', remote: { trainedTokens: null }, cost: null });
  },
);

it('the words of an error that is a sentence are kept', () => {
  const job = jobSchema.parse({ id: 'ftjob-1', status: 'failed', error: 'Out of memory.' });
  expect(job.error).toEqual({ code: '', message: 'Out of memory.' });
});

it('one job of a list that cannot be read withholds none of the others', async () => {
  const data = [
    { id: 'ftjob-1', status: 7, metadata: 'none' },
    { id: null },
    'job',
    { id: 'ftjob-2', training_file: [] },
  ];
  const provider = openProvider(providerAt(await answering(200, JSON.stringify({ data }))), 'sk-good');
  for (const reach of ['newest', 'all'] as const)
    expect((await provider.jobs(null, reach, signal)).map(({ jobId }) => jobId)).toEqual(['ftjob-1', 'ftjob-2']);
});

it('a list of something else is no list of jobs', async () => {
  const provider = openProvider(providerAt(await answering(200, '{"data":[{"name":"guest"}]}')), 'sk-good');
  await expect(provider.jobs(null, 'all', signal)).rejects.toMatchObject({ kind: 'foreign-answer' });
});

it('models are listed whatever is told of their ends', async () => {
  const ends = [1_799_884_800, 'January 14, 2027', '2027-01-14', '', null, false, 1_799_884_800_000, 0];
  const data = ends.map((shutdown_date, index) => ({ id: `model-${index}`, owned_by: 5, shutdown_date }));
  const url = await answering(200, JSON.stringify({ object: 'list', data: [...data, { id: 5 }] }));
  const { models } = await openProvider(providerAt(url), 'sk-good').models(signal);
  expect(models.map(({ shutdown }) => shutdown)).toEqual([
    ...['2027-01-14', 'January 14, 2027', '2027-01-14', null, null, null, '1799884800000', null],
  ]);
});

it('of events and checkpoints only what is odd is left out', () => {
  const data = { step: 3, total_steps: 'many', train_loss: 0.5, valid_loss: 'low' };
  expect(eventSchema.parse({ id: 'e', level: 1, message: {}, data })).toMatchObject({
    level: 'info',
    message: '',
    metric: { step: 3, steps: null, trainLoss: 0.5, validationLoss: null },
  });
  const checkpoint = { id: 'c', step_number: 'third', fine_tuned_model_checkpoint: [], metrics: 'none' };
  expect(checkpointSchema.parse(checkpoint)).toMatchObject({ id: 'c', step: 0, model: null });
});
