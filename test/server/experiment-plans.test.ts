import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { activeModelAnswerSchema, experimentAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Device, joinTeam } from '../backend/team.ts';
import { type Desk, openDesk } from './desk.ts';
import { arms, experimentOf, expose, passHours, plan } from './experiment-desk.ts';

/** What leads decide about experiments and active models, and what is kept of it. */

let desk: Desk;
/** Another lead. */
let lea: Device;
beforeAll(async () => {
  desk = await openDesk();
  lea = await joinTeam(desk.backend, desk.lead, 'Lea', 'lead');
});
afterAll(() => desk.backend.close());

const changesOf = (id: string) =>
  desk.backend.sql(`select by_member, change, detail from public.assay_experiment_changes
    where experiment_id = '${id}' order by at`);

/** Moves the beginning of an experiment back, as waiting would. */
const passDays = (id: string, days: number) => passHours(desk.backend, id, 24 * days);

it('goes from planned over running and stopped to decided, and keeps who did what', async () => {
  const first = plan();
  const second = { ...first, arms: arms(8_000), days: 7, criteria: { approval: { bar: 0.05 } } };
  const { id, save, start, stop, decide } = experimentOf(desk.lead);
  const planned = { experiment_id: id, state: 'planned', started_at: null, ends_at: null };
  expect(await save(first)).toEqual(planned);
  expect(await save(second)).toEqual(planned);
  const running = await experimentOf(lea, id).start();
  expect(running.state).toBe('running');
  expect(Date.parse(running.ends_at ?? '') - Date.parse(running.started_at ?? '')).toBe(7 * 86_400_000);
  await expect(start()).rejects.toMatchObject({ detail: 'experiment_state' });
  expect((await stop()).state).toBe('stopped');
  await expect(stop()).rejects.toMatchObject({ detail: 'experiment_state' });
  expect((await decide('do_not_ship', '  Customers were less content.  ')).state).toBe('decided');
  await expect(decide('ship', 'Changed my mind.')).rejects.toMatchObject({ detail: 'experiment_state' });
  expect(await changesOf(id)).toEqual([
    { by_member: desk.lead.memberId, change: 'saved', detail: first },
    { by_member: desk.lead.memberId, change: 'saved', detail: second },
    { by_member: lea.memberId, change: 'started', detail: null },
    { by_member: desk.lead.memberId, change: 'stopped', detail: null },
    {
      by_member: desk.lead.memberId,
      change: 'decided',
      detail: { verdict: 'do_not_ship', reason: 'Customers were less content.' },
    },
  ]);
});

it('says of a plan that is none what is wrong with it', async () => {
  const [control, treatment] = arms(5_000);
  const wrong: [object, string][] = [
    [{ name: ' ' }, 'a name and an agent'],
    [{ agent: 7 }, 'a name and an agent'],
    [{ agent: ' Shop' }, 'a name and an agent'],
    [{ note: 'x'.repeat(70_000) }, 'at most 64 KB'],
    [{ days: 0 }, '1 to 365 days'],
    [{ days: 1.5 }, '1 to 365 days'],
    [{ days: '14' }, '1 to 365 days'],
    [{ review_share: 0 }, '1 to 10,000'],
    [{ arms: [control] }, 'two arms'],
    [{ arms: [control, control] }, 'two arms'],
    [{ arms: { control, treatment } }, 'two arms'],
    [{ arms: [control, { ...treatment, name: 'other' }] }, 'two arms'],
    [{ arms: [control, treatment, treatment] }, 'two arms'],
    [{ arms: [control, { ...treatment, model: '' }] }, 'names its model'],
    [{ arms: [control, { ...treatment, model: 'tuned-1 ' }] }, 'names its model'],
    [{ arms: [control, { ...treatment, share: 4_999 }] }, 'add up to 10,000'],
    [{ arms: [control, { ...treatment, share: '5000' }] }, 'add up to 10,000'],
    [{ arms: arms(0) }, 'add up to 10,000'],
  ];
  const { id, save } = experimentOf(desk.lead);
  for (const [change, message] of wrong)
    await expect(save({ ...plan(), ...change })).rejects.toMatchObject({
      detail: 'bad_argument',
      message: expect.stringContaining(message),
    });
  const call = (body: object) => desk.lead.rpc('assay_save_experiment', { plan: body }, experimentAnswerSchema);
  for (const none of [plan(), 5 as never, [] as never])
    await expect(call(none)).rejects.toMatchObject({ detail: 'bad_argument' });
  expect(await changesOf(id)).toEqual([]);
});

