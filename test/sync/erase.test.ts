import { copyFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { Eraser } from '../../electron/service/labeling/erase.ts';
import { Outbox } from '../../electron/service/outbox/outbox.ts';
import type { Service } from '../../electron/service/service.ts';
import { backUp } from '../../electron/service/store/backup.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { openWorkspace, workspaceFiles } from '../../electron/service/workspace/open.ts';
import { emptyDraft } from '../../shared/domain/label.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { filesWith } from '../fixtures/traces.ts';
import {
  deviceOf,
  inThreeDays,
  manySamples,
  password,
  settled,
  signIn,
  startTeam,
  type TestTeam,
  until,
} from './team.ts';

/** What a customer has said, and nobody else ever does. */
const marker = () => `q${crypto.randomUUID().replaceAll('-', '')}`;
/** Full-text entries share their beginnings with their neighbours. */
const tail = (text: string) => text.slice(8);

function quoting(id: string, said: string): SampleRow {
  const row = sampleRow(id, { created_at: '2026-09-01T07:00:00Z' });
  return { ...row, query: { ...row.query, text: `I am ${said}, where is my parcel?` }, tags: [said] };
}

const corrected = (said: string, note: string) =>
  verdict(sampleRow('any').agent_response.text, {
    decision: 'edit',
    reasons: ['other'],
    correction: { text: `Dear ${said}, it comes today.`, scores: allScores(5), confirmed: false, editDistance: 9 },
    note,
  });

const judged = verdict(sampleRow('s0').agent_response.text);

/** A backup of before, and what a restore has put aside. */
function keepCopies(folder: string): string[] {
  const { work, backups } = workspaceFiles(folder);
  const db = openReadonly(work);
  const { path } = backUp(db, backups, new Date('2026-11-01T08:00:00Z'));
  db.close();
  const damaged = `${work}.damaged-20261101T080000000Z`;
  copyFileSync(path, damaged);
  return [path, damaged].map((file) => relative(folder, file));
}

/** Labels, corrects, asks, drafts and flags on `a` and `b`, and labels `s0`. Answers the label that nobody erases. */
async function workOn({ handlers }: Service, queueId: string, said: string): Promise<string> {
  const commit = async (sampleId: string, given: ReturnType<typeof corrected>) => {
    const id = crypto.randomUUID();
    await handlers['labeling.commit']({ id, queueId, sampleId, verdict: given });
    return id;
  };
  await commit('a', corrected(said, `${said} was angry`));
  await commit('a', corrected(said, `${said} was very angry`));
  await handlers['labeling.flag']({ queueId, sampleId: 'a', flagged: true });
  await handlers['labeling.ask']({ queueId, sampleId: 'b', text: `Is ${said} a customer?` });
  await handlers['labeling.saveDraft']({ queueId, sampleId: 'b', draft: { ...emptyDraft, note: `${said} again` } });
  return commit('s0', judged);
}

async function erase(team: TestTeam, sampleIds: string[]): Promise<void> {
  const { error } = await (await team.client(team.lead)).rpc('assay_erase', { sample_ids: sampleIds });
  expect(error).toBeNull();
}

it('leaves no byte of an erased sample on its labeler’s device, and everything else', async () => {
  const team = await startTeam();
  const said = marker();
  await team.give([quoting('a', said), quoting('b', said), ...manySamples(30)]);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  const { handlers, folder, sync } = device;
  await handlers['sync.claim']({ queueId, count: 4, until: inThreeDays() });
  const kept = await workOn(device, queueId, said);
  await settled(device);
  const copies = keepCopies(folder);
  // What the server never hears of.
  team.proxy.fault = () => 'refuse';
  await handlers['labeling.commit']({
    id: crypto.randomUUID(),
    queueId,
    sampleId: 'b',
    verdict: corrected(said, `${said} once more`),
  });
  await handlers['labeling.skip']({ queueId, sampleId: 's1', reason: 'unclear' });
  expect(filesWith(folder, tail(said)).join()).toContain('corpus.db');
  expect(filesWith(folder, tail(said))).toEqual(expect.arrayContaining(copies));

  await erase(team, ['a', 'b']);
  team.proxy.fault = () => null;
  await until(device, ({ erased }) => erased?.purged === true);
  expect(sync.status.erased).toEqual({ samples: 2, labels: 2, unsent: 1, purged: true });
  expect(filesWith(folder, tail(said))).toEqual([]);
  // The other way round: nothing else went, and there is a good backup.
  await settled(device);
  expect(sync.status).toMatchObject({ rejected: 0 });
  expect((await handlers['labeling.history']({ queueId, sampleId: 's0' })).map(({ id }) => id)).toEqual([kept]);
  const [backup, ...others] = readdirSync(workspaceFiles(folder).backups);
  expect(others).toEqual([]);
  const db = openReadonly(join(workspaceFiles(folder).backups, backup ?? ''));
  expect(db.prepare('SELECT id FROM labels').pluck().all()).toEqual([kept]);
  db.close();
  expect((await handlers['workspace.doctor']()).filter(({ ok }) => !ok)).toEqual([]);
});

it('begins nothing anew on an erased sample that is still on a screen, and undoes past it', async () => {
  const team = await startTeam();
  const said = marker();
  await team.give([quoting('a', said), quoting('b', said), ...manySamples(3)]);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  const { handlers } = device;
  await handlers['sync.claim']({ queueId, count: 5, until: inThreeDays() });
  const first = crypto.randomUUID();
  await handlers['labeling.commit']({ id: first, queueId, sampleId: 's0', verdict: judged });
  await handlers['labeling.commit']({
    id: crypto.randomUUID(),
    queueId,
    sampleId: 'a',
    verdict: corrected(said, said),
  });
  await erase(team, ['a', 'b']);
  await until(device, ({ erased }) => erased?.purged === true);

  for (const sampleId of ['a', 'b']) {
    const unit = { queueId, sampleId };
    await expect(async () =>
      handlers['labeling.saveDraft']({ ...unit, draft: { ...emptyDraft, note: said } }),
    ).rejects.toMatchObject({ kind: 'erased' });
    await expect(async () =>
      handlers['labeling.commit']({ ...unit, id: crypto.randomUUID(), verdict: corrected(said, said) }),
    ).rejects.toMatchObject({ kind: 'erased' });
    await expect(async () => handlers['labeling.ask']({ ...unit, text: said })).rejects.toMatchObject({
      kind: 'erased',
    });
  }
  expect(filesWith(device.folder, tail(said))).toEqual([]);
  // The last thing done was on what is gone.
  expect(await handlers['labeling.undo']()).toMatchObject({ what: 'label', item: { sample: { sampleId: 's0' } } });
  expect(await handlers['labeling.redo']()).toMatchObject({ what: 'label', item: { sample: { sampleId: 's0' } } });
  expect(await handlers['labeling.redo']()).toBeNull();
});

it('leaves no byte on a lead’s device, with the answer and the final verdict that were on their way', async () => {
  const team = await startTeam();
  const said = marker();
  await team.give([quoting('a', said), quoting('b', said), ...manySamples(30)]);
  const queueId = await team.queue();
  const ann = await deviceOf(team, await team.labeler('ann'));
  await ann.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });
  await workOn(ann, queueId, said);
  await settled(ann);
  const lead = await deviceOf(team, team.lead);
  await until(lead, async () => (await lead.handlers['lead.team']()).questions.length === 1);
  const [question] = (await lead.handlers['lead.team']()).questions;
  const dispute = await lead.handlers['lead.dispute']({ queueId, sampleId: 'a' });
  team.proxy.fault = () => 'refuse';
  const unit = { queueId, sampleId: 'a' };
  await lead.handlers['lead.saveDraft']({ ...unit, draft: { ...emptyDraft, note: said } });
  await lead.handlers['lead.adjudicate']({
    ...unit,
    verdict: corrected(said, said),
    saw: dispute?.labels.map(({ id }) => id) ?? [],
  });
  await lead.handlers['lead.rule']({ questionId: question?.questionId ?? '', text: `${said} is one.` });
  const copies = keepCopies(lead.folder);
  expect(lead.sync.status.waiting).toBe(2);
  expect(filesWith(lead.folder, tail(said)).join()).toContain('corpus.db');
  expect(filesWith(lead.folder, tail(said))).toEqual(expect.arrayContaining(copies));

  team.proxy.fault = () => null;
  await erase(team, ['a', 'b']);
  await until(lead, ({ erased }) => erased?.purged === true);
  expect(lead.sync.status).toMatchObject({ waiting: 0, rejected: 0, erased: { samples: 2, labels: 0, unsent: 2 } });
  expect(filesWith(lead.folder, tail(said))).toEqual([]);
  await expect(async () =>
    lead.handlers['lead.rule']({ questionId: question?.questionId ?? '', text: said }),
  ).rejects.toMatchObject({ kind: 'not-found' });
});

