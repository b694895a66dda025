import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSamples } from '../../electron/service/samples/query/counts.ts';
import { labelerQueues } from '../../electron/service/samples/query/queues.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';
import { orderStrategies } from '../../shared/domain/order.ts';
import { type AssignmentState, assignmentStates, heldStates } from '../../shared/sync/feeds.ts';
import { openLabeling } from '../fixtures/labeling.ts';
import { collect, finish, openQueryParts } from '../fixtures/query.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { account, bind, queueA, queueB, tell } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';
import { makeRows, numbers } from './query-oracle.ts';

const blindOrders = orderStrategies.filter((strategy) => strategy !== 'least_confident');

/** What was done here to an item, and whether the server has confirmed it. */
type Done = { what: 'nothing' | 'label' | 'skip' | 'taken back'; confirmed: boolean; rejected: boolean };
type Asked = 'no' | 'sent' | 'rejected' | 'waits' | 'ruled';
type Team = {
  queueId: string;
  sampleId: string;
  state: AssignmentState;
  done: Done;
  asked: Asked;
};

/** The naive answer to what is left to do and what waits for a ruling: looks at one item alone. */
function isLeft({ state, done }: Team): boolean {
  const stands = done.what === 'label' || done.what === 'skip';
  const ahead = done.what !== 'nothing' && !done.confirmed && !done.rejected;
  if (state === 'leased' || state === 'expired') return !stands;
  if (state === 'returned' || state === 'parked') return !stands || !ahead;
  return (state === 'done' || state === 'skipped') && !stands && ahead;
}
const waits = ({ state, asked }: Team) => state === 'parked' || asked === 'sent' || asked === 'waits';
const isOpen = (item: Team) => isLeft(item) && !waits(item);

