import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remainingAnswerSchema } from '../../shared/sync/protocol.ts';
import { joinTeam, signIn, testPassword } from '../backend/team.ts';
import { type Desk, make, openDesk, push } from './desk.ts';
import { comparisonsOf, judgmentsOf, published } from './evaluation-desk.ts';

/** How an evaluation comes to its judges, and what they say of it back. */

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

describe('publishing', () => {
  it('gives each item to as many different judges as are wanted, and all of them as much', async () => {
    const cyd = await joinTeam(desk.backend, desk.lead, 'Cyd');
    const id = await published(desk, [desk.ann, desk.ben, cyd], { items: 50, judges: 2 });
    const given = await judgmentsOf(desk, id);
    const byItem = Map.groupBy(given, ({ item_id }) => item_id);
    expect(byItem.size).toBe(50);
    for (const judges of byItem.values()) expect(new Set(judges.map(({ member_id }) => member_id)).size).toBe(2);
    const loads = [...Map.groupBy(given, ({ member_id }) => member_id).values()].map(({ length }) => length);
    expect(loads.sort()).toEqual([33, 33, 34]);
  });

  it('does nothing again, under the same id or another, and goes on where it stopped', async () => {
    const evaluation = make.evaluation([desk.ann]);
    const items = ['a', 'b', 'c'].map((name) => make.item(evaluation.evaluation_id, name));
    expect(await push(desk.lead, [evaluation, ...items.slice(0, 2)])).toEqual(['applied', 'applied', 'applied']);
    const again = items.map(({ op_id: _, seq: __, hash: ___, ...body }) => make.item(body.evaluation_id, '', body));
    const more = [evaluation, make.evaluation([desk.ben], { evaluation_id: evaluation.evaluation_id }), ...again];
    expect(await push(desk.lead, more)).toEqual(['duplicate', 'applied', 'applied', 'applied', 'applied']);
    expect(await comparisonsOf(desk, desk.ann, evaluation.evaluation_id)).toHaveLength(3);
    expect(await comparisonsOf(desk, desk.ben, evaluation.evaluation_id)).toEqual([]);
  });

  it('is for the lead who has the answers', async () => {
    const evaluation = make.evaluation([desk.ann]);
    const other = await joinTeam(desk.backend, desk.lead, 'Lea', 'lead');
    expect(await push(desk.ann, [evaluation, make.item(evaluation.evaluation_id, 'a')])).toEqual([
      'rejected not_lead',
      'rejected not_lead',
    ]);
    expect(await push(desk.lead, [make.item(evaluation.evaluation_id, 'a')])).toEqual(['rejected unknown_evaluation']);
    await push(desk.lead, [evaluation]);
    expect(await push(other, [make.item(evaluation.evaluation_id, 'a')])).toEqual(['rejected unknown_evaluation']);
  });

  it('refuses what is none', async () => {
    const wrong = [
      make.evaluation([]),
      make.evaluation([desk.ann], { members: [null as never] }),
      make.evaluation([desk.ann], { judges: 0 }),
      make.evaluation([desk.ann], { name: '' }),
      make.evaluation([desk.ann], { items: 5_001 }),
    ];
    const without = { ...make.item(wrong[0]?.evaluation_id ?? '', 'a'), prompt: null } as never;
    expect(await push(desk.lead, [...wrong, without])).toEqual(Array(6).fill('rejected malformed'));
  });

  it('refuses an item that no text of the server can hold, and takes the others', async () => {
    const evaluation = make.evaluation([desk.ann]);
    const { evaluation_id: id } = evaluation;
    const declined = make.item(id, 'b', { first: null });
    expect(await push(desk.lead, [evaluation, make.item(id, 'a', { first: 'NUL: \u0000' }), declined])).toEqual([
      'applied',
      'rejected not_stored',
      'applied',
    ]);
    const rows = await comparisonsOf(desk, desk.ann, id);
    expect(rows.map(({ item }) => new Set([item?.first, item?.second]))).toEqual([new Set(['second of b', null])]);
  });
});

