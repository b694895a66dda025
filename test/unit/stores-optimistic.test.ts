import { expect, test } from 'vitest';
import { optimistic } from '../../renderer/stores/optimistic.ts';

type Value = { a: number; b: number };

function storeOf(value: Value) {
  let shown: Value | null = value;
  const saves: { resolve: (value: Value) => void; reject: (thrown: unknown) => void }[] = [];
  const update = optimistic<Value>({
    read: () => shown,
    show: (next) => {
      shown = next;
    },
    save: () => {
      const { promise, resolve, reject } = Promise.withResolvers<Value>();
      saves.push({ resolve, reject });
      return promise;
    },
  });
  return { update, saves, shown: () => shown };
}

test('a change shows at once, then as it was saved', async () => {
  const { update, saves, shown } = storeOf({ a: 1, b: 1 });
  const done = update({ a: 700 });
  expect(shown()).toEqual({ a: 700, b: 1 });
  saves[0]?.resolve({ a: 600, b: 1 });
  await done;
  expect(shown()).toEqual({ a: 600, b: 1 });
});

test('an answer to an earlier change does not take a later one back', async () => {
  const { update, saves, shown } = storeOf({ a: 1, b: 1 });
  const first = update({ a: 2 });
  const second = update({ b: 2 });
  saves[0]?.resolve({ a: 2, b: 1 });
  await first;
  expect(shown()).toEqual({ a: 2, b: 2 });
  saves[1]?.resolve({ a: 2, b: 2 });
  await second;
  expect(shown()).toEqual({ a: 2, b: 2 });
});

test('a failure shows again what is saved, and is thrown on', async () => {
  const { update, saves, shown } = storeOf({ a: 1, b: 1 });
  const first = update({ a: 2 });
  saves[0]?.resolve({ a: 2, b: 1 });
  await first;
  const second = update({ a: 3 });
  saves[1]?.reject(new Error('full'));
  await expect(second).rejects.toThrow('full');
  expect(shown()).toEqual({ a: 2, b: 1 });
});
