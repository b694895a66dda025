import { expect, test } from 'vitest';
import { activityText, checkText } from '../../renderer/team/sentences.ts';
import type { CheckedFeed } from '../../shared/sync/protocol.ts';
import type { Compared } from '../../shared/sync/status.ts';

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
