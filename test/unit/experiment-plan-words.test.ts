import { describe, expect, it } from 'vitest';
import {
  type DraftNumber,
  draftOf,
  filledIn,
  filledText,
  newDraft,
  type PlanDraft,
  withAgent,
} from '../../renderer/experiment/plan-draft.ts';
import { planOf } from '../../renderer/experiment/plan-read.ts';
import type { AgentTraffic } from '../../shared/domain/agent-traffic.ts';
import { experimentPlanSchema, metrics } from '../../shared/domain/experiment.ts';
import { differencePlot } from '../../shared/plots/difference.ts';
import { compare } from '../../shared/rules/experiment-metric.ts';
import { criterionText, planOutlook } from '../../shared/rules/experiment-plan-words.ts';
import { headline } from '../../shared/rules/live-experiment-words.ts';
import { experimentPlan, onDay, shares } from '../fixtures/experiments.ts';

const traffic: AgentTraffic = {
  ...{
    conversations: 500,
    perDay: 40.123,
    answered: 0.3,
    approval: 0.612,
    edits: 0.3,
    violations: 0,
    csatDeviation: 1.104,
  },
};

/** A draft about an agent after what is known of it has come. */
function filledFor(typed: Partial<PlanDraft>, known: AgentTraffic, activeModel: string | null = 'active') {
  const planning = { draft: { ...newDraft(), agent: 'Orders', ...typed }, filled: null };
  return filledIn(planning, { agent: 'Orders', traffic: known, activeModel });
}

