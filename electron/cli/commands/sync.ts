import type { LabelerQueue } from '../../../shared/domain/queue.ts';
import { AssayError } from '../../../shared/errors.ts';
import {
  agrees,
  type Compared,
  type SyncStatus,
  syncStatusSchema,
  type Team,
  teamSchema,
} from '../../../shared/sync/status.ts';
import type { Service, ServiceOptions } from '../../service/service.ts';
import { command } from '../command.ts';
import { type ExitCode, exit, exitCodeOfKind, exitCodeOfSignal, UsageError } from '../exit.ts';
import { columns, count, plural } from '../format.ts';
import { openFor } from '../open.ts';
import { readSecret } from '../secret.ts';
import { onInterruption } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

/** For an offline stretch without a word about its end. */
const usualDays = 3;

type Claim = { queue: string; count: number };
type Claimed = { queue: string; claimed: number; until: string };
type Who = { invite: string | null; team: Team | null; email: string; name: string };

export const syncCommand = command({
  name: 'sync',
  usage: 'sync --workspace DIR [--invite LINK] [--email MAIL] [--claim QUEUE=COUNT]… [--until DATE] [--check] [--json]',
  summary: 'Brings work from the team and takes labels there',
  details: `      --invite LINK        joins the team of an invite link; or, with an account that is a member already:
      --url URL --key KEY  the team's address and publishable key
      --email MAIL         the account; not needed where the workspace belongs to one
      --name NAME          how the team calls you, when joining; else the part of the mail address before the @
      --claim QUEUE=COUNT  takes so many samples of a queue, named by its name or its id; repeated for several
      --until DATE         until when they are yours, as 2026-12-31 or with a time; else for ${usualDays} days
      --check              compares everything here with the server, and pulls all of it again where it differs

The password comes from the environment variable ASSAY_PASSWORD, or from stdin; never from the command line.
A folder that is empty or not there becomes a workspace. It writes, so it needs the workspace for itself: while a window
has it open, that window syncs. Killed at any point, the same command goes on and does nothing twice.`,
  options: {
    invite: { type: 'string' },
    url: { type: 'string' },
    key: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    claim: { type: 'string', multiple: true },
    until: { type: 'string' },
    check: { type: 'boolean' },
  },
  async run({ workspace, terminal }, values, files) {
    if (files.length > 0) throw new UsageError(`“${files[0]}” does not belong here: sync takes no files.`, 'sync');
    const claims = (values.claim ?? []).map(readClaim);
    const until = readUntil(values.until);
    const team = readTeam(values.url, values.key);
    // Before the workspace is opened: while stdin is waited for, it is free for others.
    const password = await readSecret('password', 'ASSAY_PASSWORD', 'sync');
    const progressed: ServiceOptions['emit'] = (name, payload) => {
      if (name === 'sync') terminal.progress(progressText(syncStatusSchema.parse(payload)));
    };
    const service = openFor('sync', workspace, progressed, true);
    const interruption = onInterruption(() => {
      terminal.note('Stopping where it is safe … (Ctrl-C again ends at once)');
      void service.sync.close();
    });
    try {
      const { account } = service.sync.status;
      const email = values.email ?? account?.email;
      if (email === undefined) throw new UsageError('No account is named: give --email MAIL.', 'sync');
      const who = { invite: values.invite ?? null, team, email, name: values.name ?? email.split('@')[0] ?? email };
      await enter(service, who, password);
      const claimed = await claimAll(service, claims, until);
      if (values.check && !service.sync.status.problem) await service.handlers['sync.check']();
      const code = conclude(service.sync.status, claimed, terminal);
      return interruption.signal ? exitCodeOfSignal(interruption.signal) : code;
    } catch (error) {
      if (!(interruption.signal && error instanceof AssayError && error.kind === 'cancelled')) throw error;
      return exitCodeOfSignal(interruption.signal);
    } finally {
      await service.close();
      interruption.end();
    }
  },
});

/** Signs in, which exchanges as well. */
async function enter({ handlers }: Service, { invite, team, email, name }: Who, password: string): Promise<void> {
  if (invite !== null) await handlers['sync.join']({ link: invite, name, email, password });
  else await handlers['sync.signIn']({ team, email, password });
}

