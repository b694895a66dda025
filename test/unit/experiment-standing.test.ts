import { describe, expect, it } from 'vitest';
import { mustTell } from '../../electron/service/experiment/refusals.ts';
import { standingOf } from '../../electron/service/experiment/standing.ts';
import { readExperiments } from '../../electron/service/experiment/table.ts';
import { tallyArms } from '../../electron/service/experiment/tally.ts';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { headline, unreviewedText } from '../../shared/rules/live-experiment-words.ts';
import { corpusWith } from '../fixtures/corpus.ts';
import { experimentPlan, onDay, startedAt } from '../fixtures/experiments.ts';
import { outcomeRow, storeRows } from '../fixtures/outcomes.ts';

const id = '018f0000-0000-7000-8000-00000000000a';

const experiment = (change: Partial<LiveExperiment> = {}): LiveExperiment => ({
  ...{ id, state: 'running', plan: experimentPlan(), createdBy: 'Lena', createdAt: startedAt, startedAt },
  ...{ stoppedAt: null, decidedAt: null, decision: null, looks: [] },
  ...change,
});

/** So many reviewed conversations an arm, spread evenly over so many days; the treatment's are all approved. */
const conversations = (count: number, days: number) =>
  Array.from({ length: 2 * count }, (_, index) => {
    const treated = index % 2 === 1;
    return outcomeRow({
      experiment_id: id,
      arm: treated ? 'treatment' : 'control',
      exposed_at: onDay((index / (2 * count)) * days),
      ...{
        reviewed: true,
        approved: treated,
        edited: !treated,
        csat: 3 + (Math.floor(index / 2) % 2),
        violation: false,
      },
    });
  });

it('an experiment whose row cannot be read is counted, and stands in the way of no other', () => {
  const corpus = corpusWith([]);
  corpus.exec(`INSERT INTO experiments (experiment_id, body) VALUES ('${id}', '{"looks": [{"arms": null}]}')`);
  expect(readExperiments(corpus)).toEqual({ experiments: [], unreadable: 1 });
});

