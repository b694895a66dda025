import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRowSchema } from '../../shared/domain/sample.ts';
import { writeInvite } from '../../shared/sync/invite.ts';
import { inviteAnswerSchema, whoamiSchema } from '../../shared/sync/protocol.ts';
import type { Backend } from './backend.ts';
import { type Device, insertSamples, saveQueue, signIn } from './team.ts';

export const lead = { name: 'Lena', email: 'lena@assay.example', role: 'lead' } as const;
const labelers = [
  { name: 'Ann', email: 'ann@assay.example', role: 'labeler' },
  { name: 'Ben', email: 'ben@assay.example', role: 'labeler' },
] as const;
export const people = [lead, ...labelers];

const samplesFile = join(import.meta.dirname, '../../resources/demo/samples.ndjson');

const guidelines = `Score the draft answer, not the customer.

A refund that the policy does not allow is a 1 for policy, however kindly it is put.`;

/** Makes the demo team with its samples and one open queue, in which two people label each sample. */
export async function makeDemo(backend: Backend, password: string): Promise<void> {
  for (const { email } of people) await backend.createUser(email, password);
  await backend.sql(`select assay.found_team('Harbour Outfitters', '${lead.email}')`);
  await backend.sql(`update public.assay_members set name = '${lead.name}'`);
  const device = await signIn(backend, lead.email, password);
  for (const { name, email, role } of labelers) {
    const { code } = await device.rpc('assay_invite', { name, role, days: 1 }, inviteAnswerSchema);
    await (await signIn(backend, email, password)).rpc('assay_join', { code, name }, whoamiSchema);
  }
  const rows = readFileSync(samplesFile, 'utf8').trim().split('\n');
  await insertSamples(
    backend,
    rows.map((line) => sampleRowSchema.parse(JSON.parse(line))),
  );
  await saveQueue(device, { name: 'Demo conversations', overlap: 2, item_order: 'by_conversation', guidelines });
}

/** A fresh invite link for each person of the demo: it works once, for somebody who is a member already too. */
export async function inviteLinks(backend: Backend, password: string): Promise<string[]> {
  const device: Device = await signIn(backend, lead.email, password);
  const links: string[] = [];
  for (const { name, role } of people) {
    const { code } = await device.rpc('assay_invite', { name, role, days: 30 }, inviteAnswerSchema);
    links.push(writeInvite({ team: backend, code }));
  }
  return links;
}
