import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import { reasonCodes, reasonSentence } from '../../renderer/dataset/reasons.ts';
import { scaleIds } from '../../shared/domain/rubric.ts';
import { exampleParts } from '../../shared/rules/example.ts';

const { rubric } = readRubric(join(import.meta.dirname, '../../resources'));

describe('why samples stay out', () => {
  test('every reason that a rule gives has a sentence and a way in, with the scale by its name', () => {
    for (const code of reasonCodes) {
      for (const of of /_below|_scored/.test(code) ? scaleIds : exampleParts) {
        const { why, way } = reasonSentence(`${code}:${of}`, rubric);
        expect(why).toMatch(/^[A-Z]/);
        expect(why).not.toContain('_');
        expect(way).toMatch(/\.$/);
      }
    }
    expect(reasonSentence('score_below:policy', rubric).why).toBe('Policy is below the bar');
    expect(reasonSentence('special_token:answer', rubric).why).toBe('The answer holds a model’s special token');
  });

  test('a key of a later version is shown as it is', () => {
    expect(reasonSentence('moon_phase:full', rubric)).toEqual({ why: 'moon_phase:full', way: null });
  });
});
