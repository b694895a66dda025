import { expect, it } from 'vitest';
import { maxTextLength } from '../../shared/domain/label.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';
import { deviceOf, inThreeDays, settled, signIn, startTeam } from './team.ts';

const fiveMegabytes = 'A very long answer. '.repeat(262_144);
const large = (id: string) =>
  sampleRow(id, { agent_response: { text: `${id}: ${fiveMegabytes}`, sources: [], confidence: 0.5 } });

it('pulls samples of 5 MB among others, and sends the longest correction that anybody may write', async () => {
  const team = await startTeam();
  const rows = [sampleRow('a'), large('b'), sampleRow('c'), large('d'), large('e')];
  await team.give(rows);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 5, until: inThreeDays() });
  expect(device.sync.status).toMatchObject({ problem: null, unreadable: 0 });
  const items = await device.handlers['labeling.items']({ queueId, sampleIds: rows.map((row) => row.sample_id) });
  expect(items.map(({ sample }) => sample.response.length)).toEqual(rows.map((row) => row.agent_response.text.length));

  const commit = (sampleId: string, text: string) => {
    const correction = { text, scores: allScores(5), confirmed: true, editDistance: 11 };
    const judged = verdict(large(sampleId).agent_response.text, { decision: 'edit', correction, reasons: ['other'] });
    return device.answer('labeling.commit', { id: crypto.randomUUID(), queueId, sampleId, verdict: judged });
  };
  expect(await commit('b', fiveMegabytes)).toMatchObject({ ok: false, error: { kind: 'invalid-input' } });
  const longest = fiveMegabytes.slice(0, maxTextLength);
  for (const sampleId of ['b', 'd', 'e']) expect(await commit(sampleId, longest)).toMatchObject({ ok: true });
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  expect(
    await team.backend.sql(
      `select sample_id, verdict->'correction'->>'text' = '${longest}' as whole from assay_labels order by 1`,
    ),
  ).toEqual(['b', 'd', 'e'].map((sample_id) => ({ sample_id, whole: true })));
});

it('brings along a sample of 5 MB that was imported and labeled alone', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  await team.give([large('a')]);
  const service = serviceOn(temporaryFolder());
  await importRows(service, [large('a')]);
  await service.handlers['labeling.commit']({
    id: crypto.randomUUID(),
    queueId: null,
    sampleId: 'a',
    verdict: verdict(large('a').agent_response.text),
  });
  await signIn(service, team.team, ann);
  await settled(service);
  expect(service.sync.status).toMatchObject({ rejected: 0 });
  expect(await team.backend.sql('select sample_id from assay_labels')).toEqual([{ sample_id: 'a' }]);
});
