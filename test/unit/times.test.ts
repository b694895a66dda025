import { describe, expect, it } from 'vitest';
import { standingLabels } from '../../electron/service/lead/standing.ts';
import { resolve } from '../../shared/rules/resolve.ts';
import { byCommit, compareTimes } from '../../shared/rules/times.ts';
import { verdictLabel } from '../fixtures/labels.ts';

/** Within one millisecond, as a server counts. */
const [earlier, later] = ['2026-11-02T10:00:00.123400+00:00', '2026-11-02T10:00:00.1236+00:00'];

describe('times of a server', () => {
  it('are told apart by microseconds, in whatever zone they are written', () => {
    expect(compareTimes(earlier, later)).toBeLessThan(0);
    expect(compareTimes(later, earlier)).toBeGreaterThan(0);
    expect(compareTimes('2026-11-02T11:00:00.5+01:00', '2026-11-02T10:00:00.500000Z')).toBe(0);
    expect(compareTimes('2026-11-02T10:00:01Z', later)).toBeGreaterThan(0);
  });

  it('say the same to a labeler’s device and to a lead’s, whatever the order of the rows and of the ids', () => {
    const { verdict } = verdictLabel(1);
    const word = (label_id: string, committed_at: string) => ({
      ...{ label_id, committed_at, verdict },
      ...{ sample_id: 's', member_id: 'ann', queue_id: 'q', supersedes: null },
    });
    const rows = [word('b', earlier), word('a', later)];
    for (const order of [rows, rows.toReversed()]) {
      expect(order.toSorted(byCommit).at(-1)?.label_id).toBe('a');
      const standing = standingLabels(order);
      expect(standing.map(({ id }) => id)).toEqual(['a']);
    }
    const queues = rows.map(({ label_id: id, committed_at: committedAt }) => ({
      ...{ overlap: 1, broughtAlong: false, adjudications: [] },
      standing: [{ ...verdictLabel(1), id, committedAt }],
    }));
    expect(resolve(queues, null)).toMatchObject({ by: 'label', label: { id: 'a' } });
  });
});
