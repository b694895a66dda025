import { describe, expect, it } from 'vitest';
import { type Steps, Turns } from '../../electron/service/samples/query/steps.ts';
import { finish, openQueryParts } from '../fixtures/query.ts';
import { makeWorkspace } from '../property/query-oracle.ts';

function openViews(size: number) {
  const { workspace, known } = makeWorkspace(41, size);
  const newest = known.toSorted((a, b) => b.id - a.id).map(({ sampleId }) => sampleId);
  return { ...openQueryParts(workspace), newest };
}
const sampleIds = (rows: { sampleId: string }[]) => rows.map(({ sampleId }) => sampleId);

describe('a result set', () => {
  it('gives its first rows, then any others, and at last its size', () => {
    const { views, newest } = openViews(700);
    const { viewId, rows } = finish(views.search({ filter: {}, sort: 'newest' }));
    expect(sampleIds(rows)).toEqual(newest.slice(0, 100));
    expect(sampleIds(finish(views.rows({ viewId, offset: 20, limit: 30 })))).toEqual(newest.slice(20, 50));
    expect(sampleIds(finish(views.rows({ viewId, offset: 550, limit: 40 })))).toEqual(newest.slice(550, 590));
    expect(finish(views.total(viewId))).toBe(700);
    expect(sampleIds(finish(views.rows({ viewId, offset: 690, limit: 40 })))).toEqual(newest.slice(690));
    expect(finish(views.rows({ viewId, offset: 900, limit: 40 }))).toEqual([]);
  });

  it('is found by several calls in turns', () => {
    const { views, newest } = openViews(3000);
    const { viewId } = finish(views.search({ filter: {}, sort: 'newest' }));
    const total = views.total(viewId);
    const rows = views.rows({ viewId, offset: 2000, limit: 10 });
    let size: number | undefined;
    let found: string[] | undefined;
    while (size === undefined || found === undefined) {
      const [a, b] = [total.next(), rows.next()];
      if (a.done && a.value !== undefined) size = a.value;
      if (b.done && b.value !== undefined) found = sampleIds(b.value);
    }
    expect(size).toBe(3000);
    expect(found).toEqual(newest.slice(2000, 2010));
  });

  it('is dropped when four newer ones are open, and then stops being counted', () => {
    const { views } = openViews(3000);
    const { viewId } = finish(views.search({ filter: {}, sort: 'newest' }));
    const total = views.total(viewId);
    expect(total.next().done).toBe(false);
    for (let newer = 0; newer < 3; newer++) finish(views.search({ filter: {}, sort: 'oldest' }));
    expect(total.next().done).toBe(false);
    finish(views.search({ filter: {}, sort: 'oldest' }));
    expect(() => finish(total)).toThrow('no longer kept');
    expect(() => finish(views.rows({ viewId, offset: 0, limit: 1 }))).toThrow('no longer kept');
  });
});

describe('turns', () => {
  function* work(steps: number, ms: number): Steps<string> {
    for (let step = 0; step < steps; step++) {
      const started = performance.now();
      while (performance.now() - started < ms);
      yield [];
    }
    return 'done';
  }

  it('let a short work overtake a long one', async () => {
    const turns = new Turns();
    const ended: string[] = [];
    await Promise.all([
      turns.finish(work(100, 2)).then(() => ended.push('long')),
      turns.finish(work(2, 0)).then(() => ended.push('short')),
    ]);
    expect(ended).toEqual(['short', 'long']);
  });

  it('end a work that is still going on when the thread closes', async () => {
    const turns = new Turns();
    const long = turns.finish(work(1000, 2));
    turns.stop();
    await expect(long).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