/** A team's workspace with two queues over the same samples, each sample in any state in either. */
function makeTeam(seed: number, size: number, role: 'labeler' | 'lead') {
  const legacy = { approved: true, overall_rating: 'good' } as const;
  const rows = makeRows(seed, size).map((row, i) => (i % 5 === 0 ? { ...row, human_feedback: legacy } : row));
  const workspace = workspaceWith(rows);
  const next = numbers(seed + 7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  bind(workspace);
  const items: Team[] = [queueA, queueB].flatMap((queueId) =>
    rows
      .filter(() => next() < 0.6)
      .map(({ sample_id: sampleId }) => ({
        queueId,
        sampleId,
        state: pick(['leased', 'leased', ...assignmentStates]),
        done: {
          what: pick(['nothing', 'nothing', 'label', 'skip', 'taken back'] as const),
          confirmed: next() < 0.5,
          rejected: next() < 0.2,
        },
        asked: pick(['no', 'no', 'no', 'no', 'sent', 'rejected', 'waits', 'ruled'] as const),
      })),
  );
  tell(workspace, {
    role,
    queues: [{ queue_id: queueA }, { queue_id: queueB }],
    assignments: items.map(({ queueId, sampleId }) => ({ queue_id: queueId, sample_id: sampleId, state: 'leased' })),
  });
  const { labeling, outbox } = openLabeling(workspace);
  const lastOp = () => String(workspace.work.prepare('SELECT op_id FROM outbox ORDER BY seq DESC').pluck().get());
  const settle = (confirmed: boolean, rejected: boolean) => {
    const op_id = lastOp();
    if (confirmed) outbox.confirm([op_id]);
    else if (rejected) outbox.settle(account, [{ op_id, status: 'rejected', code: null, message: null, late: false }]);
  };
  const questions: { question_id: string; queue_id: string; sample_id: string; ruling: string | null }[] = [];
  workspace.work.transaction(() => {
    for (const { queueId, sampleId, done, asked } of items) {
      const unit = { queueId, sampleId };
      const at = { queue_id: queueId, sample_id: sampleId };
      if (next() < 0.3) labeling.flag(unit, true);
      if (done.what === 'label' || done.what === 'taken back') {
        labeling.commit(randomUUID(), unit, verdict(''));
        if (done.what === 'taken back') labeling.undo();
      } else if (done.what === 'skip') labeling.skip(unit, 'other');
      if (done.what !== 'nothing') settle(done.confirmed, done.rejected);
      if (asked === 'no') continue;
      labeling.ask(unit, 'Is it?');
      if (asked !== 'sent') {
        if (asked !== 'rejected')
          questions.push({ ...at, question_id: lastOp(), ruling: asked === 'ruled' ? 'It is.' : null });
        settle(asked !== 'rejected', asked === 'rejected');
      }
    }
  })();
  tell(workspace, {
    assignments: items.map(({ queueId, sampleId, state }) => ({
      queue_id: queueId,
      sample_id: sampleId,
      state,
      returned_reason: state === 'returned' ? 'Look again.' : null,
    })),
    questions,
  });
  const idOf = new Map(workspace.corpus.prepare<[], [string, number]>('SELECT sample_id, id FROM samples').raw().all());
  const inTime = (sampleIds: Iterable<string>) =>
    [...sampleIds].sort((a, b) => (idOf.get(a) ?? 0) - (idOf.get(b) ?? 0));
  return { workspace, rows, items, labeling, inTime };
}

const held = (items: readonly Team[], queueId: string) =>
  items.filter((item) => item.queueId === queueId && heldStates.includes(item.state));

describe('a team’s queue', () => {
  it.each(['labeler', 'lead'] as const)('offers a %s what is left to do, under every order that is blind', (role) => {
    for (let seed = 1; seed <= 6; seed++) {
      const { workspace, items, inTime } = makeTeam(seed, 150, role);
      const { loop } = openQueryParts(workspace);
      for (const queue of [queueA, queueB]) {
        const open = inTime(
          held(items, queue)
            .filter(isOpen)
            .map(({ sampleId }) => sampleId),
        );
        expect(open.length).toBeGreaterThan(10);
        const next = (strategy: (typeof orderStrategies)[number], filter: SampleFilter = { queue }) =>
          finish(loop.next({ order: { strategy, seed: 3 }, filter, after: null, limit: 500 }));
        expect(next('oldest')).toEqual(open);
        expect(next('newest')).toEqual(open.toReversed());
        for (const strategy of blindOrders) expect(next(strategy).toSorted()).toEqual(open.toSorted());
        expect(() => next('least_confident')).toThrow('steer the verdict');
        expect(() => next('oldest', { queue, minConfidence: 0 })).toThrow('steer the verdict');
      }
    }
  });

  it('combines with every other filter, in the loop, in the browser and in the counts', () => {
    const { workspace, rows, items, inTime } = makeTeam(11, 200, 'labeler');
    const { loop, orders, filters, reader } = openQueryParts(workspace);
    const rowOf = new Map(rows.map((row) => [row.sample_id, row]));
    const names = new Map(
      reader
        .rows<{ id: number; name: string }>('SELECT id, sample_id AS name FROM samples')
        .map(({ id, name }) => [id, name]),
    );
    const agents = [...new Set(rows.map(({ source }) => source.agent_name))];
    const status = fc.constantFrom('unlabeled', 'labeled', 'skipped' as const);
    const some = fc.record(
      {
        agent: fc.constantFrom(...agents),
        tag: fc.constantFrom('orders', 'vip'),
        status,
        queue: fc.constantFrom(queueA, queueB),
      },
      { requiredKeys: ['queue'] },
    );
    fc.assert(
      fc.property(some, fc.constantFrom(...blindOrders), ({ queue, agent, tag, status }, strategy) => {
        const filter = Object.fromEntries(
          Object.entries({ queue, agent, tag, status }).filter(([, value]) => value !== undefined),
        );
        const standsAs = ({ done }: Team) => ({ label: done.what === 'label', skip: done.what === 'skip' });
        const passes = (item: Team): boolean => {
          const row = rowOf.get(item.sampleId);
          return (
            (agent === undefined || row?.source.agent_name === agent) &&
            (tag === undefined || row?.tags?.includes(tag) === true)
          );
        };
        const hasStatus = (item: Team): boolean => {
          const { label, skip } = standsAs(item);
          return status === undefined || { unlabeled: !label && !skip, labeled: label, skipped: skip }[status];
        };
        const members = held(items, queue).filter(passes);
        const found = members.filter(hasStatus);
        const ids = (some: readonly Team[]) => inTime(some.map(({ sampleId }) => sampleId));
        expect(collect(orders.sorted('oldest', filter)).map((id) => names.get(id))).toEqual(ids(found));
        expect(
          collect(orders.sorted('last_labeled', filter))
            .map((id) => names.get(id))
            .toSorted(),
        ).toEqual(ids(found).toSorted());
        expect(finish(countSamples(filters, filter))).toEqual({
          total: found.length,
          labeled: found.filter((item) => standsAs(item).label).length,
          skipped: found.filter((item) => standsAs(item).skip).length,
        });
        const offered = status === 'labeled' || status === 'skipped' ? found : members.filter(isOpen);
        const order = { strategy, seed: 5 };
        expect(finish(loop.next({ order, filter, after: null, limit: 500 })).toSorted()).toEqual(
          ids(offered).toSorted(),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is counted as it is offered, and an item says that it was returned as long as it is offered for that', () => {
    const { workspace, items, labeling } = makeTeam(21, 200, 'labeler');
    const { reader } = openQueryParts(workspace);
    for (const queue of finish(labelerQueues(reader))) {
      const mine = held(items, queue.queueId);
      const open = mine.filter(isOpen);
      expect(queue).toMatchObject({
        held: mine.length,
        open: open.length,
        done: mine.filter((item) => item.done.what === 'label' && !isLeft(item)).length,
        parked: mine.filter((item) => isLeft(item) && waits(item)).length,
      });
      for (const item of mine) {
        const [shown] = labeling.items(item.queueId, [item.sampleId]);
        expect({ item, returned: shown?.returnedReason !== null }).toEqual({
          item,
          returned: item.state === 'returned' && isLeft(item),
        });
      }
    }
  });

  it('shows rows without what could steer, and refuses to sort by it', () => {
    const { workspace } = makeTeam(31, 120, 'lead');
    const { views } = openQueryParts(workspace);
    const { rows } = finish(views.search({ filter: { queue: queueA }, sort: 'newest' }));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ confidence, legacy }) => confidence !== null || legacy)).toEqual([]);
    expect(rows.some(({ decision }) => decision !== null)).toBe(true);
    const own = finish(views.search({ filter: {}, sort: 'newest' })).rows;
    expect(own.some(({ confidence, legacy }) => confidence !== null && legacy)).toBe(true);
    expect(own.some(({ decision }) => decision !== null)).toBe(false);
    expect(() => finish(views.search({ filter: { queue: queueA }, sort: 'least_confident' }))).toThrow('steer');
  });
});

describe('the own queue of a labeler of a team', () => {
  it('passes over what the team gave them, under every order and in every count', () => {
    const { workspace, rows, items, inTime } = makeTeam(41, 150, 'labeler');
    const { loop, orders, filters, reader } = openQueryParts(workspace);
    const hidden = new Set([...held(items, queueA), ...held(items, queueB)].map(({ sampleId }) => sampleId));
    const own = inTime(rows.map(({ sample_id }) => sample_id).filter((id) => !hidden.has(id)));
    expect(own.length).toBeGreaterThan(10);
    for (const strategy of orderStrategies)
      expect(
        finish(loop.next({ order: { strategy, seed: 1 }, filter: {}, after: null, limit: 500 })).toSorted(),
      ).toEqual(own.toSorted());
    for (const sort of ['oldest', 'newest', 'least_confident', 'last_labeled'] as const)
      expect(collect(orders.sorted(sort, {}))).toHaveLength(own.length);
    expect(finish(countSamples(filters, {}))).toEqual({ total: own.length, labeled: 0, skipped: 0 });
    expect(finish(countSamples(filters, { tag: 'orders' })).total).toBe(
      rows.filter(({ sample_id, tags }) => !hidden.has(sample_id) && tags?.includes('orders')).length,
    );
    // A lead sees all, and the permutation that is kept from before has not all.
    const random = () =>
      finish(loop.next({ order: { strategy: 'random', seed: 1 }, filter: {}, after: null, limit: 500 }));
    expect(random()).toHaveLength(own.length);
    tell(workspace, { role: 'lead' });
    expect(random()).toHaveLength(rows.length);
    expect(reader.value('SELECT count(*) FROM samples')).toBe(rows.length);
  });

  it('shows everything again once nothing is assigned', () => {
    const workspace = workspaceWith([sampleRow('a'), sampleRow('b')]);
    bind(workspace);
    const { filters } = openQueryParts(workspace);
    tell(workspace, { assignments: [{ queue_id: queueA, sample_id: 'a', state: 'leased' }] });
    expect(finish(countSamples(filters, {})).total).toBe(1);
    tell(workspace, { assignments: [{ queue_id: queueA, sample_id: 'a', state: 'released' }] });
    expect(finish(countSamples(filters, {})).total).toBe(2);
  });
});
