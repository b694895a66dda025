import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openLedger } from '../../electron/service/dataset/lockfile/ledger.ts';
import { rebuildDataset } from '../../electron/service/dataset/lockfile/rebuild.ts';
import { DatasetStore } from '../../electron/service/dataset/lockfile/store.ts';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { BuiltDataset, Recipe } from '../../shared/domain/dataset.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { build, contextOf, lineageIn, recipe } from '../fixtures/datasets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow } from '../fixtures/samples.ts';
import { importRows, openTestService, serviceOn } from '../fixtures/service.ts';
import { filesWith } from '../fixtures/traces.ts';
import {
  deviceOf,
  exchange,
  type Person,
  settled,
  signIn,
  startRestorableTeam,
  startTeam,
  type TestTeam,
  until,
} from './team.ts';

const topics = ['parcel', 'refund', 'voucher', 'invoice', 'size', 'colour', 'delivery', 'complaint', 'return', 'gift'];

/** Samples that pass the gate by a verdict from before Assay, none like another. */
function approved(count: number, prefix = 's'): SampleRow[] {
  return Array.from({ length: count }, (_, index) =>
    sampleRow(`${prefix}${String(index).padStart(3, '0')}`, {
      source: { agent_name: 'Support', conversation_id: `${prefix} ${index}` },
      query: { text: `${topics[index % topics.length]} ${index}: ${randomUUID()} ${randomUUID()}?` },
      human_feedback: {
        approved: true,
        quality_scores: { ...allScores(5), policy_alignment: 5 },
        overall_rating: 'excellent',
      },
    }),
  );
}

const pushSchema = z.object({ ops: z.array(z.object({ op_id: z.string(), kind: z.string() })) });

const samplesHere = (device: Service) => device.handlers['workspace.info']();

/** A lead's device that has all samples of the team. */
async function leadWith(team: TestTeam, person: Person, samples: number): Promise<Service> {
  const device = await deviceOf(team, person);
  await until(device, async () => (await samplesHere(device)).samples === samples);
  return device;
}

async function buildOn(device: Service, change: Partial<Recipe> = {}): Promise<BuiltDataset> {
  const { id } = await device.handlers['jobs.dataset'](recipe({ formats: ['trl-sft'], ...change }));
  const job = await device.jobs.settled(id);
  if (job.state !== 'done' || job.kind !== 'dataset')
    throw new Error(`the build is ${job.state}: ${job.error?.message}`);
  const found = (await list(device)).find((dataset) => dataset.id === job.result?.id);
  if (!found) throw new Error('the dataset is not listed');
  return found;
}

const list = async (device: Service) => (await device.handlers['dataset.list']()).datasets;
const states = async (device: Service) => (await list(device)).map(({ recorded }) => recorded);

const stored = (device: Service, id: string) => {
  const store = new DatasetStore(device.folder, contextOf(device.folder).writer);
  try {
    return store.get(id);
  } finally {
    store.close();
  }
};

const sidesIn = (device: Service, { id }: { id: string }) =>
  new Map(lineageIn(stored(device, id)).map(({ sample, side }) => [sample, side]));

const teamSplits = (device: Service) => {
  const db = openReadonly(workspaceFiles(device.folder).corpus);
  onTestFinished(() => void db.close());
  return Number(db.prepare('SELECT count(*) FROM team_splits').pluck().get());
};

const rowsOf = (team: TestTeam, table: string) => team.backend.sql(`select * from public.${table}`);

it('keeps what one lead has held out from being trained on by another', async () => {
  const team = await startTeam();
  await team.give(approved(60));
  const a = await leadWith(team, team.lead, 60);
  const b = await leadWith(team, await team.secondLead(), 60);
  const first = await buildOn(a, { name: 'First' });
  await settled(a);
  expect(await states(a)).toEqual(['recorded']);
  const [row, ...others] = await rowsOf(team, 'assay_datasets');
  expect(others).toEqual([]);
  expect(row).toMatchObject({ dataset_id: first.id, name: 'First', recorded_by: team.lead.id, ...first.examples });

  await until(b, () => teamSplits(b) === 60);
  // Another draw would put most of them on another side.
  const second = await buildOn(b, { name: 'Second', split: { seed: 99, validation: 0, holdout: 0.5 } });
  expect(sidesIn(b, second)).toEqual(sidesIn(a, first));
  await settled(b);
  // Nothing that the team knows is told again; an operation whose receipt is held back may travel again, under its id.
  const sent = team.proxy.exchanged.filter(({ path }) => path.endsWith('assay_push'));
  const ops = sent.flatMap(({ body }) => pushSchema.parse(JSON.parse(body.toString())).ops);
  expect(new Set(ops.filter(({ kind }) => kind === 'splits').map(({ op_id }) => op_id)).size).toBe(1);
  expect((await rowsOf(team, 'assay_datasets')).length).toBe(2);

  // Built on what the team had told, it is built again by itself, whatever the team tells since.
  const sides = Object.groupBy([...sidesIn(a, first)], ([, side]) => side);
  const [held = ''] = sides.holdout?.[0] ?? [];
  await team.backend.sql(`update public.assay_splits set train = true where sample_id = '${held}'`);
  await until(b, async () => {
    const counts = await b.handlers['dataset.count'](recipe());
    return (counts.sides.holdout ?? 0) < (first.examples.holdout ?? 0);
  });
  expect(rebuildDataset(stored(b, second.id), contextOf(b.folder))).toEqual({ same: true });
});

