import { describe, expect, it } from 'vitest';
import type { DatedFact, RemoteJob, RunFact, RunPlan } from '../../shared/domain/run.ts';
import { historyLines } from '../../shared/rules/run-history.ts';
import { askingAgainText, phaseText, runCostText, runName, runNamesAmong } from '../../shared/rules/run-words.ts';
import { runPlan } from '../fixtures/runs.ts';

function told(status: string): RunFact {
  const job: RemoteJob = {
    jobId: 'ftjob-1',
    status,
    model: null,
    trainedTokens: null,
    estimatedFinish: null,
    finishedAt: null,
    epochs: null,
    error: null,
  };
  return { what: 'told', job };
}

const dated = (facts: RunFact[]): DatedFact[] =>
  facts.map((fact, index) => ({ at: `2026-11-26T10:00:0${index}Z`, fact }));
const texts = (facts: RunFact[]) => historyLines(dated(facts), 'OpenAI').map(({ text }) => text);

describe('the history of a run', () => {
  it('says each state of the job once, whatever else is told with it', () => {
    expect(texts([told('validating_files'), told('validating_files'), told('running'), told('running')])).toEqual([
      'OpenAI calls the job “validating files”.',
      'OpenAI calls the job “running”.',
    ]);
  });

  it('counts the parts of a file in one line, at the time of the last, and begins anew with the next file', () => {
    const part = (side: 'train' | 'validation', n: number): RunFact => ({ what: 'part-sent', side, partId: `p${n}` });
    const lines = historyLines(
      dated([
        { what: 'upload-begun', side: 'train', uploadId: 'u' },
        part('train', 1),
        part('train', 2),
        { what: 'uploaded', side: 'train', fileId: 'file-1' },
        part('validation', 3),
      ]),
      'OpenAI',
    );
    expect(lines.map(({ text }) => text)).toEqual([
      'Began to send the training file in parts.',
      'Sent 2 parts of the training file.',
      'Sent the training file: file-1.',
      'Sent 1 part of the validation file.',
    ]);
    expect(lines[1]?.at).toBe('2026-11-26T10:00:02Z');
  });
});

it('a run’s phase is a word for whoever reads it, and an unknown state is the provider’s own', () => {
  const run = (phase: Parameters<typeof phaseText>[0]['phase'], status: string | null = null, cancelling = false) =>
    phaseText({ phase, cancelling, remote: status === null ? null : (told(status) as { job: RemoteJob }).job });
  expect(run('following')).toBe('under way');
  expect(run('following', 'validating_files')).toBe('validating files');
  expect(run('following', 'waiting_for_gpus')).toBe('waiting for gpus');
  expect(run('following', 'running', true)).toBe('cancelling');
  expect(run('succeeded', 'succeeded')).toBe('done');
  expect(run('unclear', null, true)).toBe('cancelling');
  // A person has to say something: that it is cancelled once that is known says nothing of it.
  expect(run('asks', null, true)).toBe('asks what became of its job');
});

describe('what a run costs', () => {
  const estimate = { tokens: 1_000, epochs: 3, amount: 0.9, currency: 'USD', price: null };
  type Priced = Parameters<typeof runCostText>[0];
  const text = (phase: Priced['phase'], given: Partial<Priced> = {}) =>
    runCostText({ phase, asked: true, cost: null, estimate, ...given });

  it('is expected while the run goes on, and known or not known once it has ended', () => {
    expect(text('following')).toBe('about 0.90 USD');
    expect(text('following', { cost: 0.4 })).toBe('0.40 USD');
    expect(text('following', { estimate: { ...estimate, amount: null } })).toBe('cost not known');
    for (const phase of ['asks', 'failed', 'cancelled', 'abandoned'] as const)
      expect(text(phase), phase).toBe('cost not known');
    expect(text('succeeded', { cost: 0.5 })).toBe('0.50 USD');
  });

  it('is nothing where no job was made', () => {
    expect(text('refused')).toBe('nothing spent');
    for (const phase of ['cancelled', 'abandoned'] as const)
      expect(text(phase, { asked: false }), phase).toBe('nothing spent');
    expect(text('uploading', { asked: false })).toBe('about 0.90 USD');
  });
});

it('tells runs of one model apart by what theirs is to be called', () => {
  expect(runName({ model: 'gpt-4.1', suffix: 'support' })).toBe('gpt-4.1, support');
  expect(runName({ model: 'gpt-4.1', suffix: null })).toBe('gpt-4.1');
});

it('tells runs that differ only in their seed apart by it, and says no seed where nobody asked for one', () => {
  const plan = runPlan({ model: 'gpt-4.1', suffix: 'support', seed: 7 });
  const among = (...others: RunPlan[]) => runNamesAmong([plan, ...others].map((one) => ({ plan: one })))(plan);
  expect(among({ ...plan, seed: 8 })).toBe('gpt-4.1, support, seed 7');
  expect(among({ ...plan, seed: null })).toBe('gpt-4.1, support, seed 7');
  expect(among({ ...plan })).toBe('gpt-4.1, support');
  expect(among({ ...plan, seed: 8, suffix: 'night' }, { ...plan, seed: 8, datasetId: 'e'.repeat(64) })).toBe(
    'gpt-4.1, support',
  );
  const without = { ...plan, seed: null };
  expect(runNamesAmong([{ plan }, { plan: without }])(without)).toBe('gpt-4.1, support');
});

it('looks at each run once, however many there are to be told apart', () => {
  let looks = 0;
  const runs = Array.from({ length: 500 }, (_, seed) => ({
    get plan() {
      looks++;
      return runPlan({ model: 'gpt-4.1', suffix: 'support', seed });
    },
  }));
  const nameOf = runNamesAmong(runs);
  expect(nameOf(runPlan({ model: 'gpt-4.1', suffix: 'support', seed: 499 }))).toBe('gpt-4.1, support, seed 499');
  expect(looks).toBe(500);
});

it('a run that waits says when it asks again, with the day where that is another', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5, 9);
  expect(askingAgainText(at(26, 14), at(26, 13))).toBe('Asking again at 14:05:09.');
  expect(askingAgainText(at(27, 0), at(26, 23))).toBe('Asking again at 00:05:09 on 27 Nov.');
});
