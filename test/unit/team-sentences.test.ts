import { expect, test } from 'vitest';
import { activityText, checkText, markText } from '../../renderer/team/sentences.ts';
import type { CheckedFeed } from '../../shared/sync/protocol.ts';
import type { Compared, SyncStatus } from '../../shared/sync/status.ts';

const at = new Date(2026, 10, 25, 9, 4).toISOString();
const compared = (...differing: CheckedFeed[]): Compared[] =>
  (['samples', 'labels', 'questions'] as const).map((feed) => ({
    feed,
    rows: 4_115,
    differing: differing.includes(feed) ? [7] : [],
  }));

test.each([
  [{ found: compared(), repaired: null }, '12,345 rows compared with the server at 9:04: all agree.'],
  [
    { found: compared('samples', 'labels'), repaired: compared() },
    'Samples and labels differed from the server’s, and everything was fetched again. ' + 'Now all 12,345 rows agree.',
  ],
  [
    { found: compared('samples', 'labels'), repaired: compared('labels') },
    'Samples and labels differed from the server’s, and everything was fetched again. ' +
      'Labels still differ: compare again later, and tell your lead if that stays.',
  ],
])('says what a comparison found, and what became of it', (check, text) => {
  expect(checkText({ at, ...check })).toBe(text);
});

test.each([
  [
    { what: 'pull', done: 12_000, total: 100_000, perSecond: 9_500 } as const,
    'Fetching 12,000 of 100,000, 9,500 a second, about 9 s left',
  ],
  [{ what: 'push', done: 500, total: null, perSecond: 812.4 } as const, 'Sending 500, 812 a second'],
  [{ what: 'pull', done: 7, total: 7, perSecond: 0 } as const, 'Fetching 7 of 7'],
])('says what moves, how fast, and how long it still takes', (activity, text) => {
  expect(activityText(activity)).toBe(text);
});

const well: SyncStatus = {
  account: null,
  signedIn: true,
  secrets: 'keyring',
  activity: null,
  pulled: 0,
  pushed: 0,
  check: null,
  waiting: 0,
  acknowledged: 0,
  rejected: 0,
  lastContactAt: at,
  syncedAt: at,
  nextTryAt: null,
  problem: null,
  clockAheadMs: null,
  erased: null,
  unreadable: 0,
};
const offline = { kind: 'offline', message: '', safe: '', remedy: '' } as const;

test.each<[Partial<SyncStatus>, string]>([
  [{}, 'synced 9:04'],
  [{ syncedAt: null }, 'not synced yet'],
  [{ waiting: 3 }, '3 to send'],
  [{ problem: offline, waiting: 1_200 }, 'offline, 1,200 to send'],
  [{ rejected: 1 }, '1 refused'],
  // One trouble hides no other, and none hides what is not on the server.
  [{ signedIn: false, rejected: 1, waiting: 2 }, 'signed out, 1 refused, 2 to send'],
  [{ problem: offline, rejected: 1, waiting: 2 }, 'offline, 1 refused, 2 to send'],
])('says in a few words what is not as it should be, and what waits', (change, text) => {
  expect(markText({ ...well, ...change })).toBe(text);
});