it('records once, offline for days, over a network that loses answers, whatever is asked again', async () => {
  const team = await startTeam();
  await team.give(approved(20));
  const folder = temporaryFolder();
  const a = openTestService(folder);
  await signIn(a, team.team, team.lead);
  await until(a, async () => (await samplesHere(a)).samples === 20);
  team.proxy.fault = () => 'refuse';
  const built = await buildOn(a);
  await expect.poll(() => a.sync.status.waiting).toBe(2);
  expect(await states(a)).toEqual(['waiting']);
  // On what the first one put where: another dataset without another side, and then that one again.
  const next = await buildOn(a);
  expect((await buildOn(a)).id).toBe(next.id);
  await a.sync.now({ anew: false });
  expect(a.sync.status.waiting).toBe(3);
  await a.close();

  const again = serviceOn(folder);
  expect(await states(again)).toEqual(['waiting', 'waiting']);
  let pushes = 0;
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') && ++pushes <= 2 ? 'lose' : null);
  await signIn(again, null, team.lead);
  for (let time = 0; time < 2; time++) await again.sync.now({ anew: false });
  await settled(again);
  expect(await states(again)).toEqual(['recorded', 'recorded']);
  const ids = (await rowsOf(team, 'assay_datasets')).map((row) => row['dataset_id']);
  expect(ids.sort()).toEqual([built.id, next.id].sort());
  expect(await rowsOf(team, 'assay_receipts')).toHaveLength(3);
});

it('quarantines what two leads who did not hear of each other put on two sides', async () => {
  const team = await startTeam();
  await team.give(approved(40));
  const a = await leadWith(team, team.lead, 40);
  const b = await leadWith(team, await team.secondLead(), 40);
  const one = await buildOn(a, { split: { seed: 1, validation: 0, holdout: 0.5 } });
  const other = await buildOn(b, { split: { seed: 2, validation: 0, holdout: 0.5 } });
  const [here, there] = [sidesIn(a, one), sidesIn(b, other)];
  const parted = [...here].filter(([sample, side]) => there.get(sample) !== side).map(([sample]) => sample);
  expect(parted.length).toBeGreaterThan(0);
  for (const device of [a, b, a]) await settled(device);
  for (const device of [a, b]) {
    const third = await buildOn(device, { name: 'Third' });
    const sides = sidesIn(device, third);
    for (const sample of here.keys())
      expect([sample, sides.get(sample)]).toEqual([sample, parted.includes(sample) ? undefined : here.get(sample)]);
    expect(rebuildDataset(stored(device, third.id), contextOf(device.folder))).toEqual({ same: true });
  }
});

it('tells nobody what a labeler or somebody alone has built, until they are a lead', async () => {
  const team = await startTeam();
  await team.give(approved(10, 'team'));
  const folder = temporaryFolder();
  const device = serviceOn(folder);
  await importRows(device, approved(10, 'own'));
  const built = await buildOn(device);
  expect(built.recorded).toBe('none');
  const ann = await team.labeler('ann');
  await signIn(device, team.team, ann);
  await exchange(device);
  expect([device.sync.status.waiting, await states(device)]).toEqual([0, ['none']]);
  expect(await rowsOf(team, 'assay_datasets')).toEqual([]);

  await team.backend.sql(`update public.assay_members set role = 'lead' where member_id = '${ann.id}'`);
  await until(device, async () => (await states(device))[0] === 'recorded');
  await settled(device);
  expect(await rowsOf(team, 'assay_splits')).toHaveLength(10);
});

it('gives no labeler any of it, and takes it from a lead who is one no more', async () => {
  const team = await startTeam();
  await team.give(approved(10));
  const a = await leadWith(team, team.lead, 10);
  const lea = await team.secondLead();
  const b = await leadWith(team, lea, 10);
  const ann = await deviceOf(team, await team.labeler('ann'));
  await buildOn(a);
  await settled(a);
  await until(b, () => teamSplits(b) === 10);
  await exchange(ann);
  expect(teamSplits(ann)).toBe(0);

  // Built while they were a lead and sent when they are none: the server says no, and so does the list.
  team.proxy.fault = () => 'refuse';
  await buildOn(b, { name: 'Too late' });
  await expect.poll(() => b.sync.status.waiting).toBeGreaterThan(0);
  await team.backend.sql(`update public.assay_members set role = 'labeler' where member_id = '${lea.id}'`);
  team.proxy.fault = () => null;
  await until(b, ({ rejected }) => rejected > 0 && teamSplits(b) === 0);
  expect(await states(b)).toEqual(['none']);
  await team.backend.sql(`update public.assay_members set role = 'lead' where member_id = '${lea.id}'`);
  await until(b, () => teamSplits(b) === 10);
  expect(await states(b)).toEqual(['refused']);
  for (const { opId } of await b.handlers['sync.rejected']()) await b.handlers['sync.dismiss']({ opId });
  expect(await states(b)).toEqual(['refused']);
});

