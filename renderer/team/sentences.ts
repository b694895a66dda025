import type { LabelerQueue } from '../../shared/domain/queue.ts';
import type { CheckedFeed } from '../../shared/sync/protocol.ts';
import { agrees, type Compared, type RejectedOp, type SyncStatus } from '../../shared/sync/status.ts';
import { count, duration, ending, plural, timeOfDay } from '../ui/format.ts';

export type Standing = 'signed-out' | 'stuck' | 'waiting' | 'synced';

/** What a person must know at a glance. */
export function standingOf({ signedIn, problem, waiting, rejected }: SyncStatus): Standing {
  if (!signedIn) return 'signed-out';
  if (problem || rejected > 0) return 'stuck';
  return waiting > 0 ? 'waiting' : 'synced';
}

const moving = { pull: 'Fetching', push: 'Sending', check: 'Comparing' } as const;

/** What moves now, how fast, and how long it still takes: “Fetching 12,000 of 100,000, 9,500 a second, about 9 s left”. */
export function activityText({ what, done, total, perSecond }: NonNullable<SyncStatus['activity']>): string {
  const parts = [`${moving[what]} ${count(done)}${total === null ? '' : ` of ${count(total)}`}`];
  if (perSecond >= 1) parts.push(`${count(perSecond)} a second`);
  if (total !== null && total > done && perSecond >= 1)
    parts.push(`about ${duration(((total - done) / perSecond) * 1_000)} left`);
  return parts.join(', ');
}

const feedNames: Record<CheckedFeed, string> = {
  samples: 'samples',
  assignments: 'assignments',
  labels: 'labels',
  questions: 'questions',
  adjudications: 'final verdicts',
  datasets: 'datasets',
  splits: 'sides of samples in datasets',
  experiments: 'experiments',
  outcomes: 'outcomes of conversations',
  active_models: 'active models',
  evaluations: 'evaluations',
  comparisons: 'comparisons',
  judgments: 'judgments of comparisons',
};

/** What a comparison with the server found, and what became of it. */
export function checkText({ at, found, repaired }: NonNullable<SyncStatus['check']>): string {
  const now = repaired ?? found;
  const rows = now.reduce((sum, each) => sum + each.rows, 0);
  if (repaired === null) return `${plural(rows, 'row')} compared with the server at ${timeOfDay(at)}: all agree.`;
  const differed = `${sentenceCase(differing(found))} differed from the server’s, and everything was fetched again.`;
  if (agrees(repaired)) return `${differed} Now all ${plural(rows, 'row')} agree.`;
  return `${differed} ${sentenceCase(differing(repaired))} still differ: compare again later, and tell your lead if that stays.`;
}

function differing(compared: readonly Compared[]): string {
  const names = compared.flatMap(({ feed, differing }) => (differing.length > 0 ? [feedNames[feed]] : []));
  return new Intl.ListFormat('en').format(names);
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The few words in the header: what is not on the server yet, and when all was there last. */
export function markText(status: SyncStatus): string {
  const { waiting, rejected, problem, signedIn, activity, syncedAt } = status;
  const standing = !signedIn ? 'signed out' : problem ? (problem.kind === 'offline' ? 'offline' : 'not synced') : null;
  const refused = rejected > 0 ? `${count(rejected)} refused` : null;
  const unsent = waiting > 0 ? `${count(waiting)} to send` : null;
  if (standing || refused) return [standing, refused, unsent].filter(Boolean).join(', ');
  if (activity) return moving[activity.what].toLowerCase();
  return unsent ?? (syncedAt === null ? 'not synced yet' : `synced ${timeOfDay(syncedAt)}`);
}

/** One sentence on where everything that was done is. */
export function whereText({ waiting, acknowledged, rejected }: SyncStatus): string {
  const parts = [
    waiting > 0 ? `${plural(waiting, 'change')} ${waiting === 1 ? 'is' : 'are'} saved here and not sent yet` : null,
    acknowledged > 0
      ? `${count(acknowledged)} ${acknowledged === 1 ? 'is' : 'are'} on the server, to be confirmed`
      : null,
    rejected > 0 ? `${count(rejected)} ${rejected === 1 ? 'was' : 'were'} refused` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Everything you did is on the team’s server.' : `${parts.join('; ')}.`;
}

/** What the team has erased here, so that nobody looks for it; and what of it the server had never heard of. */
export function erasedText({ samples, labels, unsent, purged }: NonNullable<SyncStatus['erased']>): string {
  const went = [
    labels > 0 ? plural(labels, 'label') : null,
    unsent > 0 ? `${plural(unsent, 'change')} that had not been sent` : null,
  ].filter((part) => part !== null);
  const along = went.length === 0 ? '' : `, and with ${samples === 1 ? 'it' : 'them'} ${went.join(' and ')}`;
  const rest = purged ? '' : ' The files and backups of this workspace are being cleared of the traces.';
  return `Your team has erased ${plural(samples, 'sample')}${along}.${rest}`;
}

/** What became of what somebody had labeled in a workspace of their own. */
export function broughtAlongText({ open }: LabelerQueue): string {
  const here = 'What you labeled alone, before you joined, is with your team.';
  return open === 0 ? here : `${here} ${plural(open, 'sample')} of it can be labeled here again.`;
}

/** What is ready for working without a network, and until when. */
export function readyText({ open, parked, leaseUntil }: LabelerQueue): string {
  const waits = parked > 0 ? `; ${plural(parked, 'question')} ${parked === 1 ? 'waits' : 'wait'} for an answer` : '';
  if (open === 0) return `Nothing of it is left to do on this device${waits}.`;
  const until = leaseUntil === null ? '' : `, yours until ${ending(leaseUntil)}`;
  return `${plural(open, 'sample')} ready on this device${until}${waits}.`;
}

/** What a lead has sent back or answered; null when nothing has. */
export function cameBackText({ cameBack }: LabelerQueue): string | null {
  const { length } = cameBack;
  if (length === 0) return null;
  return `${plural(length, 'sample')} came back from your lead. Label begins with ${length === 1 ? 'it' : 'them'}.`;
}

/** Labels that are nobody's any more, and why. */
export function takenBackText({ reason, labels }: LabelerQueue['takenBack'][number]): string {
  const [it, goes] = labels === 1 ? ['its sample', 'goes'] : ['their samples', 'go'];
  return `Your lead took back ${plural(labels, 'label')} of yours, and ${it} ${goes} to others: “${reason}”`;
}

const kinds: Record<string, string> = {
  label: 'A label',
  skip: 'A skip',
  flag: 'A flag',
  question: 'A question',
  adjudication: 'A final verdict',
  ruling: 'An answer to a question',
  dataset: 'A dataset',
  splits: 'Sides of samples in datasets',
  evaluation: 'An evaluation for the team',
  evaluation_item: 'An item of an evaluation',
  judgment: 'A comparison of two answers',
};

/** What was refused. */
export function refusedText({ op }: RejectedOp): string {
  return kinds[String(op['kind'])] ?? 'A change';
}

/** What it is about, as somebody remembers it: the customer's question, or what was answered to a labeler. */
export function refusedAbout({ op, query }: RejectedOp): string | null {
  const known = query ?? op['text'] ?? op['sample_id'];
  return typeof known === 'string' ? known : null;
}