async function claimAll({ handlers, sync }: Service, claims: Claim[], wantedUntil: string | null): Promise<Claimed[]> {
  const until = wantedUntil ?? inUsualDays(sync.status);
  const claimed: Claimed[] = [];
  const queues = claims.length > 0 ? await handlers['labeling.queues']() : [];
  for (const { queue, count: wanted } of claims) {
    const { queueId, name } = queueNamed(queues, queue);
    const answer = await handlers['sync.claim']({ queueId, count: wanted, until });
    claimed.push({ queue: name, ...answer });
  }
  return claimed;
}

function queueNamed(queues: LabelerQueue[], wanted: string): LabelerQueue {
  const found = queues.filter(({ queueId, name }) => queueId === wanted || name === wanted);
  const [queue] = found;
  if (queue && found.length === 1) return queue;
  const names = queues.map(({ name }) => `“${name}”`).join(', ');
  throw new AssayError({
    kind: 'invalid-input',
    message: found.length > 1 ? `Several queues are called “${wanted}”.` : `There is no queue “${wanted}”.`,
    safe: 'Nothing was claimed.',
    remedy: names === '' ? 'Ask your lead for a queue.' : `Name one of ${names}, or give the id of a queue.`,
  });
}

function conclude(status: SyncStatus, claimed: Claimed[], terminal: Terminal): ExitCode {
  const { pulled, pushed, waiting, rejected, problem, check } = status;
  terminal.result({ claimed, pulled, pushed, waiting, rejected, check, problem }, () =>
    columns([
      ...claimed.map((claim): [string, number, string] => [`claimed of ${claim.queue}`, claim.claimed, claim.until]),
      ['rows that came', pulled],
      ['operations sent', pushed],
      ['waiting to be sent', waiting],
      ['refused by the server', rejected, rejected > 0 ? 'open the workspace in the window to read why' : ''],
      ...(check ? checkLines(check) : []),
    ]),
  );
  if (problem) {
    terminal.error(problem);
    return exitCodeOfKind(problem.kind);
  }
  const differs = check !== null && !agrees(check.repaired ?? check.found);
  return rejected > 0 || differs ? exit.findings : exit.ok;
}

function checkLines({ found, repaired }: NonNullable<SyncStatus['check']>): [string, number, string][] {
  const now = repaired ?? found;
  const differed = (compared: readonly Compared[]) =>
    compared.flatMap(({ feed, differing }) => (differing.length > 0 ? [feed] : [])).join(', ');
  const remark = repaired === null ? 'all agree' : `${differed(found)} differed, and everything was pulled again`;
  const left = repaired === null || agrees(repaired) ? '' : `; ${differed(repaired)} still differ`;
  return [['rows compared', now.reduce((sum, { rows }) => sum + rows, 0), remark + left]];
}

function progressText({ activity }: SyncStatus): string | null {
  if (!activity) return null;
  const { what, done, total, perSecond } = activity;
  const parts = [`${what}ing`, total === null ? plural(done, 'row') : `${count(done)} of ${plural(total, 'row')}`];
  if (perSecond >= 1) {
    parts.push(`${count(Math.round(perSecond))}/s`);
    if (total !== null) parts.push(`about ${count(Math.ceil((total - done) / perSecond))} s left`);
  }
  return parts.join('  ');
}

function readClaim(text: string): Claim {
  const [, queue = '', number = ''] = /^(.+)=(\d+)$/.exec(text) ?? [];
  const wanted = Number(number);
  if (queue === '' || !(wanted >= 1 && wanted <= 5_000))
    throw new UsageError(`--claim is a queue and a number up to 5,000, as in “Refunds=300”, not “${text}”.`, 'sync');
  return { queue, count: wanted };
}

/** By the server's clock: it is the server that lends. */
function inUsualDays({ clockAheadMs }: SyncStatus): string {
  return new Date(Date.now() - (clockAheadMs ?? 0) + usualDays * 86_400_000).toISOString();
}

/** A day without a time is meant to its end, where the person is; null when there is no word about it. */
function readUntil(text: string | undefined): string | null {
  if (text === undefined) return null;
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  const until = new Date(day ? `${text}T23:59:59` : text);
  if (Number.isNaN(until.getTime()) || until.getTime() < Date.now())
    throw new UsageError(`--until is a day or a time that is still to come, not “${text}”.`, 'sync');
  return until.toISOString();
}

function readTeam(url: string | undefined, key: string | undefined): Team | null {
  if (url === undefined && key === undefined) return null;
  const team = teamSchema.safeParse({ url, publishableKey: key });
  if (!team.success) throw new UsageError('--url and --key belong together: an address and a publishable key.', 'sync');
  return team.data;
}
