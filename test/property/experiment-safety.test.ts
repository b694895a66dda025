import { describe, expect, it } from 'vitest';
import type { Tally } from '../../shared/domain/experiment.ts';
import { readExperiment } from '../../shared/rules/experiment.ts';
import { harms } from '../../shared/rules/experiment-safety.ts';
import {
  type Arms,
  addArms,
  armTally,
  asToday,
  drawPeriods,
  drawTally,
  experimentPlan,
  noTally,
  onDay,
  shares,
  startedAt,
  type Truths,
} from '../fixtures/experiments.ts';
import { binomial, seeded } from '../fixtures/random.ts';
import { possible, shown } from '../fixtures/rates.ts';

const plan = experimentPlan();

describe('the view of safety before the result opens', () => {
  const looksADay = 6;
  const view = (random: () => number, perLook: number, truths: Truths): boolean =>
    drawPeriods(
      random,
      Array.from({ length: looksADay * plan.days }, () => perLook),
      truths,
    ).some(({ control, treatment }) => harms(control, treatment).length > 0);

  it.each([2, 20, 100])(
    'tells harm where there is none at most once in twenty, with %d conversations a look',
    (size) => {
      const times = 1_500;
      const random = seeded(60 + size);
      let alarms = 0;
      for (let time = 0; time < times; time++)
        if (view(random, size, { control: asToday, treatment: asToday })) alarms++;
      console.log(`false alarms over ${looksADay * plan.days} looks, ${size} an arm and look: ${shown(alarms, times)}`);
      expect(possible(alarms, times).low).toBeLessThanOrEqual(0.05);
    },
  );

  it.each([0.01, 0.05, 0.9])('tells it no oftener where the treatment gets %d of the conversations', (share) => {
    const times = 600;
    const looks = 84;
    const random = seeded(64 + 1_000 * share);
    let alarms = 0;
    for (let time = 0; time < times; time++) {
      let arms: Arms = { control: noTally, treatment: noTally };
      for (let look = 0; look < looks; look++) {
        const treated = binomial(random, 200, share);
        arms = addArms(arms, {
          control: drawTally(random, 200 - treated, asToday),
          treatment: drawTally(random, treated, asToday),
        });
        if (harms(arms.control, arms.treatment).length === 0) continue;
        alarms++;
        break;
      }
    }
    console.log(`false alarms with ${100 * share} % in the treatment: ${shown(alarms, times)}`);
    expect(possible(alarms, times).low).toBeLessThanOrEqual(0.05);
  });

  it('takes no single case in a small arm for harm', () => {
    const seen = (hits: number, n: number): Tally => ({ ...noTally, violations: shares(hits, n) });
    for (const hits of [1, 2]) expect(harms(seen(5, 986), seen(hits, 8))).toEqual([]);
    expect(harms(seen(50, 9_000), seen(30, 1_000))).toEqual(['violations']);
  });

  it('tells real harm', () => {
    const times = 500;
    const random = seeded(69);
    const bad = { ...asToday, violations: 0.03 };
    let alarms = 0;
    for (let time = 0; time < times; time++) if (view(random, 80, { control: asToday, treatment: bad })) alarms++;
    console.log(`violations at 3 % for 1 % told in time: ${shown(alarms, times)}`);
    expect(possible(alarms, times).low).toBeGreaterThan(0.8);
  });
});

describe('the sample-ratio check', () => {
  /** How often a reading on any of the first days is stopped, when a part of the treatment's conversations gets lost. */
  const stopped = (times: number, lost: number, seed: number) => {
    const random = seeded(seed);
    let hits = 0;
    for (let time = 0; time < times; time++) {
      let [control, treatment] = [0, 0];
      const readings = Array.from({ length: plan.days }, (_, day) => {
        const came = binomial(random, 1_000, 0.5);
        control += came;
        treatment += 1_000 - came - binomial(random, 1_000 - came, lost);
        const arms = { control: armTally(noTally, control), treatment: armTally(noTally, treatment) };
        return readExperiment(plan, { startedAt, now: onDay(day) }, arms);
      });
      if (readings.some(({ status }) => status === 'sample_ratio')) hits++;
    }
    return hits;
  };

  it('catches an arm that loses conversations, and hardly ever stops a sound experiment', () => {
    const times = 500;
    const [broken, sound] = [stopped(times, 0.1, 71), stopped(times, 0, 72)];
    console.log(
      `sample ratio: a tenth lost is caught ${shown(broken, times)}, sound ones stopped ${shown(sound, times)}`,
    );
    expect(possible(broken, times).low).toBeGreaterThan(0.95);
    expect(possible(sound, times).low).toBeLessThanOrEqual(0.01);
  });
});