it('changes no plan that has begun: by no function, and not in the table', async () => {
  const planned = plan();
  const { id, save, start } = experimentOf(desk.lead);
  await save(planned);
  await start();
  for (const change of [{ arms: arms(9_000) }, { days: 3 }, {}])
    await expect(save({ ...planned, ...change })).rejects.toMatchObject({ detail: 'experiment_began' });
  for (const statement of [
    `update public.assay_experiments set plan = plan || '{"days": 3}' where experiment_id = '${id}'`,
    `update public.assay_arms set share = 9000 where experiment_id = '${id}' and arm = 'control'`,
    `update public.assay_arms set model = 'other' where experiment_id = '${id}'`,
    `delete from public.assay_arms where experiment_id = '${id}'`,
  ])
    await expect(desk.backend.sql(statement)).rejects.toThrow('has begun cannot be changed');
  const [stored] = await desk.backend.sql(`select plan from public.assay_experiments where experiment_id = '${id}'`);
  expect(stored?.['plan']).toEqual(planned);
});

it('changes and starts no plan that another lead has changed since it was read', async () => {
  const planned = plan();
  const longer = { ...planned, days: 21 };
  const lenas = experimentOf(desk.lead);
  const leas = experimentOf(lea, lenas.id);
  await lenas.save(planned);
  await lenas.save(longer, planned);
  // As where the first answer was lost.
  await lenas.save(longer, planned);
  const changed = { detail: 'plan_changed' };
  await expect(leas.save({ ...planned, name: 'Another' }, planned)).rejects.toMatchObject(changed);
  await expect(leas.start(planned)).rejects.toMatchObject(changed);
  expect((await changesOf(lenas.id)).map(({ change }) => change)).not.toContain('started');
  // A version that knows less of a plan, or more than is stored, is held to what both know.
  const { days: _, ...less } = longer;
  await leas.save({ ...longer, name: 'Another' }, less);
  await leas.start({ ...longer, name: 'Another', later: true });
  const [stored] = await desk.backend.sql(
    `select plan from public.assay_experiments where experiment_id = '${lenas.id}'`,
  );
  expect(stored?.['plan']).toEqual({ ...longer, name: 'Another' });
});

it('runs one experiment an agent, also when two leads start at once', async () => {
  const { agent } = plan();
  const both = [experimentOf(desk.lead), experimentOf(lea)];
  for (const { save } of both) await save(plan({ agent }));
  const started = await Promise.allSettled(both.map(({ start }) => start()));
  expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(started.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { detail: 'agent_busy' } });
});

it('counts days of 24 hours, also where the database keeps a local time', async () => {
  const sql = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  onTestFinished(() => sql.end());
  await sql`set timezone to 'Europe/Berlin'`;
  await sql`select set_config('request.jwt.claim.sub', ${desk.lead.memberId}, false)`;
  // On whatever day this runs, one of these ends where the clocks go otherwise.
  for (const days of [90, 180, 270]) {
    const { id, save } = experimentOf(desk.lead);
    await save(plan({ days }));
    await sql`select public.assay_start_experiment(${id})`;
    const [row] = await sql`select extract(epoch from ends_at - started_at)::integer / 3600 as hours
      from public.assay_experiments where experiment_id = ${id}`;
    expect(row?.['hours']).toBe(24 * days);
  }
});

