import { expect, it } from 'vitest';
import type { RunFact } from '../../shared/domain/run.ts';
import { runState } from '../../shared/rules/run.ts';

const job = { jobId: 'ftjob-1', status: 'succeeded', model: 'tuned', trainedTokens: 1, epochs: 1 };
const succeeded: RunFact = { what: 'told', job: { ...job, estimatedFinish: null, finishedAt: null, error: null } };
const asked: RunFact[] = [{ what: 'create-begun' }, { what: 'not-found' }];

it('what is noted in the moment that a run is given up does not raise it', () => {
  expect(runState(asked).phase).toBe('asks');
  for (const late of [{ what: 'not-found' } as const, succeeded])
    expect(runState([...asked, { what: 'abandoned' }, late]).phase).toBe('abandoned');
  expect(runState([...asked, { what: 'abandoned' }, succeeded]).remote?.status).toBe('succeeded');
  expect(runState([succeeded, { what: 'not-found' }]).phase).toBe('succeeded');
});
