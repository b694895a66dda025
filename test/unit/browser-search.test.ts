import { beforeEach, describe, expect, test, vi } from 'vitest';
import { search, setFilter, setText, useBrowse } from '../../renderer/browser/store.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';

/** The bridge, with a service that answers when it is told to: in which order answers come is what is tested. */
type Asked = {
  name: string;
  input: { filter?: SampleFilter; viewId?: number };
  answer: (result: unknown) => Promise<void>;
};
let asked: Asked[] = [];

function callsOf(name: string): Asked[] {
  return asked.filter((call) => call.name === name);
}

const found = (viewId: number, ...sampleIds: string[]) => ({
  ok: true,
  value: { viewId, rows: sampleIds.map((sampleId) => ({ sampleId })) },
});
const counted = (total: number) => ({ ok: true, value: { total } });
const gone = { ok: false, error: { kind: 'not-found', message: '', safe: '', remedy: '' } };

const firstRow = () => useBrowse.getState().results?.rows.get(0)?.sampleId;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  useBrowse.setState({ filter: {}, results: null, error: null, active: 0, offset: 0 });
  const call = (name: string, input: Asked['input']) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    asked.push({
      name,
      input,
      answer: async (result) => {
        resolve(result);
        await vi.advanceTimersByTimeAsync(0);
      },
    });
    return promise;
  };
  vi.stubGlobal('window', { assay: { call, on: () => () => {}, dropped: async () => null } });
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

describe('searching', () => {
  test('an answer to an older search never replaces a newer one, whichever comes last', async () => {
    setFilter({ agent: 'old' });
    setFilter({ agent: 'new' });
    const [older, newer] = callsOf('samples.search');
    await newer?.answer(found(2, 'new'));
    await older?.answer(found(1, 'old'));
    expect(firstRow()).toBe('new');
    await callsOf('samples.total')[0]?.answer(counted(1));
    expect(useBrowse.getState().results?.total).toBe(1);
    expect(callsOf('samples.total').map(({ input }) => input.viewId)).toEqual([2]);
  });

  test('a total that comes after the next search is dropped', async () => {
    setFilter({ agent: 'old' });
    await callsOf('samples.search')[0]?.answer(found(1, 'old'));
    setFilter({ agent: 'new' });
    await callsOf('samples.search')[1]?.answer(found(2, 'new'));
    await callsOf('samples.total')[0]?.answer(counted(999));
    expect(useBrowse.getState().results?.total).toBeNull();
  });

  test('typing shows every letter and searches once it pauses; spaces alone ask for nothing', async () => {
    for (const text of ['r', 're', 'ref']) setText(text);
    expect(useBrowse.getState().filter.text).toBe('ref');
    expect(callsOf('samples.search')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(callsOf('samples.search').map(({ input }) => input.filter)).toEqual([{ text: 'ref' }]);
    setText('  ');
    await vi.advanceTimersByTimeAsync(100);
    expect(callsOf('samples.search')[1]?.input.filter).toEqual({});
    setText('');
    expect(useBrowse.getState().filter).toEqual({});
  });

  test('the same search again keeps the place, another one starts at the top', async () => {
    setFilter({ agent: 'a' });
    await callsOf('samples.search')[0]?.answer(found(1, 'x', 'y', 'z'));
    await callsOf('samples.total')[0]?.answer(counted(3));
    useBrowse.setState({ active: 2, offset: 40 });
    void search({ keepPlace: true });
    await callsOf('samples.search')[1]?.answer(found(2, 'x', 'y'));
    expect(useBrowse.getState()).toMatchObject({ active: 2, offset: 40 });
    await callsOf('samples.total')[1]?.answer(counted(2));
    expect(useBrowse.getState().active).toBe(1);
    setFilter({ agent: 'b' });
    await callsOf('samples.search')[2]?.answer(found(3, 'w'));
    expect(useBrowse.getState()).toMatchObject({ active: 0, offset: 0 });
  });

  test('a result set that the service no longer keeps is asked for anew, where the list stands', async () => {
    setFilter({ agent: 'a' });
    await callsOf('samples.search')[0]?.answer(found(1, ...Array.from({ length: 100 }, (_, index) => `s${index}`)));
    await callsOf('samples.total')[0]?.answer(counted(5000));
    useBrowse.setState({ active: 4000 });
    useBrowse.getState().results?.rows.want(4000, 4010, 5000);
    await callsOf('samples.rows')[0]?.answer(gone);
    expect(callsOf('samples.search')).toHaveLength(2);
    expect(useBrowse.getState()).toMatchObject({ error: null, active: 4000 });
  });

  test('a failure says what happened and leaves what was shown', async () => {
    setFilter({ agent: 'a' });
    await callsOf('samples.search')[0]?.answer(found(1, 'x'));
    setFilter({ agent: 'b' });
    const error = { kind: 'io', message: 'The disk refused.', safe: '', remedy: '' };
    await callsOf('samples.search')[1]?.answer({ ok: false, error });
    expect(useBrowse.getState()).toMatchObject({ error });
    expect(firstRow()).toBe('x');
  });
});
