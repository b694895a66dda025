import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { filesWith } from '../fixtures/traces.ts';
import {
  deviceOf,
  exchange,
  inThreeDays,
  settled,
  startRestorableTeam,
  startTeam,
  type TestTeam,
  until,
} from './team.ts';

/** An experiment of two even arms on the agent “Shop”, running. */
async function startExperiment(team: TestTeam): Promise<string> {
  const client = await team.client(team.lead);
  const id = randomUUID();
  const plan = {
    ...{ experiment_id: id, name: 'Tuned on refunds', agent: 'Shop', days: 14 },
    arms: [
      { name: 'control', model: 'base-1', share: 5_000 },
      { name: 'treatment', model: 'tuned-1', share: 5_000 },
    ],
  };
  expect((await client.rpc('assay_save_experiment', { plan })).error).toBeNull();
  expect((await client.rpc('assay_start_experiment', { experiment_id: id })).error).toBeNull();
  return id;
}

/** Conversations of one turn that have met their arms. */
async function converse(team: TestTeam, experiment: string, from: number, to: number): Promise<void> {
  const met = await team.backend.sql(
    `select public.assign_arm('${experiment}', 'talk ' || n) ->> 'model' as model from generate_series(${from}, ${to}) n`,
  );
  await team.give(
    met.map(({ model }, n) =>
      sampleRow(`turn of ${from + n}`, {
        created_at: new Date().toISOString(),
        source: {
          ...{ agent_name: 'Shop', conversation_id: `talk ${from + n}` },
          ...{ model: String(model), experiment, prompt_version: 'prompt-of-an-arm' },
        },
        query: { text: 'Where is it?', intent: n % 3 ? 'parcel' : 'refund' },
      }),
    ),
  );
}

const setOutcome = (team: TestTeam, of: number, outcome: object) =>
  team.backend.sql(`update public.agent_training_samples set customer_outcome = '${JSON.stringify(outcome)}'
    where sample_id = 'turn of ${of}'`);

function corpusOf(device: Service) {
  const db = openReadonly(workspaceFiles(device.folder).corpus);
  onTestFinished(() => void db.close());
  return db;
}

const dated = 'SELECT *, substr(exposed_at, 1, 10) AS exposed_on FROM outcomes';
const values = 'experiment_id, exposed_on, arm, reviewed, approved, edited, csat, violation, intent';

/** How many conversations there are, having made sure that what is counted is what is there. */
function counted(device: Service): number {
  const db = corpusOf(device);
  const counts = db.prepare(`SELECT ${values}, conversations FROM outcome_counts ORDER BY ${values}`).all();
  expect(counts).toEqual(
    db
      .prepare(`SELECT ${values}, count(*) AS conversations FROM (${dated}) GROUP BY ${values} ORDER BY ${values}`)
      .all(),
  );
  return Number(db.prepare('SELECT count(*) FROM outcomes').pluck().get());
}

const known = (device: Service, conversation: string) =>
  corpusOf(device).prepare('SELECT csat, violation FROM outcomes WHERE conversation_id = ?').get(conversation);

it('counts outcomes on a lead’s device as they come, change and are erased', async () => {
  const team = await startTeam();
  const experiment = await startExperiment(team);
  await converse(team, experiment, 1, 40);
  const lead = await deviceOf(team, team.lead);
  await until(lead, () => counted(lead) === 40);
  await setOutcome(team, 7, { csat: 4 });
  await setOutcome(team, 8, { csat: 2, policy_violation: true });
  await until(lead, () => JSON.stringify(known(lead, 'talk 8')) === '{"csat":2,"violation":1}');
  expect([counted(lead), known(lead, 'talk 7')]).toEqual([40, { csat: 4, violation: null }]);
  const client = await team.client(team.lead);
  expect((await client.rpc('assay_erase', { sample_ids: ['turn of 8'] })).error).toBeNull();
  await until(lead, () => JSON.stringify(known(lead, 'talk 8')) === '{"csat":null,"violation":null}');
  expect(counted(lead)).toBe(40);
  const bodies = (table: string) => corpusOf(lead).prepare(`SELECT body FROM ${table}`).pluck().all().map(String);
  const change = { agent: 'Shop', model: 'tuned-1', why: 'Past every bar.', experiment_id: experiment };
  expect((await client.rpc('assay_set_active_model', change)).error).toBeNull();
  await until(lead, () => bodies('active_models').some((body) => body.includes('Past every bar.')));
  expect(bodies('experiments').map((body) => JSON.parse(body))).toMatchObject([{ state: 'running' }]);
});

it('gives up with a sweep what a server that was set back has lost', async () => {
  const team = await startRestorableTeam();
  const experiment = await startExperiment(team);
  await converse(team, experiment, 1, 10);
  const lead = await deviceOf(team, team.lead);
  await until(lead, () => counted(lead) === 10);
  await team.backUp();
  await converse(team, experiment, 11, 30);
  await setOutcome(team, 3, { csat: 1 });
  await until(lead, () => counted(lead) === 30 && JSON.stringify(known(lead, 'talk 3')).includes('1'));
  await team.restore();
  await settled(lead);
  await until(lead, () => counted(lead) === 10);
  expect(known(lead, 'talk 3')).toEqual({ csat: null, violation: null });
});

it('keeps a labeler’s device blind to the arms, file by file, and takes them from a lead who is one no more', async () => {
  const team = await startTeam();
  const experiment = await startExperiment(team);
  await converse(team, experiment, 1, 12);
  const queueId = await team.queue({ filter: { experiment } });
  const ann = await deviceOf(team, await team.labeler('ann'));
  await exchange(ann);
  await ann.handlers['sync.claim']({ queueId, count: 12, until: inThreeDays() });
  await until(ann, async () => (await ann.handlers['workspace.info']()).samples === 12);
  expect(filesWith(ann.folder, 'turn of 7').length).toBeGreaterThan(0);
  const clues = ['base-1', 'tuned-1', 'prompt-of-an-arm', 'Tuned on refunds', experiment];
  for (const clue of clues) expect([clue, filesWith(ann.folder, clue)]).toEqual([clue, []]);

  const lea = await team.labeler('lea');
  await team.backend.sql(`update public.assay_members set role = 'lead' where member_id = '${lea.id}'`);
  const device = await deviceOf(team, lea);
  await until(device, () => counted(device) === 12);
  await team.backend.sql(`update public.assay_members set role = 'labeler' where member_id = '${lea.id}'`);
  await until(device, () => counted(device) === 0);
  expect(corpusOf(device).prepare('SELECT 1 FROM experiments UNION ALL SELECT 1 FROM active_models').all()).toEqual([]);
});

it('shows a lead who labels no model either', async () => {
  const team = await startTeam();
  await converse(team, await startExperiment(team), 1, 4);
  const queueId = await team.queue();
  const lead = await deviceOf(team, team.lead);
  await exchange(lead);
  await lead.handlers['sync.claim']({ queueId, count: 4, until: inThreeDays() });
  const items = () => lead.handlers['labeling.items']({ queueId, sampleIds: ['turn of 2'] });
  await until(lead, async () => (await items()).length === 1);
  expect(await items()).toMatchObject([{ sample: { sampleId: 'turn of 2', model: null, promptVersion: null } }]);
});
