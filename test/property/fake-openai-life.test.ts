import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JobLife } from '../openai/job-life.ts';

const course = {
  pace: { validatingSeconds: 60, queuedSeconds: 120, secondsPerStep: 10 },
  steps: 30,
  stepsPerEpoch: 10,
  seed: 1,
  validated: true,
  files: ['file-1'],
  refused: null,
  failsAfterHours: null,
};
/** All that it lives through, in milliseconds. */
const lifetime = (60 + 120 + 30 * 10) * 1000;

/** Between two looks so much time passes, and then somebody may step in. */
const looks = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 200_000 }), pausing: fc.boolean() }), {
  maxLength: 12,
});

it('what a job has told stays as it was told, however often it is paused, and pauses are all that it takes longer for', () => {
  fc.assert(
    fc.property(looks, (steps) => {
      const life = new JobLife('key', 0, course);
      let now = 0;
      let paused = 0;
      let before = life.happened(now);
      for (const { ms, pausing } of steps) {
        const status = life.statusAt(now);
        if (pausing && life.finishedAt(now) === null)
          life.interventions.push({ at: now, kind: status === 'paused' ? 'resumed' : 'paused' });
        if (life.statusAt(now) === 'paused') paused += ms;
        now += ms;
        const after = life.happened(now);
        expect(after.slice(0, before.length)).toEqual(before);
        before = after;
      }
      if (life.statusAt(now) === 'paused') life.interventions.push({ at: now, kind: 'resumed' });
      expect(life.expectedEnd()).toBe(lifetime + paused);
      const all = life.happened(lifetime + paused);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(all.filter(({ metrics }) => metrics)).toHaveLength(30);
      expect(life.statusAt(lifetime + paused)).toBe('succeeded');
    }),
    { numRuns: 300 },
  );
});
