import { setTimeout as after } from 'node:timers/promises';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import type { QueueSpec } from '../../shared/sync/feeds.ts';
import { writeInvite } from '../../shared/sync/invite.ts';
import type { SyncStatus, Team } from '../../shared/sync/status.ts';
import { type Backend, type BackendOptions, newKeys, startBackend } from '../backend/backend.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { queueSpec } from '../fixtures/queues.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { openTestService } from '../fixtures/service.ts';
import { type FaultProxy, startProxy } from './proxy.ts';
import { startRestorable } from './restorable.ts';

export const password = 'correct horse battery';

export type Person = { id: string; email: string };

/** A team on a real Postgres, behind a network that can be made bad. */
export type TestTeam = {
  readonly backend: Backend;
  proxy: FaultProxy;
  team: Team;
  lead: Person;
  /** A labeler who has joined. */
  labeler(name: string): Promise<Person>;
  /** Lea, another lead. */
  secondLead(): Promise<Person>;
  /** A client with a person's own session, straight to the server. */
  client(person: Person): Promise<SupabaseClient>;
  give(rows: readonly SampleRow[]): Promise<void>;
  queue(change?: Partial<QueueSpec>): Promise<string>;
  /** The link of an invite by the lead, for a labeler of this name. */
  invite(name: string): Promise<string>;
};

/** A team whose server can be set back. */
export type RestorableTeam = TestTeam & { backUp(): Promise<void>; restore(): Promise<void> };

export async function startTeam(options: Pick<BackendOptions, 'confirmMails'> = {}): Promise<TestTeam> {
  const backend = await startBackend({ driver: 'postgres', ...options });
  return teamOn({ backend, close: () => backend.close() });
}

export async function startRestorableTeam(): Promise<RestorableTeam> {
  const server = await startRestorable(await newKeys());
  const team = await teamOn(server);
  /** Nothing is on its way: the server's connections cannot be closed under a request, and devices sync when they like. */
  const quietly = (act: () => Promise<void>) => async () => {
    const { fault } = team.proxy;
    team.proxy.fault = () => 'refuse';
    await team.proxy.settled();
    await act();
    team.proxy.fault = fault;
  };
  return Object.assign(team, { backUp: quietly(server.backUp), restore: quietly(server.restore) });
}

async function teamOn(server: { readonly backend: Backend; close(): Promise<void> }): Promise<TestTeam> {
  const proxy = await startProxy(server);
  onTestFinished(async () => {
    await proxy.close();
    await server.close();
  });

  async function person(name: string, role: 'labeler' | 'lead'): Promise<Person> {
    const email = `${name}@example.com`;
    const id = await server.backend.createUser(email, password);
    await server.backend.sql(
      `insert into public.assay_members (member_id, name, role) values ('${id}', '${name}', '${role}')`,
    );
    return { id, email };
  }

  async function client({ email }: Person): Promise<SupabaseClient> {
    const made = createClient(server.backend.url, server.backend.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    const { error } = await made.auth.signInWithPassword({ email, password });
    if (error) throw error;
    return made;
  }

  const lead = await person('lead', 'lead');
  const team = { url: proxy.url, publishableKey: server.backend.publishableKey };
  return {
    get backend() {
      return server.backend;
    },
    proxy,
    team,
    lead,
    labeler: (name) => person(name, 'labeler'),
    secondLead: () => person('lea', 'lead'),
    client,
    async give(rows) {
      const json = JSON.stringify(rows).replaceAll('$json$', '');
      await server.backend.sql(`insert into public.agent_training_samples
          (sample_id, created_at, source, query, agent_response, human_feedback, tags)
        select r.sample_id, r.created_at, r.source, r.query, r.agent_response, r.human_feedback, r.tags
        from json_to_recordset($json$${json}$json$) r
          (sample_id text, created_at timestamptz, source jsonb, query jsonb, agent_response jsonb, human_feedback jsonb,
            tags text[])`);
    },
    async queue(change = {}) {
      const spec = queueSpec(change);
      const { error } = await (await client(lead)).rpc('assay_save_queue', { spec });
      if (error) throw error;
      return spec.queue_id;
    },
    async invite(name) {
      const { data, error } = await (await client(lead)).rpc('assay_invite', { name, role: 'labeler', days: 7 });
      if (error) throw error;
      return writeInvite({ team, code: data.code });
    },
  };
}

/** Samples of as many names as are wanted, a minute apart. */
export function manySamples(count: number, prefix = 's'): SampleRow[] {
  return Array.from({ length: count }, (_, index) =>
    sampleRow(`${prefix}${index}`, { created_at: new Date(Date.UTC(2026, 8, 1, 8, index)).toISOString() }),
  );
}

/** Signs a person in; without a team named, in the one that the workspace belongs to. */
export async function signIn(
  { handlers }: Service,
  team: Team | null,
  { email }: Pick<Person, 'email'>,
  word = password,
): Promise<SyncStatus> {
  return handlers['sync.signIn']({ team, email, password: word });
}

/** A device of a person: a workspace of its own, signed in. */
export async function deviceOf({ team }: TestTeam, person: Person, folder = temporaryFolder()): Promise<Service> {
  const service = openTestService(folder);
  onTestFinished(() => service.close());
  await signIn(service, team, person);
  return service;
}

/** Exchanges, and fails unless that went well. */
export async function exchange(device: Service): Promise<SyncStatus> {
  const status = await device.sync.now({ anew: false });
  if (status.problem) throw new Error(`${status.problem.kind}: ${status.problem.message}`);
  return status;
}

/**
 * Exchanges until something is so. What is written beside an open transaction, of whatever test on the same Postgres, comes
 * later; it must come.
 */
export async function until(device: Service, isSo: (status: SyncStatus) => Promise<boolean> | boolean): Promise<void> {
  for (let time = 0; time < 100; time++) {
    if (await isSo(await exchange(device))) return;
    await after(50);
  }
  throw new Error(`it never came to be: ${JSON.stringify(device.sync.status)}`);
}

/** Exchanges until the server has shown back all that was sent. */
export async function settled(device: Service): Promise<void> {
  await until(device, ({ waiting, acknowledged }) => waiting === 0 && acknowledged === 0);
}

export const inThreeDays = (): string => new Date(Date.now() + 3 * 86_400_000).toISOString();
