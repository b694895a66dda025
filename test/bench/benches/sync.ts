import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { OutboxReader } from '../../../electron/service/outbox/outbox.ts';
import { openReadonly } from '../../../electron/service/store/database.ts';
import { workspaceFiles } from '../../../electron/service/workspace/open.ts';
import type { Backend } from '../../backend/backend.ts';
import { type Device, joinTeam, saveQueue, signIn, testPassword } from '../../backend/team.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import type { Measure } from '../judge.ts';
import { type ProcessRun, runCli, runReference } from '../process.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';
import { ask, openBench } from '../service.ts';
import { filledBackend } from '../team.ts';
import { labelFor } from '../verdicts.ts';

const labels = 10_000;
/** As many as the product sends at once. */
const batch = 500;

/**
 * A team's server on a real Postgres over loopback. *Pull*: a lead's first sync by the command line against a script that
 * asks for the same pages by supabase-js. *Push*: labels that wait in an outbox against the same operations in bare calls.
 */
export const bench: Bench = {
  async run({ large }) {
    process.env['ASSAY_PASSWORD'] = testPassword;
    const samples = large ? 1_000_000 : 100_000;
    const { backend, lead } = await filledBackend(samples);
    try {
      if (large) {
        const { peakMegabytes } = await pull(backend);
        return [{ name: 'sync pull memory of a million', unit: 'MB', product: [peakMegabytes], reference: null }];
      }
      return [...(await measurePull(backend, samples)), ...(await measurePush(backend, lead))];
    } finally {
      await backend.close();
    }
  },
};

const email = 'lead@example.com';

function pull({ url, publishableKey: key }: Backend): Promise<ProcessRun> {
  return inFolder((folder) => runCli(['sync', '-w', folder, '--url', url, '--key', key, '--email', email]));
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = scratchFolder('pull');
  const result = await run(folder);
  removeFolder(folder);
  return result;
}

async function measurePull(backend: Backend, samples: number): Promise<Measure[]> {
  const { url, publishableKey: key } = backend;
  const measured = await interleave(rounds, {
    reference: () => inFolder((folder) => runReference('pull', [folder, url, key, email])),
    product: () => pull(backend),
  });
  const peaks = measured.map(({ product }) => product.peakMegabytes);
  return [
    {
      name: 'sync pull throughput',
      unit: 'samples/s',
      product: measured.map(({ product }) => samples / product.seconds),
      reference: measured.map(({ reference }) => samples / reference.seconds),
    },
    { name: 'sync pull memory', unit: 'MB', product: peaks, reference: null },
  ];
}

async function measurePush(backend: Backend, lead: Device): Promise<Measure[]> {
  const queue = await saveQueue(lead, { overlap: 2 * rounds });
  const measured = await interleave(rounds, {
    reference: (round) => pushRaw(backend, lead, queue, `raw${round}`),
    product: (round) => pushOutbox(backend, lead, queue, `box${round}`),
  });
  return [
    {
      name: 'sync push throughput',
      unit: 'labels/s',
      product: measured.map(({ product }) => product),
      reference: measured.map(({ reference }) => reference),
    },
  ];
}

/** Labels a second behind the first batch, in bare calls of prepared operations. */
async function pushRaw(backend: Backend, lead: Device, queue: string, name: string): Promise<number> {
  const member = await joinTeam(backend, lead, name);
  const device = await signIn(backend, `${name}@example.com`);
  const samples = await claimed(device, queue, member.memberId, backend);
  const ops = samples.map((sampleId, index) => {
    const { verdict } = labelFor({ sampleId, response: 'An answer.', responseHash: '0'.repeat(64) }, index);
    return {
      kind: 'label' as const,
      op_id: uuidv7(),
      seq: index + 1,
      hash: '0'.repeat(64),
      at: new Date().toISOString(),
      queue_id: queue,
      sample_id: sampleId,
      verdict,
      supersedes: null,
    };
  });
  await device.push(ops.slice(0, batch));
  const began = performance.now();
  for (let at = batch; at < ops.length; at += batch) await device.push(ops.slice(at, at + batch));
  return ((ops.length - batch) * 1000) / (performance.now() - began);
}

/** Labels a second behind the first batch, from what waits in an outbox to what the server has taken. Signing in is no part. */
async function pushOutbox(backend: Backend, lead: Device, queue: string, name: string): Promise<number> {
  await joinTeam(backend, lead, name);
  const folder = scratchFolder('push');
  const service = openBench(folder);
  const team = { url: backend.url, publishableKey: backend.publishableKey };
  const email = `${name}@example.com`;
  await ask(service, 'sync.signIn', { team, email, password: testPassword });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  for (let n = 0; n < labels; n += 5_000) await ask(service, 'sync.claim', { queueId: queue, count: 5_000, until });
  await ask(service, 'sync.signOut', undefined);
  const filter = { queue };
  for (let after: string | null = null, index = 0; index < labels; ) {
    const { sampleIds }: { sampleIds: string[] } = await ask(service, 'labeling.next', {
      order: { strategy: 'oldest', seed: null },
      filter,
      after,
      limit: 500,
    });
    for (const sampleId of sampleIds) {
      const { id, verdict } = labelFor({ sampleId, response: 'An answer.', responseHash: '0'.repeat(64) }, index++);
      await ask(service, 'labeling.commit', { id, queueId: queue, sampleId, verdict });
    }
    after = sampleIds.at(-1) ?? after;
    if (sampleIds.length === 0) throw new Error(`${index} of ${labels} labels were committed`);
  }
  const work = openReadonly(workspaceFiles(folder).work);
  const outbox = new OutboxReader(work);
  const synced = ask(service, 'sync.signIn', { team, email, password: testPassword });
  while (outbox.counts().waiting === labels) await sleep(2);
  const began = performance.now();
  const left = outbox.counts().waiting;
  while (outbox.counts().waiting > 0) await sleep(2);
  const perSecond = (left * 1000) / (performance.now() - began);
  await synced;
  work.close();
  await service.close();
  removeFolder(folder);
  return perSecond;
}

const idsSchema = z.array(z.object({ sample_id: z.string() }));

async function claimed(device: Device, queue: string, memberId: string, backend: Backend): Promise<string[]> {
  for (let n = 0; n < labels; n += 5_000)
    await device.claim(queue, 5_000, new Date(Date.now() + 86_400_000), randomUUID());
  const rows = await backend.sql(
    `select sample_id from public.assay_assignments where member_id = '${memberId}' order by place`,
  );
  return idsSchema.parse(rows).map(({ sample_id }) => sample_id);
}
