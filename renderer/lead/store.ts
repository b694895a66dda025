import { create } from 'zustand';
import type { LeadDay, TeamView } from '../../shared/domain/lead.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

type LeadState = {
  team: TeamView | null;
  day: LeadDay | null;
  /** Why the day could not be counted: it needs the server, and the rest of the screen does not. */
  dayError: ErrorReport | null;
};

/** The team as a lead sees it, while its screen is open. */
export const useLead = create<LeadState>()(() => ({ team: null, day: null, dayError: null }));

export async function loadTeam(): Promise<void> {
  useLead.setState({ team: await ask('lead.team') });
}

export async function loadDay(): Promise<void> {
  try {
    useLead.setState({ day: await ask('lead.day'), dayError: null });
  } catch (thrown) {
    useLead.setState({ dayError: reportOf(thrown) });
  }
}

/** After a decision: the team as it is now, and the day as the server counts it. */
export async function loadLead(): Promise<void> {
  await Promise.all([loadTeam(), loadDay()]);
}

const restMs = 500;
/** A lead who leaves the screen open sees the work go on. */
const dayMs = 60_000;

export function followLead(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const quietly = (load: () => Promise<void>) => void load().catch((thrown: unknown) => console.error(thrown));
  const stop = listen('samples.changed', () => {
    clearTimeout(later);
    later = setTimeout(() => quietly(loadLead), restMs);
  });
  // A day that could not be counted is counted as soon as the server answers again.
  const stopSync = listen('sync', ({ problem }) => {
    if (problem === null && useLead.getState().dayError) quietly(loadDay);
  });
  const timer = setInterval(() => quietly(loadDay), dayMs);
  return () => {
    stop();
    stopSync();
    clearTimeout(later);
    clearInterval(timer);
  };
}

export function nameOf(team: TeamView, memberId: string): string {
  return team.members.find((member) => member.memberId === memberId)?.name ?? 'somebody who left';
}

export function queueNameOf(team: TeamView, queueId: string): string {
  return team.queues.find((queue) => queue.queueId === queueId)?.name ?? 'a queue';
}
