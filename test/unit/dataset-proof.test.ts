import { expect, it } from 'vitest';
import { LeakProof } from '../../electron/service/dataset/lockfile/proof.ts';

it('admits a prompt on one side, and counts what it has admitted', () => {
  const proof = new LeakProof(4, 0);
  expect(proof.admit(0, 7, 'train')).toBe(true);
  expect(proof.admit(1, 7, 'holdout')).toBe(false);
  expect(proof.admit(1, 7, 'validation')).toBe(false);
  expect(proof.admit(2, 7, 'train')).toBe(true);
  expect(proof.admit(1, 8, 'holdout')).toBe(true);
  expect(proof.counts).toEqual({ groups: 3, prompts: 2 });
  expect(() => proof.admit(0, 9, 'holdout')).toThrow('on two sides');
});

it('trains on nothing that an earlier dataset has held out, nor the other way round', () => {
  const proof = new LeakProof(3, 4);
  proof.know(1, 'holdout');
  proof.know(2, 'validation');
  proof.know(3, 'train');
  proof.know(3, 'holdout');
  expect(proof.counts).toEqual({ groups: 0, prompts: 0 });
  expect(proof.admit(0, 1, 'train')).toBe(false);
  expect(proof.admit(0, 1, 'validation')).toBe(false);
  expect(proof.admit(0, 1, 'holdout')).toBe(true);
  expect(proof.admit(1, 2, 'holdout')).toBe(false);
  expect(proof.admit(1, 2, 'train')).toBe(true);
  // Both already: it is in no dataset any more.
  for (const side of ['train', 'holdout'] as const) expect(proof.admit(2, 3, side)).toBe(false);
  expect(proof.counts).toEqual({ groups: 2, prompts: 2 });
});