it('finishes at the next start, signed out and without a network, what ended before the files were written anew', async () => {
  const team = await startTeam();
  const said = marker();
  await team.give([quoting('a', said), quoting('b', said), ...manySamples(3)]);
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const folder = temporaryFolder();
  const device = openTestService(folder);
  await signIn(device, team.team, ann);
  await device.handlers['sync.claim']({ queueId, count: 5, until: inThreeDays() });
  await workOn(device, queueId, said);
  await settled(device);
  await device.close();
  keepCopies(folder);
  await erase(team, ['a', 'b']);
  // Killed behind the first of its transactions: the tables of work.db know, and nothing else does.
  const { work, corpus, close } = openWorkspace(folder, { create: false, program: 'a test' });
  for (const _ of new Eraser(work, corpus, new Outbox(work)).erase(['a', 'b']));
  close();
  expect(filesWith(folder, tail(said)).join()).toContain('work.db');

  team.proxy.fault = () => 'refuse';
  const again = serviceOn(folder);
  await again.sync.start();
  expect(again.sync.status).toMatchObject({ signedIn: false, erased: { samples: 2, purged: true } });
  expect(filesWith(folder, tail(said)).filter((file) => !file.startsWith('corpus.db'))).toEqual([]);
  // The feed comes again, and takes the rest.
  team.proxy.fault = () => null;
  await signIn(again, null, ann);
  await until(again, ({ erased }) => erased?.purged === true && filesWith(folder, tail(said)).length === 0);
});