it('ships nothing before the planned days are over, and stops harm at any time', async () => {
  const early = experimentOf(desk.lead);
  await early.save(plan());
  await early.start();
  await expect(early.decide('ship', 'It looks good.')).rejects.toMatchObject({ detail: 'too_early' });
  await expect(early.decide('keep_running', 'It looks good.')).rejects.toMatchObject({ detail: 'bad_argument' });
  await expect(early.decide('do_not_ship', ' ')).rejects.toMatchObject({ detail: 'bad_argument' });
  await expose(desk.backend, early.id, 20);
  await passDays(early.id, 14);
  await expect(early.decide('ship', 'Past every bar.')).rejects.toMatchObject({ detail: 'too_early' });
  await early.open();
  expect((await early.decide('ship', 'Past every bar.')).state).toBe('decided');
  // What was stopped early has no result, however long ago that was.
  const stopped = experimentOf(desk.lead);
  await stopped.save(plan());
  await stopped.start();
  await stopped.stop();
  await passDays(stopped.id, 20);
  await desk.backend.sql(`update public.assay_experiments set stopped_at = started_at + interval '1 day'
    where experiment_id = '${stopped.id}'`);
  await expect(stopped.decide('ship', 'Two weeks are over.')).rejects.toMatchObject({ detail: 'too_early' });
  expect((await stopped.decide('do_not_ship', 'It was stopped.')).state).toBe('decided');
  const harmful = experimentOf(desk.lead);
  await harmful.save(plan());
  await harmful.start();
  expect((await harmful.decide('do_not_ship', 'It invents rules.')).state).toBe('decided');
  await expect(experimentOf(desk.lead).decide('ship', 'Which?')).rejects.toMatchObject({
    detail: 'unknown_experiment',
  });
});

it('keeps each change of an active model: who, from what, to what, why', async () => {
  const planned = plan();
  const { agent } = planned;
  const experiment = experimentOf(desk.lead);
  await experiment.save(planned);
  const set = (device: Device, model: string, why: string, experimentId: string | null = null) =>
    device.rpc('assay_set_active_model', { agent, model, why, experiment_id: experimentId }, activeModelAnswerSchema);
  await set(desk.lead, 'base-1', 'What we have.');
  expect(await set(lea, 'tuned-1', 'Past every bar.', experiment.id)).toMatchObject({ model: 'tuned-1' });
  // An answer that was lost is asked for again.
  await set(lea, 'tuned-1', 'Past every bar.', experiment.id);
  await set(desk.lead, 'base-1', 'Complaints by phone: back.');
  const changes = `select by_member, from_model, to_model, why, experiment_id from public.assay_active_model_changes
    where agent = '${agent}' order by at`;
  expect(await desk.backend.sql(changes)).toEqual([
    { by_member: desk.lead.memberId, from_model: null, to_model: 'base-1', why: 'What we have.', experiment_id: null },
    {
      by_member: lea.memberId,
      from_model: 'base-1',
      to_model: 'tuned-1',
      why: 'Past every bar.',
      experiment_id: experiment.id,
    },
    {
      by_member: desk.lead.memberId,
      from_model: 'tuned-1',
      to_model: 'base-1',
      why: 'Complaints by phone: back.',
      experiment_id: null,
    },
  ]);
  await expect(set(lea, 'other-1', 'Why not?', experiment.id)).rejects.toMatchObject({ detail: 'bad_argument' });
  await expect(set(lea, 'tuned-1', 'Why not?', randomUUID())).rejects.toMatchObject({ detail: 'bad_argument' });
  await expect(set(lea, 'tuned-1', '')).rejects.toMatchObject({ detail: 'bad_argument' });
  const spaced = { agent: `${agent}${' '.repeat(200)}`, model: 'tuned-1', why: 'Past every bar.' };
  await expect(lea.rpc('assay_set_active_model', spaced, activeModelAnswerSchema)).rejects.toMatchObject({
    detail: 'bad_argument',
  });
  for (const table of ['assay_active_model_changes', 'assay_experiment_changes'])
    for (const statement of [`delete from public.${table}`, `update public.${table} set at = now()`])
      await expect(desk.backend.sql(statement)).rejects.toThrow('never changed and never taken away');
});

it('puts changes of one agent by two leads at once into one order', async () => {
  const { agent } = plan();
  const models = Array.from({ length: 10 }, (_, n) => `model-${n}`);
  await Promise.all(
    models.map((model, n) =>
      (n % 2 ? desk.lead : lea).rpc(
        'assay_set_active_model',
        { agent, model, why: 'At once.' },
        activeModelAnswerSchema,
      ),
    ),
  );
  const changes = await desk.backend.sql(`select from_model, to_model, at::text from public.assay_active_model_changes
    where agent = '${agent}' order by at`);
  const tos = changes.map((row) => row['to_model']);
  expect(changes.map((row) => row['from_model'])).toEqual([null, ...tos.slice(0, -1)]);
  expect(tos.toSorted()).toEqual(models);
  const active = await desk.backend.sql(
    `select model as to_model, since::text as at from public.assay_active_models where agent = '${agent}'`,
  );
  expect(changes.slice(-1)).toMatchObject(active);
});
