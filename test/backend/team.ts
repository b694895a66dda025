import { createClient } from '@supabase/supabase-js';
import { z } from 'zod';
import type { SampleRow } from '../../shared/domain/sample.ts';
import type { Cursors, QueueSpec } from '../../shared/sync/feeds.ts';
import {
  type ClaimAnswer,
  claimAnswerSchema,
  inviteAnswerSchema,
  type Op,
  type PullPage,
  type PushAnswer,
  pullPageSchema,
  pushAnswerSchema,
} from '../../shared/sync/protocol.ts';
import { queueSpec } from '../fixtures/queues.ts';
import type { Backend } from './backend.ts';

/** What a function of the server raised. */
export class RpcError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;

  constructor(status: number, error: { code: string; message: string; details: string | null }) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.detail = error.details;
  }
}

/** A member's device: the functions of the server, called over HTTP with the member's session. */
export type Device = {
  memberId: string;
  deviceId: string;
  rpc<T>(name: string, args: Record<string, unknown>, schema: z.ZodType<T>): Promise<T>;
  pull(cursors?: Cursors, page?: number): Promise<PullPage>;
  push(ops: Op[], sentAt?: Date): Promise<PushAnswer>;
  claim(queueId: string, count: number, until?: Date, claimId?: string): Promise<ClaimAnswer>;
};

/** Of every account that a test makes. */
export const testPassword = 'correct horse battery staple';
const day = 86_400_000;

/** Signs in and calls what a device calls. The same account may have several devices. */
export async function signIn(
  backend: Pick<Backend, 'url' | 'publishableKey'>,
  email: string,
  password = testPassword,
): Promise<Device> {
  const client = createClient(backend.url, backend.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  const deviceId = crypto.randomUUID();
  const rpc = async <T>(name: string, args: Record<string, unknown>, schema: z.ZodType<T>): Promise<T> => {
    const { data, error, status } = await client.rpc(name, args);
    if (error) throw new RpcError(status, error);
    return schema.parse(data);
  };
  return {
    memberId: data.user.id,
    deviceId,
    rpc,
    pull: (cursors = {}, page = 1_000) =>
      rpc('assay_pull', { device: deviceId, known: null, nonce: null, cursors, page }, pullPageSchema),
    push: (ops, sentAt = new Date()) =>
      rpc('assay_push', { device: deviceId, sent_at: sentAt.toISOString(), ops }, pushAnswerSchema),
    claim: (queueId, count, until = new Date(Date.now() + day), claimId = crypto.randomUUID()) =>
      rpc(
        'assay_claim',
        { claim_id: claimId, queue_id: queueId, count, until: until.toISOString() },
        claimAnswerSchema,
      ),
  };
}

/** Founds a team whose lead is `lead@example.com`, and signs the lead in. */
export async function foundTeam(backend: Backend): Promise<Device> {
  await backend.createUser('lead@example.com', testPassword);
  await backend.sql(`select assay.found_team('Harbour Outfitters', 'lead@example.com')`);
  return signIn(backend, 'lead@example.com');
}

/** Signs somebody up and lets them join by an invite of the lead. */
export async function joinTeam(backend: Backend, lead: Device, name: string, role = 'labeler'): Promise<Device> {
  const { code } = await lead.rpc('assay_invite', { name, role, days: 7 }, inviteAnswerSchema);
  const email = `${name.toLowerCase()}@example.com`;
  await backend.createUser(email, testPassword);
  const device = await signIn(backend, email);
  await device.rpc('assay_join', { code, name }, z.unknown());
  return device;
}

/** Saves a queue over everything, with one labeler a sample; `change` overrides fields. */
export async function saveQueue(lead: Device, change: Partial<QueueSpec> = {}): Promise<string> {
  const spec = queueSpec(change);
  await lead.rpc('assay_save_queue', { spec }, z.unknown());
  return spec.queue_id;
}

const literal = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`;

/** Writes samples as the serving agent does. */
export async function insertSamples(backend: Backend, rows: readonly SampleRow[]): Promise<void> {
  await backend.sql(
    `insert into public.agent_training_samples
       (sample_id, created_at, source, query, agent_response, human_feedback, customer_outcome, tags, training_flags)
     select r.sample_id, r.created_at, r.source, r.query, r.agent_response, r.human_feedback, r.customer_outcome,
       coalesce(r.tags, '{}'), coalesce(r.training_flags, '{}')
     from jsonb_populate_recordset(null::public.agent_training_samples, ${literal(rows)}) r`,
  );
}
