import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { Comparison, ComparisonDraft } from '../../shared/domain/comparison.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { startService } from '../fixtures/service-process.ts';
import { filesWith } from '../fixtures/traces.ts';
import { answeredBy, judgeOn, leftFor, publish, questionOf, shareOf } from './evaluation-desk.ts';
import { password, settled, startTeam, until } from './team.ts';

const note = 'half a sentence on somebody by the name of Quillfeather';
const draft: ComparisonDraft = {
  better: 'first',
  scores: { first: { factuality: 5, tone: 3 }, second: { overall: 2 } },
  note,
  activeMs: 61_000,
};
const comparison: Comparison = { ...draft, better: 'both_bad', note: 'Neither.' };

/** What a file of a workspace says to a question. */
function told(folder: string, sql: string): unknown[] {
  const db = openReadonly(workspaceFiles(folder).work);
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
const draftsOn = ({ folder }: Pick<Service, 'folder'>) => told(folder, 'SELECT item_id FROM comparison_drafts');

it('keeps what a judge of the team has entered over a kill -9, and sends none of it', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, approvedRows(12));
  await publish(answered, 1, ann);
  const { id, items } = answered;
  const folder = temporaryFolder();
  const first = startService(folder);
  await first.ask('sync.signIn', { team: team.team, email: ann.email, password });
  await expect
    .poll(async () => {
      await first.ask('sync.now', { anew: false });
      return (await first.ask('evaluation.team', undefined))[0]?.given;
    })
    .toBe(items);
  const [, item] = await first.ask('evaluation.next', { id, after: null, limit: 50 });
  const itemId = item?.id ?? '';
  await first.ask('evaluation.saveDraft', { itemId, draft });
  await first.kill();

  const second = startService(folder);
  const next = () => second.ask('evaluation.next', { id, after: null, limit: 50 });
  expect((await next()).flatMap((one) => one.draft ?? [])).toEqual([draft]);
  expect((await next())[1]).toMatchObject({ id: itemId, draft });
  expect(told(folder, 'SELECT op_id FROM outbox UNION ALL SELECT op_id FROM told')).toEqual([]);
  const judgment = { id: uuidv7(), itemId, comparison };
  await second.ask('evaluation.judge', judgment);
  expect(draftsOn({ folder })).toEqual([]);
  // What is taken back is entered again, and a judgment that is heard twice takes none of that away.
  expect(await second.ask('evaluation.undo', { id })).toMatchObject({
    id: itemId,
    comparison: null,
    draft: comparison,
  });
  await second.ask('evaluation.saveDraft', { itemId, draft });
  await second.ask('evaluation.judge', judgment);
  expect((await next())[1]).toMatchObject({ id: itemId, draft });
});

it('shows no draft of what is not to be judged any more, and takes none', async () => {
  const team = await startTeam();
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, approvedRows(16));
  const { lead, id, items } = answered;
  // What the lead began to say here, before the team judged it.
  const [own] = await leftFor(lead, id);
  await lead.handlers['evaluation.saveDraft']({ itemId: own?.id ?? '', draft });
  await publish(answered, 2, ann, team.lead);
  expect(draftsOn(lead)).toEqual([]);

  const anns = await judgeOn(team, ann, id, items);
  const save = async (device: Service, itemId = '') => device.handlers['evaluation.saveDraft']({ itemId, draft });
  const [one, two] = await leftFor(anns, id);
  await save(anns, one?.id);
  await lead.handlers['evaluation.assign']({ id, members: [ben.id, team.lead.id] });
  await until(anns, async () => (await leftFor(anns, id)).length === 0);
  for (const item of [one, two]) await expect(save(anns, item?.id)).rejects.toMatchObject({ kind: 'conflict' });
  // Given back, it is shown again.
  await lead.handlers['evaluation.assign']({ id, members: [ann.id, team.lead.id] });
  await until(anns, async () => (await leftFor(anns, id)).length === items);
  expect((await leftFor(anns, id)).flatMap((item) => (item.draft ? [item.id] : []))).toEqual([one?.id]);

  // Whoever opens the results has no more to say.
  await until(lead, async () => (await shareOf(lead, id))?.given === items);
  const [theirs] = await leftFor(lead, id);
  await save(lead, theirs?.id);
  await lead.handlers['evaluation.open']({ id, early: true });
  expect(draftsOn(lead)).toEqual([]);
  await until(anns, async () => (await shareOf(anns, id))?.isOpen !== true);
  await expect(save(anns, one?.id)).rejects.toMatchObject({ kind: 'conflict' });
});

it('erases a draft on a judge’s device with the sample that it is about', async () => {
  const team = await startTeam();
  const rows = approvedRows(16);
  await team.give(rows);
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, rows);
  await publish(answered, 1, ann);
  const { id, items } = answered;
  const device = await judgeOn(team, ann, id, items);
  const [one] = await leftFor(device, id);
  const itemId = one?.id ?? '';
  await device.handlers['evaluation.saveDraft']({ itemId, draft });
  expect(filesWith(device.folder, note)).not.toEqual([]);
  const sampleId = rows.find(({ query }) => one && query.text === questionOf(one))?.sample_id ?? '';
  await team.backend.sql(`delete from public.agent_training_samples where sample_id = '${sampleId}'`);
  await settled(device);
  await until(device, async () => (await shareOf(device, id))?.given === items - 1);
  await expect.poll(() => filesWith(device.folder, note)).toEqual([]);
  await expect(async () => device.handlers['evaluation.saveDraft']({ itemId, draft })).rejects.toMatchObject({
    kind: 'not-found',
  });
});
