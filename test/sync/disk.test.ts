import { expect, it } from 'vitest';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import { deviceOf, exchange, inThreeDays, settled, startTeam, until } from './team.ts';

/** Larger than what a log has left over from before. */
const long = 'A long text. '.repeat(15_000);
const sampleIds = Array.from({ length: 8 }, (_, index) => `s${index}`);
const rows = sampleIds.map((id) =>
  sampleRow(id, { agent_response: { text: `${id}: ${long}`, sources: [], confidence: 0.5 } }),
);

it('says that the disk is full, loses nothing, and goes on when there is room', async ({ skip }) => {
  const disk = smallDisk(64);
  if (!disk) return skip();
  const team = await startTeam();
  const ann = await team.labeler('ann');
  await team.give(rows);
  const queueId = await team.queue();
  const device = await deviceOf(team, ann, disk.folder);
  const samplesHere = async () => (await device.handlers['workspace.info']()).samples;
  await device.handlers['sync.claim']({ queueId, count: 4, until: inThreeDays() });
  await until(device, async () => (await samplesHere()) === 4);

  disk.fill();
  expect(await device.answer('sync.claim', { queueId, count: 4, until: inThreeDays() })).toMatchObject({
    ok: false,
    error: { kind: 'io' },
  });
  // A pull: what was claimed on another device of hers does not fit here.
  const wanted = { claim_id: crypto.randomUUID(), queue_id: queueId, count: 4, until: inThreeDays() };
  expect((await (await team.client(ann)).rpc('assay_claim', wanted)).error).toBeNull();
  await expect.poll(async () => (await device.sync.now({ anew: false })).problem).not.toBeNull();
  const { problem } = device.sync.status;
  expect(problem).toMatchObject({ kind: 'io', message: expect.stringContaining('The disk refused') });
  expect(problem?.remedy).toContain('free space');
  expect(await samplesHere()).toBe(4);

  // A commit: each is on the disk or is refused in words, and none is anything between.
  const saved: string[] = [];
  const refused: string[] = [];
  for (const sampleId of sampleIds.slice(0, 4)) {
    const id = crypto.randomUUID();
    const judged = verdict(`${sampleId}: ${long}`, { note: long });
    const result = await device.answer('labeling.commit', { id, queueId, sampleId, verdict: judged });
    if (!result.ok) expect(result.error.kind).toBe('io');
    (result.ok ? saved : refused).push(sampleId);
  }
  expect(refused.length).toBeGreaterThan(0);
  expect(device.sync.status.waiting).toBe(saved.length);
  // Nor does what it takes to send them fit, and what waits waits on.
  await device.sync.now({ anew: false });

  disk.free();
  await exchange(device);
  await until(device, async () => (await samplesHere()) === 8);
  for (const sampleId of [...refused, ...sampleIds.slice(4)])
    await device.handlers['labeling.commit']({
      id: crypto.randomUUID(),
      queueId,
      sampleId,
      verdict: verdict(`${sampleId}: ${long}`, { note: long }),
    });
  await settled(device);
  const stored = await team.backend.sql('select sample_id from assay_labels order by 1');
  expect(stored.map((row) => row['sample_id'])).toEqual(sampleIds);
  expect((await device.handlers['workspace.doctor']()).filter(({ ok }) => !ok)).toEqual([]);
});
