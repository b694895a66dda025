import { expect, it } from 'vitest';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { type Fault, faults } from './proxy.ts';
import { deviceOf, exchange, inThreeDays, settled, startTeam } from './team.ts';

const judged = (sampleId: string) => verdict(sampleRow(sampleId).agent_response.text);

it.each(faults)('sends a label once, whatever happens to each request: %s', async (fault) => {
  const team = await startTeam();
  const sampleIds = ['a', 'b', 'c'];
  await team.give(sampleIds.map((id) => sampleRow(id)));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });

  const labels = [];
  for (const sampleId of sampleIds) {
    const id = crypto.randomUUID();
    labels.push(id);
    await device.handlers['labeling.commit']({ id, queueId, sampleId, verdict: judged(sampleId) });
    // Each exchange meets the fault at another of its requests.
    for (let place = 0; place < 4; place++) {
      let passed = 0;
      team.proxy.fault = (): Fault | null => (passed++ === place ? fault : null);
      await device.sync.now({ anew: false });
    }
  }
  team.proxy.fault = () => null;
  await team.proxy.settled();
  if (!device.sync.status.signedIn) throw new Error('the sign-in was given up');
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  const stored = await team.backend.sql('select label_id from assay_labels');
  expect(stored.map((row) => row['label_id']).sort()).toEqual(labels.sort());
});

it('changes nothing here while a captive portal answers, and says who answered', async () => {
  const team = await startTeam();
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
  await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 'a', verdict: judged('a') });
  for (const fault of ['page', 'redirect'] as const) {
    team.proxy.fault = () => fault;
    const status = await device.sync.now({ anew: false });
    expect(status).toMatchObject({ problem: { kind: 'foreign-answer' }, waiting: 1, signedIn: true });
  }
  expect((await device.handlers['workspace.info']()).samples).toBe(1);
});

it('gives up one operation that the server cannot take, and delays no other', async () => {
  const team = await startTeam();
  const sampleIds = Array.from({ length: 9 }, (_, index) => `s${index}`);
  await team.give(sampleIds.map((id) => sampleRow(id)));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 9, until: inThreeDays() });
  // The function itself fails over this one, as it would over a defect of the server.
  await team.backend.sql(`
    create function public.fail() returns trigger language plpgsql as $$
    begin raise exception 'no' using errcode = 'XX000'; end $$;
    create trigger fail before insert on public.assay_labels
      for each row when (new.sample_id = 's4') execute function public.fail();`);
  for (const sampleId of sampleIds)
    await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId, verdict: judged(sampleId) });

  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 1 });
  expect(await team.backend.sql('select count(*)::int as labels from assay_labels')).toEqual([{ labels: 8 }]);
  const [rejected] = await device.handlers['sync.rejected']();
  expect(rejected).toMatchObject({ code: 'not_stored', op: { sample_id: 's4', kind: 'label' } });

  await team.backend.sql('drop trigger fail on public.assay_labels');
  await device.handlers['sync.retry']({ opIds: [rejected?.opId ?? ''] });
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  expect(await team.backend.sql('select count(*)::int as labels from assay_labels')).toEqual([{ labels: 9 }]);
});

it('does not tell again what a person has let go, though everything is compared', async () => {
  const team = await startTeam();
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
  await team.backend.sql(`
    create function public.fail() returns trigger language plpgsql as $$
    begin raise exception 'no' using errcode = 'XX000'; end $$;
    create trigger fail before insert on public.assay_labels for each row execute function public.fail();`);
  const id = crypto.randomUUID();
  await device.handlers['labeling.commit']({ id, queueId, sampleId: 'a', verdict: judged('a') });
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 1 });
  await team.backend.sql('drop trigger fail on public.assay_labels');
  await device.handlers['sync.dismiss']({ opId: id });
  expect(await device.sync.now({ anew: true })).toMatchObject({ problem: null });
  await settled(device);
  expect(await team.backend.sql('select label_id from assay_labels')).toEqual([]);
  expect(await device.handlers['labeling.history']({ queueId, sampleId: 'a' })).toMatchObject([{ id }]);
});

it('asks once when nothing is new, and writes neither here nor there', async () => {
  const team = await startTeam();
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
  await exchange(device);
  const before = team.proxy.exchanged.length;
  const written = await team.backend.sql('select device_id, witness from assay_devices');
  await exchange(device);
  const asked = team.proxy.exchanged.slice(before);
  expect(asked.map(({ path }) => path)).toEqual(['/rest/v1/rpc/assay_pull']);
  expect(JSON.parse(asked[0]?.body.toString() ?? '')).toMatchObject({ nonce: null, page: 1 });
  expect(await team.backend.sql('select device_id, witness from assay_devices')).toEqual(written);
});