it('tells a server that was set back what it has lost', async () => {
  const team = await startRestorableTeam();
  await team.give(approved(30));
  const a = await leadWith(team, team.lead, 30);
  const b = await leadWith(team, await team.secondLead(), 30);
  await team.backUp();
  await buildOn(a, { name: 'Lost' });
  await settled(a);
  await until(b, () => teamSplits(b) === 30);
  await team.restore();
  expect(await rowsOf(team, 'assay_splits')).toEqual([]);
  await settled(a);
  await until(a, async () => teamSplits(a) === 30 && (await states(a))[0] === 'recorded');
  expect(await rowsOf(team, 'assay_datasets')).toHaveLength(1);
  await until(b, () => teamSplits(b) === 30);
  for (const device of [a, b])
    await until(device, async () => (await device.handlers['sync.check']()).check?.repaired === null);
});

it('keeps the side of an erased sample, and of what it said nothing in any of its own files', async () => {
  const team = await startTeam();
  const said = `q${randomUUID().replaceAll('-', '')}`;
  const rows = approved(20);
  const [row = sampleRow('none'), ...rest] = rows;
  await team.give([{ ...row, query: { text: said } }, ...rest]);
  const a = await leadWith(team, team.lead, 20);
  const b = await leadWith(team, await team.secondLead(), 20);
  team.proxy.fault = () => 'refuse';
  const built = await buildOn(a);
  await expect.poll(() => a.sync.status.waiting).toBe(2);
  team.proxy.fault = () => null;
  const client = await team.client(team.lead);
  expect((await client.rpc('assay_erase', { sample_ids: [row.sample_id] })).error).toBeNull();
  for (const device of [a, b]) await until(device, ({ erased }) => erased?.purged === true);
  await settled(a);
  await until(b, () => teamSplits(b) === 20);
  // The files of a dataset are an export of its lead, and theirs to see to.
  expect(filesWith(b.folder, said.slice(8))).toEqual([]);
  expect(filesWith(a.folder, said.slice(8)).filter((file) => !file.startsWith('datasets'))).toEqual([]);
  expect(await states(a)).toEqual(['recorded']);
  await team.give([{ ...row, query: { text: 'It is here again, under its old name?' } }]);
  await until(b, async () => (await samplesHere(b)).samples === 20);
  expect(sidesIn(b, await buildOn(b, { split: { seed: 77, validation: 0, holdout: 0.5 } }))).toEqual(sidesIn(a, built));
});

it('tells of what the command line has built beside the window, and of sides whose dataset was removed', async () => {
  const team = await startTeam();
  await team.give(approved(12));
  const a = await leadWith(team, team.lead, 12);
  const kept = build(a.folder, { name: 'Kept', formats: ['trl-sft'] });
  const removed = build(a.folder, { name: 'Removed', formats: ['trl-sft'] });
  rmSync(removed.folder, { recursive: true });
  expect(existsSync(kept.folder)).toBe(true);
  await exchange(a);
  await settled(a);
  expect((await rowsOf(team, 'assay_datasets')).map((row) => row['dataset_id'])).toEqual([kept.id]);
  expect(await rowsOf(team, 'assay_splits')).toHaveLength(12);
});

it('tells more samples than an operation holds', async () => {
  const team = await startTeam();
  const folder = temporaryFolder();
  const a = openTestService(folder);
  await a.close();
  const store = new DatasetStore(folder, contextOf(folder).writer);
  store.close();
  const ledger = openLedger(`${folder}/datasets/ledger.db`);
  const add = ledger.prepare('INSERT INTO splits (sample_id, side, seq) VALUES (?, ?, 0)');
  ledger.transaction(() => {
    for (let n = 0; n < 2_500; n++) add.run(`s${n}`, n % 5 === 0 ? 'holdout' : 'train');
  })();
  ledger.close();
  const again = serviceOn(folder);
  await signIn(again, team.team, team.lead);
  await settled(again);
  const [counts] = await team.backend.sql(`select count(*)::int as all, count(*) filter (where holdout)::int as held,
    count(*) filter (where holdout and train)::int as both from public.assay_splits`);
  expect(counts).toEqual({ all: 2_500, held: 500, both: 0 });
});
