import { create } from 'zustand';
import type { CallInput } from '../../shared/contract/calls.ts';
import type { LabelerQueue, QueueId } from '../../shared/domain/queue.ts';
import type { RejectedOp, SyncStatus, Team } from '../../shared/sync/status.ts';
import { ask, listen } from '../client.ts';
import { useWorkspace } from './workspace.ts';

type SyncState = {
  /** Null until the start has loaded it. */
  status: SyncStatus | null;
  queues: readonly LabelerQueue[];
  rejected: readonly RejectedOp[];
};

/** The workspace and its team: how far they are together, what there is to do, what was refused. */
export const useSync = create<SyncState>()(() => ({ status: null, queues: [], rejected: [] }));

/** True for a lead of the team that this workspace belongs to. */
export function useLeading(): boolean {
  return useSync(({ status }) => status?.account?.role === 'lead');
}

/** True for whoever decides what is trained on: a lead, and somebody who works alone. */
export function useDeciding(): boolean {
  return useSync(({ status }) => status !== null && status.account?.role !== 'labeler');
}

export async function loadSync(): Promise<void> {
  useSync.setState({ status: await ask('sync.status') });
  await loadWork();
}

/** A queue of the team as its labeler sees it; null for the labeler's own. */
export function queueOf(queueId: QueueId): LabelerQueue | null {
  return useSync.getState().queues.find((queue) => queue.queueId === queueId) ?? null;
}

export function useQueue(queueId: QueueId): LabelerQueue | null {
  return useSync(({ queues }) => queues.find((queue) => queue.queueId === queueId) ?? null);
}

/** Asks for queues and refusals anew; in a workspace of one's own there are none. */
export async function loadWork(): Promise<void> {
  const [queues, rejected] = await Promise.all([ask('labeling.queues'), ask('sync.rejected')]);
  useSync.setState({ queues, rejected });
}

/** Rows come in pages: queues are counted anew once they have come to rest. */
const restMs = 300;

export function followSync(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(() => void loadWork().catch((thrown: unknown) => console.error(thrown)), restMs);
  };
  const stop = [
    listen('sync', (status) => {
      const before = useSync.getState().status;
      useSync.setState({ status });
      if (before?.rejected !== status.rejected || before?.syncedAt !== status.syncedAt) soon();
    }),
    listen('samples.changed', soon),
  ];
  return () => {
    clearTimeout(later);
    for (const end of stop) end();
  };
}

/** What signing in changes: who this is, and with it everything that is shown. */
async function entered(status: SyncStatus): Promise<void> {
  useSync.setState({ status });
  await Promise.all([loadWork(), useWorkspace.getState().refresh()]);
}

export async function join(who: CallInput<'sync.join'>): Promise<void> {
  await entered(await ask('sync.join', who));
}

export async function signIn(team: Team | null, email: string, password: string): Promise<void> {
  await entered(await ask('sync.signIn', { team, email, password }));
}

export async function redeemCode(wanted: CallInput<'sync.redeemCode'>): Promise<void> {
  await entered(await ask('sync.redeemCode', wanted));
}

export async function signOut(): Promise<void> {
  useSync.setState({ status: await ask('sync.signOut') });
}

export async function syncNow({ anew = false } = {}): Promise<SyncStatus> {
  const status = await ask('sync.now', { anew });
  useSync.setState({ status });
  await loadWork();
  return status;
}

export async function compareNow(): Promise<void> {
  useSync.setState({ status: await ask('sync.check') });
  await loadWork();
}

/** Takes work of a queue, and answers how much there was. */
export async function claim(queueId: string, count: number, until: string): Promise<number> {
  const { claimed } = await ask('sync.claim', { queueId, count, until });
  await loadWork();
  return claimed;
}

export async function extend(queueId: string, until: string): Promise<number> {
  const { extended } = await ask('sync.extend', { queueId, until });
  await loadWork();
  return extended;
}

export async function release(queueId: string): Promise<number> {
  const { released } = await ask('sync.release', { queueId });
  await loadWork();
  return released;
}

export async function sendAgain(opIds: readonly string[]): Promise<void> {
  await ask('sync.retry', { opIds: [...opIds] });
  await loadWork();
}

export async function letGo(opId: string): Promise<void> {
  await ask('sync.dismiss', { opId });
  await loadWork();
}