describe('a plan as it is typed', () => {
  it('comes back as the plan that it was', () => {
    const plan = experimentPlan({ review_share: 2_500, days: 21 });
    expect(planOf(draftOf(plan))).toEqual(plan);
  });

  it('is filled in where it is empty, from what is known, and nowhere else', () => {
    const filled = filledFor({ control: 'mine', approval: '70' }, traffic).draft;
    expect(filled).toMatchObject({ control: 'mine', approval: '70', perDay: '40.12', answered: '30', edits: '30' });
    // Of none at all no share is known that a plan could rest on.
    expect(filled.violations).toBe('');
    expect(filledFor({}, traffic).draft.control).toBe('active');
    // What nobody has typed yet and nothing is known of stays empty, and the rest says what is missing.
    const early = filledFor({}, { ...traffic, violations: 0.01 }, null).draft;
    expect(early).toMatchObject({ name: '', treatment: '', control: '' });
    expect(planOf({ ...early, name: 'A', control: 'c' })).toBe('“Treatment: what may come after it” is still empty.');
  });

  it('keeps nothing of another agent but what somebody has typed', () => {
    const { draft, filled } = filledFor({ treatment: 'tuned' }, traffic);
    const corrected = { draft: { ...draft, approval: '70' }, filled };
    expect(withAgent(corrected, ' Orders ').filled).toBe(filled);
    const other = withAgent(corrected, 'Returns');
    expect(other.draft).toEqual({ ...newDraft(), agent: 'Returns', treatment: 'tuned', approval: '70' });
    const known = { traffic: { ...traffic, edits: 0.1 }, activeModel: 'other' };
    expect(filledIn(other, { ...known, agent: 'Returns' }).draft).toMatchObject({ edits: '10', control: 'other' });
    // An answer that comes late is about the agent before.
    expect(filledIn(other, { ...known, agent: 'Orders' })).toBe(other);
  });

  it('goes on knowing what was filled in when the same agent is asked about again', () => {
    const again = filledIn(filledFor({}, traffic), { agent: 'Orders', traffic, activeModel: 'active' });
    expect(withAgent(again, 'Returns').draft).toEqual({ ...newDraft(), agent: 'Returns' });
  });

  it('says what was filled in', () => {
    const text = (typed: Partial<PlanDraft>, known: AgentTraffic) => {
      const { filled } = filledFor(typed, known);
      return filled && filledText(filled);
    };
    expect(text({}, traffic)).toMatch(/^What was empty is filled in from 500 conversations of /);
    const whole = draftOf(experimentPlan());
    expect(text({ ...whole, agent: 'Orders', control: '' }, traffic)).toMatch(
      /^Nothing is filled in: 500 conversations /,
    );
    const unknown = {
      perDay: null,
      answered: null,
      approval: null,
      edits: null,
      violations: null,
      csatDeviation: null,
    };
    expect(text({}, { conversations: 0, ...unknown })).toMatch(/^No sample here is of this agent/);
  });

  const whole = draftOf(experimentPlan());

  it('says what it lacks, by the names and in the units of the form', () => {
    const said = {
      '“Conversations a day” is still empty.': { perDay: ' ' },
      '“Conversations a day” is no number, as in 12.5.': { perDay: '12,5' },
      '“Conversations a day” is a number from 0.01 to 1,000,000,000.': { perDay: '0' },
      '“Days until the result opens” is a whole number from 1 to 365.': { days: '7.5' },
      '“Control’s share, %” is a number from 0.01 to 99.99.': { controlShare: '100' },
      '“Policy violations, %” is a number from 0.01 to 99.99.': { violations: '0' },
      '“Standard deviation of CSAT” is a number from 0.01 to 2.': { csatDeviation: '60' },
      '“Approval: expected, points” must be more than “Approval: better by at least, points”.': {
        approvalExpected: '5',
      },
      '“Approved as they are, %” and “Approval: expected, points” come to more than 100.': { approval: '93' },
      '“Edits: expected, points” is more than “Edited, %”: there are no more edits to lose.': { edits: '7' },
    };
    for (const [sentence, typed] of Object.entries(said)) expect(planOf({ ...whole, ...typed })).toBe(sentence);
  });

  it('is one that the service takes and whose size is known, up to its bounds, and refused beyond them', () => {
    const edges: Partial<Record<DraftNumber, [inside: string[], outside: string[]]>> = {
      controlShare: [
        ['0.01', '99.99'],
        ['0', '0.004', '99.996'],
      ],
      days: [
        ['1', '365'],
        ['0', '366'],
      ],
      reviewShare: [
        ['0.01', '100'],
        ['0.004', '100.01'],
      ],
      approvalBar: [['0'], ['-0.1']],
      csatExpected: [['4'], ['4.1']],
      violationsMargin: [
        ['0.01', '99.99'],
        ['1e-200', '100'],
      ],
      csatDeviation: [
        ['0.01', '2'],
        ['1e-300', '2.1'],
      ],
      perDay: [['0.01'], ['0', '1e300']],
      answered: [
        ['0.01', '100'],
        ['0', '100.1'],
      ],
    };
    for (const [key, [inside, outside]] of Object.entries(edges)) {
      for (const typed of inside) {
        const plan = planOf({ ...whole, [key]: typed });
        expect(experimentPlanSchema.safeParse(plan).data, `${key} ${typed}`).toEqual(plan);
        if (typeof plan !== 'string') planOutlook(plan);
      }
      for (const typed of outside) expect(planOf({ ...whole, [key]: typed }), `${key} ${typed}`).toContain(' is ');
    }
  });
});