describe('a judge', () => {
  it('is told the prompt and both answers of their own comparisons, and nothing else of them', async () => {
    const id = await published(desk, [desk.ann, desk.ben], { items: 40 });
    const [ann, ben] = [await comparisonsOf(desk, desk.ann, id), await comparisonsOf(desk, desk.ben, id)];
    expect([ann.length, ben.length]).toEqual([20, 20]);
    for (const row of [...ann, ...ben]) {
      expect(Object.keys(row).sort()).toEqual(
        ['xid', 'comparison_id', 'evaluation_id', 'name', 'scored', 'state', 'head_id', 'judgment', 'item'].sort(),
      );
      expect(Object.keys(row.item ?? {})).toEqual(['prompt', 'first', 'second']);
      expect(JSON.stringify(row)).not.toContain('sample of');
    }
    const { rows } = await desk.told(desk.ann);
    expect([rows.evaluations, rows.judgments]).toEqual([[], []]);
  });

  it('sees the answers in an order of their own', async () => {
    const id = await published(desk, [desk.ann, desk.ben], { items: 60, judges: 2 });
    const swapped = (rows: Awaited<ReturnType<typeof comparisonsOf>>) =>
      new Map(rows.map(({ item }) => [item?.prompt.messages[0]?.content, item?.first?.startsWith('second')]));
    const [ann, ben] = [
      swapped(await comparisonsOf(desk, desk.ann, id)),
      swapped(await comparisonsOf(desk, desk.ben, id)),
    ];
    const count = (values: (boolean | undefined)[]) => values.filter((value) => value).length;
    // Of 60 fair coins fewer than 10 or more than 50 are once in eight million.
    for (const seen of [ann, ben]) expect(Math.abs(count([...seen.values()]) - 30)).toBeLessThan(20);
    expect(Math.abs(count([...ann].map(([asked, swap]) => swap === ben.get(asked))) - 30)).toBeLessThan(20);
  });

  it('is told page by page, each once', async () => {
    const id = await published(desk, [desk.ann], { items: 23 });
    await desk.told(desk.ann);
    const told: string[] = [];
    for (let cursors = {}, more = true; more; ) {
      const page = await desk.ann.pull(cursors, 5);
      ({ cursors, more } = page);
      told.push(...page.rows.comparisons.filter((row) => row.evaluation_id === id).map((row) => row.comparison_id));
      const asked = { device: desk.ann.deviceId, cursors };
      const { rows } = await desk.ann.rpc('assay_remaining', asked, remainingAnswerSchema);
      // A page that is just full may be the last one.
      if (!more) expect(rows).toBe(0);
      if (told.length < 23) expect(rows).toBeGreaterThanOrEqual(23 - told.length);
    }
    expect([told.length, new Set(told).size]).toEqual([23, 23]);
  });
});