describe('how an experiment stands', () => {
  const db = () => {
    const corpus = corpusWith([]);
    storeRows(corpus, { outcomes: conversations(2_000, 20) });
    return corpus;
  };

  it('is nothing before it starts, and locked until its days are over', () => {
    const corpus = db();
    expect(standingOf(corpus, experiment({ state: 'planned', startedAt: null }), onDay(3))).toBeNull();
    const locked = standingOf(corpus, experiment(), onDay(3.5));
    expect(locked).toEqual({
      reading: { status: 'locked', opensAt: onDay(14), harms: [] },
      ...{ day: 3, countedUntil: onDay(3.5), exposures: { control: 350, treatment: 350 } },
      reviewed: { control: 350, treatment: 350 },
      due: null,
      watch: null,
    });
    expect(() => mustTell(experiment(), locked)).toThrow('not shown before its result is opened');
    expect(standingOf(corpus, experiment(), null)).toBeNull();
    expect(() => mustTell(experiment(), null)).toThrow('has been counted here yet');
  });

  it('holds a look ready with what met it before, and with nothing that came later', () => {
    const corpus = db();
    const early = standingOf(corpus, experiment(), onDay(14));
    const counts = { exposures: { control: 1_400, treatment: 1_400 }, reviewed: { control: 1_400, treatment: 1_400 } };
    expect(early).toMatchObject({ day: 14, ...counts, due: { look: 0, ...counts } });
    expect(early?.reading).toEqual({ status: 'due', harms: [], empty: [] });
    expect(() => mustTell(experiment(), early)).toThrow('not shown before its result is opened');
    const watch = { until: onDay(18), harms: [], sampleRatio: null };
    expect(standingOf(corpus, experiment(), onDay(18))).toEqual({ ...early, day: 18, watch });
    expect(standingOf(corpus, experiment(), onDay(21))).toMatchObject({
      exposures: { control: 2_000, treatment: 2_000 },
      due: { look: 1, exposures: { control: 2_000, treatment: 2_000 } },
    });
  });

  it('holds none ready that has nothing to compare', () => {
    const standing = standingOf(corpusWith([]), experiment(), onDay(15));
    expect(standing).toMatchObject({ reading: { status: 'due', empty: ['control', 'treatment'] }, due: null });
  });

  it('tells of a look what was known when it was opened, whatever comes later', () => {
    const corpus = db();
    const arms = tallyArms(corpus, id, onDay(14));
    const opened = experiment({ looks: [{ look: 0, openedAt: onDay(15), openedBy: 'Lena', arms }] });
    const read = standingOf(corpus, opened, onDay(16));
    expect(read).toMatchObject({
      reading: { status: 'read', day: 14, verdict: 'do_not_ship' },
      countedUntil: onDay(14),
      due: null,
    });
    corpus.exec('UPDATE outcomes SET approved = 0');
    expect({ ...standingOf(corpus, opened, onDay(16)), watch: null }).toEqual({ ...read, watch: null });
    expect(mustTell(opened, read)).toBe(onDay(14));
    expect(standingOf(corpus, { ...opened, state: 'decided' }, onDay(21.5))?.due).toBeNull();
  });

  it('tells beside an opened look what the next one still waits for, and nothing of what it would tell', () => {
    const corpus = db();
    const arms = tallyArms(corpus, id, onDay(14));
    const opened = experiment({ looks: [{ look: 0, openedAt: onDay(15), openedBy: 'Lena', arms }] });
    const unreviewed = [15, 16, 17, 18, 22].flatMap((day) =>
      (['control', 'treatment'] as const).flatMap((arm) =>
        Array.from({ length: 50 }, () => outcomeRow({ experiment_id: id, arm, exposed_at: onDay(day) })),
      ),
    );
    storeRows(corpus, { outcomes: unreviewed });
    const standing = standingOf(corpus, opened, onDay(22.5));
    // Those of day 22 have met their arm after the look.
    const due = {
      look: 1,
      exposures: { control: 2_200, treatment: 2_200 },
      reviewed: { control: 2_000, treatment: 2_000 },
    };
    const watch = { until: onDay(22.5), harms: [], sampleRatio: null };
    expect(standing).toEqual({ ...standingOf(corpus, opened, onDay(16)), day: 22, due, watch });
    expect(standing && unreviewedText(opened.plan, standing)).toContain(
      'Of about 4,400 conversations that the plan reviews, 400 have no verdict yet.',
    );
  });

  describe('tells, while customers meet the treatment, what goes wrong that no opened look counts', () => {
    const openedOn = (corpus: ReturnType<typeof db>) =>
      experiment({
        looks: [{ look: 0, openedAt: onDay(15), openedBy: 'Lena', arms: tallyArms(corpus, id, onDay(14)) }],
      });
    const later = (arm: 'control' | 'treatment', count: number, violation: boolean) =>
      Array.from({ length: count }, () => outcomeRow({ experiment_id: id, arm, exposed_at: onDay(18), violation }));
    const unread = experiment();

    it.each([
      ['harm', [...later('control', 200, false), ...later('treatment', 200, true)], 'Harm'],
      ['a broken sample ratio', later('treatment', 400, false), 'Not readable'],
    ])('%s', (_, rows, title) => {
      const corpus = corpusWith([]);
      storeRows(corpus, {
        outcomes: conversations(2_000, 20).map((row) => ({ ...row, approved: true, edited: false })),
      });
      for (const [of, said] of [
        [unread, 'Ready to be opened'],
        [openedOn(corpus), 'Do not ship'],
      ] as const) {
        const title = (day: number) => {
          const standing = standingOf(corpus, of, onDay(day));
          return standing && headline(of, standing).title;
        };
        expect(title(15)).toBe(said);
      }
      const opened = openedOn(corpus);
      storeRows(corpus, { outcomes: rows });
      for (const of of [unread, opened]) {
        const standing = standingOf(corpus, of, onDay(19));
        const told = standing && headline(of, standing);
        expect(told?.title).toBe(title);
        expect(told?.reason.includes('The result that was opened says: Do not ship.')).toBe(of === opened);
        // What was opened stays as it was.
        expect({ ...standing, watch: null }).toEqual({ ...standingOf(corpus, of, onDay(17)), day: 19, watch: null });
        const ended = { ...of, state: 'stopped', stoppedAt: onDay(19) } as const;
        expect(standingOf(corpus, ended, onDay(20))?.watch).toBeNull();
      }
    });
  });

  it('makes no look that a stopped experiment did not live to see, and shows then what it was stopped for', () => {
    const corpus = db();
    const stopped = experiment({ state: 'stopped', stoppedAt: onDay(9) });
    const standing = standingOf(corpus, stopped, onDay(40));
    expect(standing).toMatchObject({ reading: { status: 'locked' }, day: 9, countedUntil: onDay(9) });
    expect(mustTell(stopped, standing)).toBe(onDay(9));
  });
});