describe('what a plan means', () => {
  it('is said of each criterion with its bar', () => {
    const plan = experimentPlan();
    expect(
      metrics.map((metric) => criterionText(metric, plan).match(/(bar|margin) of [^,.]*\.\d+( points)?/)?.[0]),
    ).toEqual(['bar of +5.0 points', 'bar of −5.0 points', 'bar of +0.20', 'margin of +0.50 points']);
  });

  it('names the size, its bottleneck, and the first look that has the power', () => {
    const { day, size, bottleneck } = planOutlook(experimentPlan());
    expect(size).toMatch(/^\d+,\d{3} conversations in both arms together ship it with a chance of 80 %/);
    expect(size).toContain('at 1,000 a day.');
    expect(bottleneck).toMatch(/^Policy violations alone would take \d+,\d{3}, the most of the four\.$/);
    expect(day).toBe(14);
  });

  it('tells little traffic as what it is', () => {
    const told = (perDay: number) => planOutlook(experimentPlan({ traffic: { perDay, answered: 1 } })).size;
    expect([0.3, 0.004, 7.25, 9.96, 12.4].map((perDay) => told(perDay).match(/days at (.*)\.$/)?.[1])).toEqual([
      '0.3 a day',
      '0.004 a day',
      '7.3 a day',
      '10 a day',
      '12 a day',
    ]);
  });

  it('names all that may be too small, where no number of conversations that anybody has would do', () => {
    const plan = experimentPlan({ traffic: { perDay: 1_000, answered: 1e-7 } });
    expect(planOutlook(plan)).toMatchObject({
      day: null,
      size:
        'Not even 100,000,000 conversations would ship it four times in five: a margin, an expected effect, an arm, or the ' +
        'share that is reviewed or of customers who answer is too small.',
    });
    expect(planOutlook({ ...plan, traffic: { perDay: 1_000, answered: 1 } }).day).not.toBeNull();
  });

  it('names the whole weeks after which a first look would have the power, where the planned one has not', () => {
    const withTraffic = (perDay: number, days = 14) =>
      planOutlook(experimentPlan({ days, traffic: { perDay, answered: 1 } }));
    const { day, firstLook } = withTraffic(200);
    if (day === null || firstLook === null) throw new Error('a year is enough');
    expect(firstLook % 7).toBe(0);
    expect(firstLook).toBeLessThan(day);
    expect(withTraffic(200, firstLook).day).toBe(firstLook);
    expect(withTraffic(200, firstLook - 7).day).not.toBe(firstLook - 7);
    // Its looks miss the year, and a longer first one would not.
    expect(withTraffic(100)).toMatchObject({ day: null, firstLook: expect.any(Number) });
    expect(withTraffic(5)).toMatchObject({ day: null, firstLook: null });
  });
});

it('says of an experiment that ended early that it has no result', () => {
  const { plan } = { plan: experimentPlan() };
  const standing = (harms: ('approval' | 'csat')[]) => ({
    ...{
      day: 9,
      countedUntil: onDay(9),
      exposures: { control: 1, treatment: 1 },
      reviewed: { control: 1, treatment: 1 },
      due: null,
      watch: null,
    },
    reading: { status: 'locked' as const, opensAt: onDay(14), harms },
  });
  const none = 'It ended after 9 days of 14, before its result opened, so it has none.';
  expect(headline({ state: 'stopped', plan }, standing([]))).toEqual({ title: 'No result', reason: none });
  expect(headline({ state: 'decided', plan }, standing(['csat']))).toEqual({
    title: 'Harm',
    reason: `Surely worse with the treatment: CSAT. ${none}`,
  });
  expect(headline({ state: 'running', plan }, standing([])).title).toBe('Locked');
});

describe('the plot of a difference', () => {
  const plan = experimentPlan();
  const plotOf = (metric: 'approval' | 'edits', control: number, treatment: number) =>
    differencePlot(compare(metric, shares(control, 1_000), shares(treatment, 1_000), 0.025), plan);

  it('has the estimate in its interval, and zero and the bar in the picture', () => {
    for (const plot of [plotOf('approval', 600, 700), plotOf('edits', 300, 290), plotOf('edits', 300, 420)]) {
      const lines = plot?.shapes.filter((shape) => shape.is === 'line') ?? [];
      const [zero, bar, whisker] = lines;
      const point = plot?.shapes.find((shape) => shape.is === 'circle');
      expect(point?.cx).toBeGreaterThan(whisker?.x1 ?? Number.POSITIVE_INFINITY);
      expect(point?.cx).toBeLessThan(whisker?.x2 ?? 0);
      for (const line of [zero, bar, whisker]) {
        expect(line?.x1).toBeGreaterThan(0);
        expect(line?.x2).toBeLessThan(520);
      }
    }
    expect(plotOf('edits', 300, 290)?.name).toMatch(/^Edits, treatment minus control: −1\.0 points/);
  });

  it('is none of nothing', () => {
    expect(differencePlot(compare('approval', shares(0, 0), shares(1, 1), 0.025), plan)).toBeNull();
  });
});
