import type { LabelerDay, LeadDay, TeamView } from '../../shared/domain/lead.ts';
import { count } from '../ui/format.ts';

/** Labels an hour of time at work; null before there is enough of it to tell. */
export function paceOf({ done, activeMs }: Pick<LabelerDay, 'done' | 'activeMs'>): number | null {
  return done < 5 || activeMs < 60_000 ? null : Math.round((done / activeMs) * 3_600_000);
}

/** Below this many labels a share says nothing. */
const enough = 10;
const shares = { tooFast: 0.1, straightLined: 0.5, disagreements: 0.3 } as const;

/** What deserves a lead's look: not a verdict on anybody, but where to read first. */
export function worthALook(row: LabelerDay): Record<keyof typeof shares, boolean> {
  const beyond = (name: keyof typeof shares) => row.done >= enough && row[name] / row.done > shares[name];
  return {
    tooFast: beyond('tooFast'),
    straightLined: beyond('straightLined'),
    disagreements: beyond('disagreements'),
  };
}

/** “40 of 156 decided, 3 in dispute, 120 places free”. */
export function queueText(day: LeadDay, { queueId, samples, free, broughtAlong }: TeamView['queues'][number]): string {
  const counted = day.queues.find((queue) => queue.queueId === queueId);
  const parts = [
    `${count(counted?.decided ?? 0)} of ${count(counted?.samples ?? samples)} decided`,
    counted && counted.disagreements > 0 ? `${count(counted.disagreements)} in dispute` : null,
    broughtAlong ? null : `${count(free)} places free`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
