import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { armTallySchema } from '../../shared/domain/experiment.ts';
import { experimentLook } from '../../shared/rules/experiment-looks.ts';
import { noSums } from '../../shared/statistics/sums.ts';
import { type Desk, openDesk } from './desk.ts';
import { experimentOf, expose, passHours, plan } from './experiment-desk.ts';

/** Looks at the result, each fixed when it is opened. */

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const armsSchema = z.object({ control: armTallySchema, treatment: armTallySchema });

const hoursAgo = (hours: number) => `now() - interval '${hours} hours'`;

/** An experiment that began so many hours ago, with conversations from its first days. */
async function begun(hours: number, count = 40) {
  const experiment = experimentOf(desk.lead);
  await experiment.save(plan());
  await experiment.start();
  await expose(desk.backend, experiment.id, count);
  await passHours(desk.backend, experiment.id, hours);
  return experiment;
}

const know = (id: string, known: string) =>
  desk.backend.sql(`update public.assay_outcomes o set ${known} from public.assay_exposures x
    where x.exposure_id = o.exposure_id and x.experiment_id = '${id}'`);

async function looksOf(id: string) {
  const rows = await desk.backend.sql(
    `select look, opened_by, arms from public.assay_looks where experiment_id = '${id}' order by look`,
  );
  return rows.map(({ look, opened_by, arms }) => ({ look, opened_by, arms }));
}

it('knows the days of looks as devices do', async () => {
  for (const days of [1, 7, 14, 28, 365]) {
    const wanted = Array.from({ length: 8 }, (_, look) => experimentLook(days, look).day);
    const [row] = await desk.backend.sql(
      `select array_agg(assay.look_day(${days}, n) order by n) as days from generate_series(0, 7) n`,
    );
    expect(row?.['days']).toEqual(wanted);
  }
});

it('opens a look once, when its days are over, and keeps what was known then', async () => {
  const { id, open } = await begun(14 * 24 - 1);
  await expect(open()).rejects.toMatchObject({ detail: 'too_early' });
  await desk.backend.sql(`update public.assay_experiments set started_at = ${hoursAgo(14 * 24 + 1)}
    where experiment_id = '${id}'`);
  await know(id, `reviewed = true, approved = true, edited = false, csat = 4.5, violation = false`);
  await expect(open(1)).rejects.toMatchObject({ detail: 'too_early' });
  await expect(open(-1)).rejects.toMatchObject({ detail: 'bad_argument' });
  const both = await Promise.all([open(), open()]);
  expect(both.map(({ state }) => state)).toEqual(['running', 'running']);
  const [look, ...more] = await looksOf(id);
  expect(more).toEqual([]);
  expect(look).toMatchObject({ look: 0, opened_by: desk.lead.memberId });
  const { control, treatment } = armsSchema.parse(look?.arms);
  expect(control.exposures + treatment.exposures).toBe(40);
  const n = control.exposures;
  expect(control.metrics).toEqual({
    approval: { n, sum: n, sumSq: n },
    edits: { n, sum: 0, sumSq: 0 },
    csat: { n, sum: 4.5 * n, sumSq: 20.25 * n },
    violations: { n, sum: 0, sumSq: 0 },
  });
  await know(id, 'approved = false, csat = null');
  await open();
  expect(await looksOf(id)).toEqual([look]);
  await expect(
    desk.backend.sql(`update public.assay_looks set arms = '{}' where experiment_id = '${id}'`),
  ).rejects.toThrow('never changed');
});

it('opens nothing of arms that no conversation has come to, and counts such an arm as nothing', async () => {
  for (const count of [0, 1]) {
    const { id, open } = await begun(15 * 24, count);
    await expect(open()).rejects.toMatchObject({ detail: 'too_early' });
    expect(await looksOf(id)).toEqual([]);
    const [row] = await desk.backend.sql(`select assay.tally('${id}', now()) as arms`);
    const { control, treatment } = armsSchema.parse(row?.['arms']);
    expect(control.exposures + treatment.exposures).toBe(count);
    const empty = control.exposures === 0 ? control : treatment;
    expect(empty).toMatchObject({ exposures: 0, metrics: { csat: noSums }, intents: [] });
  }
});

it('names the most frequent intents, and sums the others', async () => {
  const { id, open } = await begun(15 * 24, 200);
  // Fourteen of them, the later ones rarer; ties are settled by the name.
  await desk.backend.sql(`update public.assay_outcomes o set intent = 'intent ' || chr(97 + least(13, n::integer % 20))
    from (select exposure_id, row_number() over (order by conversation_id) as n from public.assay_exposures
      where experiment_id = '${id}') x where x.exposure_id = o.exposure_id`);
  await open();
  const [look] = await looksOf(id);
  const arms = armsSchema.parse(look?.arms);
  const named = new Set(Object.values(arms).flatMap(({ intents }) => intents.map(({ intent }) => intent)));
  expect(named.size).toBe(13);
  expect(named.has(null)).toBe(true);
  expect(named.has('intent n')).toBe(true);
  for (const { exposures, intents } of Object.values(arms))
    expect(intents.reduce((sum, one) => sum + one.exposures, 0)).toBe(exposures);
});

it('opens nothing that a stopped experiment did not live to see, and the later look once for all before it', async () => {
  const stopped = await begun(20 * 24);
  await stopped.stop();
  await desk.backend.sql(`update public.assay_experiments set stopped_at = ${hoursAgo(7 * 24)}
    where experiment_id = '${stopped.id}'`);
  await expect(stopped.open()).rejects.toMatchObject({ detail: 'too_early' });
  const long = await begun(22 * 24);
  await long.open(1);
  await long.open(0);
  expect((await looksOf(long.id)).map(({ look }) => look)).toEqual([1]);
  await long.decide('ship', 'Past every bar.');
  await expect(long.open(2)).rejects.toMatchObject({ detail: 'experiment_state' });
});