describe('a judgment', () => {
  const scores = { first: { tone: 5 as const }, second: { tone: 2 as const } };

  it('reaches leads by the places of the item, whatever its judge saw', async () => {
    const id = await published(desk, [desk.ann], { items: 20 });
    const rows = await comparisonsOf(desk, desk.ann, id);
    await push(
      desk.ann,
      rows.map(({ comparison_id }) => make.judgment(comparison_id, 'first', { scores })),
    );
    const told = new Map((await judgmentsOf(desk, id)).map((row) => [row.comparison_id, row.judgment]));
    const saw = { plain: 0, swapped: 0 };
    for (const { comparison_id, item } of rows) {
      const swapped = item?.first?.startsWith('second') === true;
      saw[swapped ? 'swapped' : 'plain']++;
      expect(told.get(comparison_id)).toEqual({
        ...{ better: swapped ? 'second' : 'first', note: '', activeMs: 1_000 },
        scores: swapped ? { first: scores.second, second: scores.first } : scores,
      });
    }
    expect(Math.min(saw.plain, saw.swapped)).toBeGreaterThan(0);
  });

  it('is superseded and taken back by later ones, and comes to the judge’s other devices as it was said', async () => {
    const id = await published(desk, [desk.ann], { items: 1 });
    const [{ comparison_id = '' } = {}] = await comparisonsOf(desk, desk.ann, id);
    const standing = async () => {
      const [own] = await comparisonsOf(desk, desk.ann, id);
      const [told] = await judgmentsOf(desk, id);
      expect(own?.judgment === null).toBe(told?.judgment === null);
      return own?.judgment?.better ?? null;
    };
    const [first, second, back] = [
      make.judgment(comparison_id, 'first'),
      make.judgment(comparison_id, 'second'),
      make.judgment(comparison_id, null),
    ];
    expect(await push(desk.ann, [first])).toEqual(['applied']);
    expect(await standing()).toBe('first');
    // An earlier one that was held up says nothing any more.
    expect(await push(desk.ann, [back])).toEqual(['applied']);
    expect(await push(desk.ann, [second, back])).toEqual(['applied', 'duplicate']);
    expect(await standing()).toBeNull();
    const other = await signIn(desk.backend, 'ann@example.com', testPassword);
    const later = { ...make.judgment(comparison_id, 'tie'), seq: 1, at: new Date(Date.now() + 1_000).toISOString() };
    expect(await push(other, [later], new Date(Date.now() + 1_000))).toEqual(['applied']);
    expect(await standing()).toBe('tie');
    const [kept] = await desk.backend.sql(`select count(*)::int as rows from public.assay_judgments
      where comparison_id = '${comparison_id}'`);
    expect(kept).toEqual({ rows: 4 });
    await expect(desk.backend.sql(`update public.assay_judgments set seq = 0`)).rejects.toThrow(/never changed/);
  });

  it('stands in whatever order two devices are heard, where the clock of one was set back', async () => {
    const other = await signIn(desk.backend, 'ann@example.com', testPassword);
    const ago = (seconds: number) => ({ at: new Date(Date.now() - seconds * 1_000).toISOString() });
    const year = 365 * 86_400;
    for (const order of [
      ['said', 'back', 'elsewhere'],
      ['said', 'elsewhere', 'back'],
      ['back', 'said', 'elsewhere'],
      ['back', 'elsewhere', 'said'],
      ['elsewhere', 'said', 'back'],
      ['elsewhere', 'back', 'said'],
    ] as const) {
      const id = await published(desk, [desk.ann], { items: 1 });
      const [{ comparison_id = '' } = {}] = await comparisonsOf(desk, desk.ann, id);
      // Each of them is later than another: by its device's count, or by the time.
      const told = {
        said: [desk.ann, { ...make.judgment(comparison_id, 'first'), ...ago(10) }],
        back: [desk.ann, { ...make.judgment(comparison_id, null), ...ago(year) }],
        elsewhere: [other, { ...make.judgment(comparison_id, 'tie'), ...ago(20) }],
      } as const;
      for (const which of order) {
        const [device, op] = told[which];
        expect(await push(device, [op])).toEqual(['applied']);
      }
      const [row] = await comparisonsOf(desk, desk.ann, id);
      expect(row, order.join()).toMatchObject({ head_id: told.back[1].op_id, judgment: null });
    }
  });

  it('waits for no other batch that judges the same evaluations in another order', async () => {
    const ids = [];
    for (let n = 0; n < 2; n++) ids.push(await published(desk, [desk.ann, desk.ben], { items: 20, judges: 2 }));
    const judgments = async (judge: typeof desk.ann, order: readonly string[]) => {
      const given = [];
      for (const id of order) given.push(...(await comparisonsOf(desk, judge, id)));
      return given.map(({ comparison_id }) => make.judgment(comparison_id, 'tie'));
    };
    for (let n = 0; n < 10; n++) {
      const anns = await judgments(desk.ann, ids);
      const bens = await judgments(desk.ben, ids.toReversed());
      await Promise.all([push(desk.ann, anns), push(desk.ben, bens)]);
    }
  });

  it('finds its place on a server that has lost the item, whoever is heard first', async () => {
    const evaluation = make.evaluation([desk.ann, desk.ben]);
    const { evaluation_id: id } = evaluation;
    const items = ['a', 'b', 'c', 'd'].map((name) => make.item(id, name));
    await push(desk.lead, [evaluation, ...items]);
    const before = await comparisonsOf(desk, desk.ann, id);
    const judged = before.map(({ comparison_id }) => make.judgment(comparison_id, 'first'));
    const seen = (rows: typeof before) => new Map(rows.map(({ comparison_id, item }) => [comparison_id, item]));
    const lose = () =>
      desk.backend.sql(`delete from public.assay_judgments;
        delete from public.assay_comparisons where evaluation_id = '${id}';
        delete from public.assay_evaluation_items where evaluation_id = '${id}';
        delete from public.assay_receipts`);
    await push(desk.ann, judged);
    const told = await judgmentsOf(desk, id);
    await lose();
    expect(await push(desk.ann, judged)).toEqual(['applied', 'applied']);
    expect(await push(desk.lead, items)).toEqual(Array(4).fill('applied'));
    const after = await comparisonsOf(desk, desk.ann, id);
    expect([...seen(after)]).toEqual(expect.arrayContaining([...seen(before)]));
    const what = (rows: typeof told) =>
      rows.flatMap(({ item_id, judgment }) => (judgment ? [[item_id, judgment]] : []));
    expect(what(await judgmentsOf(desk, id)).sort()).toEqual(what(told).sort());
    expect(await judgmentsOf(desk, id)).toHaveLength(4);
    await lose();
    expect(await push(desk.lead, items)).toEqual(Array(4).fill('applied'));
    expect(await push(desk.ann, judged)).toEqual(['applied', 'applied']);
    expect(what(await judgmentsOf(desk, id)).sort()).toEqual(what(told).sort());
  });

  it('is refused on what was never given to its judge, and where it is none; one of those delays no other', async () => {
    const id = await published(desk, [desk.ann], { items: 1 });
    const [{ comparison_id = '' } = {}] = await comparisonsOf(desk, desk.ann, id);
    const letters = () =>
      desk.backend.sql(`select op ->> 'kind' as kind, op -> 'judgment' as judgment
      from public.assay_dead_letters where member_id = '${desk.ben.memberId}'`);
    expect(await push(desk.ben, [make.judgment(comparison_id, 'first', { note: 'Ben’s' })])).toEqual([
      'rejected unknown_comparison',
    ]);
    // Of a comparison that may have been erased nothing is kept.
    expect(await letters()).toEqual([{ kind: 'judgment', judgment: null }]);
    const good = make.judgment(comparison_id, 'both_bad');
    const wrong = [
      make.judgment(comparison_id, 'third' as never),
      make.judgment(comparison_id, 'tie', { scores: { first: { tone: 6 as never }, second: {} } }),
      make.judgment(comparison_id, 'tie', { note: 'x'.repeat(2_001) }),
      { ...make.judgment(comparison_id, 'tie'), judgment: undefined } as never,
    ];
    expect(await push(desk.ann, [...wrong, good])).toEqual([...Array(4).fill('rejected malformed'), 'applied']);
  });
});