it('finishes an erasure that kill -9 has cut short, wherever it was', async () => {
  const team = await startTeam();
  const said = marker();
  await team.give([quoting('a', said), quoting('b', said), ...manySamples(300)]);
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const folder = temporaryFolder();
  const device = openTestService(folder);
  await signIn(device, team.team, ann);
  await device.handlers['sync.claim']({ queueId, count: 302, until: inThreeDays() });
  await workOn(device, queueId, said);
  await settled(device);
  await device.close();
  keepCopies(folder);
  await erase(team, ['a', 'b']);

  const sync = () =>
    startAssay(['sync', '--workspace', folder, '--email', ann.email], { env: { ASSAY_PASSWORD: password } });
  // The answer to the second pull brings the erasure; what follows it takes some milliseconds.
  for (const delay of [0, 10, 20, 30, 45, 60, 90]) {
    const { child, ended } = sync();
    let pulls = 0;
    team.proxy.fault = ({ path }) => {
      if (path.endsWith('assay_pull') && ++pulls === 2) setTimeout(() => child.kill('SIGKILL'), delay);
      return null;
    };
    await ended;
  }
  team.proxy.fault = () => null;
  const { code, stderr } = await sync().ended;
  expect(code, stderr).toBe(0);
  expect(filesWith(folder, tail(said))).toEqual([]);
  expect(readdirSync(workspaceFiles(folder).backups).length).toBeGreaterThan(0);
});
