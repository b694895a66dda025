import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisions, type Label } from '../../shared/domain/label.ts';
import { resolve, standingLabels } from '../../shared/rules/resolve.ts';
import { adjudicationOf, resolved, verdictLabel, withdrawal } from '../fixtures/labels.ts';

/** Any history of a sample: who did what, in the order of operations. */
const histories = fc
  .array(
    fc.record({ labelerId: fc.constantFrom('ann', 'bob', 'eve'), what: fc.constantFrom(...decisions, 'withdraw') }),
    { maxLength: 12 },
  )
  .map((steps) =>
    steps.map(({ labelerId, what }, index): Label => {
      if (what === 'withdraw') return withdrawal(index + 1, labelerId);
      return verdictLabel(index + 1, { decision: what }, labelerId);
    }),
  );
const overlaps = fc.integer({ min: 1, max: 3 });

describe('resolve, whatever happened', () => {
  it('does not depend on the order in which labels are read', () => {
    fc.assert(
      fc.property(
        histories.chain((labels) =>
          fc.tuple(fc.constant(labels), fc.shuffledSubarray(labels, { minLength: labels.length })),
        ),
        overlaps,
        ([labels, shuffled], overlap) => {
          expect(resolved(shuffled, { overlap })).toEqual(resolved(labels, { overlap }));
        },
      ),
    );
  });

  it('goes by each labeler’s last word alone', () => {
    fc.assert(
      fc.property(histories, overlaps, (labels, overlap) => {
        const words = ['ann', 'bob', 'eve'].flatMap((labelerId) => {
          const last = labels.filter((label) => label.labelerId === labelerId).at(-1);
          return last?.kind === 'verdict' ? [last] : [];
        });
        expect(new Set(standingLabels(labels))).toEqual(new Set(words));

        const said = new Set(words.map(({ verdict }) => verdict.decision));
        const resolution = resolved(labels, { overlap });
        if (words.length === 0) expect(resolution.status).toBe('unreviewed');
        else if (said.size > 1) expect(resolution.status).toBe('disagreement');
        else if (words.length < overlap) expect(resolution).toMatchObject({ status: 'waiting', have: words.length });
        else
          expect(resolution).toMatchObject({ by: 'label', label: { seq: Math.max(...words.map(({ seq }) => seq)) } });
      }),
    );
  });

  it('goes by what was decided last, of several queues, and not by what is open or was brought along beside it', () => {
    const queue = fc.record({ labels: histories, overlap: overlaps, broughtAlong: fc.boolean() });
    fc.assert(
      fc.property(fc.array(queue, { maxLength: 4 }), (queues) => {
        // Each queue's labels are later than those of the queue before it.
        const words = queues.map(({ labels, overlap, broughtAlong }, index) => ({
          overlap,
          broughtAlong,
          standing: standingLabels(labels).map((label) => ({
            ...label,
            committedAt: `2026-09-0${index + 2}T00:00:00Z`,
          })),
          adjudications: [],
        }));
        const ofTeam = words.filter(({ broughtAlong }) => !broughtAlong);
        const heard = ofTeam.some(({ standing }) => standing.length > 0) ? ofTeam : words;
        const each = heard.map((word) => resolve([word], null));
        const last = each.findLast(({ status }) => status === 'resolved');
        const expected = last ?? {
          status:
            ['disagreement', 'waiting'].find((status) => each.some((one) => one.status === status)) ?? 'unreviewed',
        };
        expect(resolve(words, null)).toMatchObject(expected);
        expect(resolve(words.toReversed(), null)).toMatchObject(expected);
      }),
    );
  });

  it('holds an adjudication for exactly the labels that it saw', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (labels, at) => {
        const before = labels.slice(0, labels.length === 0 ? 0 : at % (labels.length + 1));
        const adjudication = adjudicationOf(standingLabels(before));
        const saw = adjudication.sawLabelIds;
        const stands = standingLabels(labels).map(({ id }) => id);
        const same = saw.length === stands.length && saw.every((id) => stands.includes(id));
        const resolution = resolved(labels, { adjudication });
        expect(resolution.status === 'resolved' && resolution.by === 'adjudication').toBe(same);
      }),
    );
  });
});
