import { expect, it } from 'vitest';
import { Settled } from '../../electron/service/sync/settled.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour)).toISOString();
const told = (hour: number, watermark: number, frontier: number) => ({
  as_of: at(hour),
  watermark: String(watermark),
  frontier: String(frontier),
});

it('settles the time of an answer beside which nothing is being written', () => {
  const settled = new Settled();
  expect(settled.heard(told(1, 900, 900))).toBe(at(1));
  expect(settled.heard(told(2, 900, 900))).toBe(at(2));
});

it('settles nothing from after an open transaction, until that has ended', () => {
  const settled = new Settled();
  expect(settled.heard(told(1, 900, 905))).toBeNull();
  expect(settled.heard(told(2, 900, 930))).toBeNull();
  expect(settled.heard(told(3, 930, 930))).toBe(at(3));
});

it('settles what was before, where one transaction always reaches into the next', () => {
  const settled = new Settled();
  expect(settled.heard(told(1, 900, 905))).toBeNull();
  expect(settled.heard(told(2, 904, 910))).toBeNull();
  expect(settled.heard(told(3, 907, 915))).toBe(at(1));
  expect(settled.heard(told(4, 912, 920))).toBe(at(1));
  expect(settled.heard(told(5, 916, 925))).toBe(at(3));
});

it('takes the counts of a server that was restored for another one’s', () => {
  const settled = new Settled();
  expect(settled.heard(told(1, 900, 905))).toBeNull();
  settled.forget();
  expect(settled.heard(told(2, 400, 405))).toBeNull();
  expect(settled.heard(told(3, 405, 409))).toBe(at(2));
});
