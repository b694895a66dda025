import { expect, it, onTestFinished } from 'vitest';
import { tallyArms } from '../../electron/service/experiment/tally.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { type ArmName, armNames, metrics } from '../../shared/domain/experiment.ts';
import { sumsOf } from '../../shared/statistics/sums.ts';
import type { OutcomeRow } from '../../shared/sync/experiments.ts';
import { onDay, startedAt } from '../fixtures/experiments.ts';
import { outcomeRow, storeRows } from '../fixtures/outcomes.ts';
import { seeded } from '../fixtures/random.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const id = '018f0000-0000-7000-8000-00000000000a';
const other = '018f0000-0000-7000-8000-00000000000b';

function corpus() {
  const db = openWritable(workspaceWith([]).files.corpus, 'normal');
  onTestFinished(() => void db.close());
  return db;
}

/** Conversations of three weeks of which anything may be known or not; more intents than are told by name. */
function randomRows(count: number, random: () => number): OutcomeRow[] {
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const maybe = <T>(value: T): T | null => (random() < 0.4 ? null : value);
  const intents = Array.from({ length: 20 }, (_, index) => `intent ${index}`);
  return Array.from({ length: count }, () => {
    const reviewed = random() < 0.6;
    const edited = random() < 0.3;
    return outcomeRow({
      experiment_id: one([id, id, id, other]),
      arm: one(armNames),
      // As Postgres writes it, to the microsecond.
      exposed_at: onDay(random() * 21).replace('Z', '123+00:00'),
      reviewed,
      approved: reviewed ? !edited && random() < 0.7 : null,
      edited: reviewed ? edited : null,
      csat: maybe(one([1, 2, 3.5, 4, 5])),
      violation: maybe(random() < 0.1),
      intent: random() < 0.1 ? null : one(intents.slice(0, Math.ceil(random() * intents.length))),
    });
  });
}

/** The same by reading every conversation. */
function naive(rows: readonly OutcomeRow[], arm: ArmName, until: string) {
  const met = rows.filter(
    (row) => row.experiment_id === id && row.arm === arm && Date.parse(row.exposed_at) < Date.parse(until),
  );
  const sums = (value: (row: OutcomeRow) => boolean | number | null) =>
    sumsOf(met.map(value).flatMap((known) => (known === null ? [] : [Number(known)])));
  return {
    exposures: met.length,
    metrics: {
      approval: sums((row) => row.approved),
      edits: sums((row) => row.edited),
      csat: sums((row) => row.csat),
      violations: sums((row) => row.violation),
    },
  };
}

it('adds up what reading every conversation would, up to any moment, after outcomes have come, changed and gone', () => {
  const db = corpus();
  const random = seeded(7);
  let rows = randomRows(3_000, random);
  storeRows(db, { outcomes: rows });
  rows = rows.map((row) => (random() < 0.3 ? { ...row, csat: 2, reviewed: true, approved: false, edited: true } : row));
  storeRows(db, { outcomes: rows });
  const gone = new Set(rows.filter(() => random() < 0.1).map(({ exposure_id }) => exposure_id));
  for (const exposure of gone) db.prepare('DELETE FROM outcomes WHERE exposure_id = ?').run(exposure);
  rows = rows.filter(({ exposure_id }) => !gone.has(exposure_id));

  for (const until of [startedAt, onDay(0.3), onDay(7), onDay(13.999), onDay(14), onDay(30)]) {
    const tallied = tallyArms(db, id, until);
    for (const arm of armNames) {
      const { intents, ...whole } = tallied[arm];
      expect(whole).toEqual(naive(rows, arm, until));
      // Intents divide the whole, none twice.
      expect(new Set(intents.map(({ intent }) => intent)).size).toBe(intents.length);
      const sum = (of: (tally: (typeof intents)[number]) => number) =>
        intents.reduce((all, tally) => all + of(tally), 0);
      expect(sum(({ exposures }) => exposures)).toBe(whole.exposures);
      for (const metric of metrics) expect(sum((tally) => tally.metrics[metric].n)).toBe(whole.metrics[metric].n);
    }
  }
});

it('tells the commonest intents by name, the same in both arms, and the rest as one', () => {
  const db = corpus();
  const rows = randomRows(3_000, seeded(8));
  storeRows(db, { outcomes: rows });
  const { control, treatment } = tallyArms(db, id, onDay(30));
  const counts = new Map<string, number>();
  for (const { experiment_id, intent } of rows)
    if (experiment_id === id && intent !== null) counts.set(intent, (counts.get(intent) ?? 0) + 1);
  const commonest = [...counts].sort(([, a], [, b]) => b - a).slice(0, 12);
  for (const arm of [control, treatment]) {
    const told = arm.intents.map(({ intent }) => intent);
    expect(new Set(told)).toEqual(new Set([null, ...commonest.map(([intent]) => intent)]));
  }
});
