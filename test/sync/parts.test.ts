import { expect, it, onTestFinished } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { Meta } from '../../electron/service/store/meta.ts';
import { EpochKeeper } from '../../electron/service/sync/epoch.ts';
import { readPage } from '../../electron/service/sync/page.ts';
import { PageSize } from '../../electron/service/sync/page-size.ts';
import { feeds } from '../../shared/sync/feeds.ts';
import { readInvite } from '../../shared/sync/invite.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

function metaOf(): Meta {
  const db = openWritable(`${temporaryFolder()}/corpus.db`, 'normal');
  onTestFinished(() => void db.close());
  db.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
  return new Meta(db);
}

const server = { system: '7', timeline: 1 };

it('knows a server by the last nonce that it was sent, whether its answer arrived or not', () => {
  const meta = metaOf();
  const epoch = new EpochKeeper(meta);
  expect(epoch.continues({ ...server, witness: null })).toBe(true);
  const first = epoch.propose();
  expect(first.known).toBeNull();
  expect(epoch.answered(first, { ...server, witness: null })).toBe(true);
  epoch.save();
  const second = epoch.propose();
  // Killed here: the second may have arrived, or not.
  const again = new EpochKeeper(meta);
  const third = again.propose();
  expect(third.known).toBe(first.nonce);
  expect(third.nonce).not.toBe(second.nonce);
  for (const { nonce: witness } of [first, second, third]) expect(again.continues({ ...server, witness })).toBe(true);
  // It had arrived, and what the server has told since may be newer than it.
  expect(again.answered(third, { ...server, witness: second.nonce })).toBe(false);
  for (const { nonce: witness } of [first, third]) expect(again.continues({ ...server, witness })).toBe(false);
  const fourth = again.propose();
  expect(fourth.known).toBe(second.nonce);
  expect(again.answered(fourth, { ...server, witness: second.nonce })).toBe(true);
});

it('goes on from the history that a restored server has told', () => {
  const epoch = new EpochKeeper(metaOf());
  const told = { ...server, witness: crypto.randomUUID() };
  // This device was known there before its corpus.db was made anew.
  expect(epoch.continues(told)).toBe(false);
  epoch.adopt(told);
  expect(epoch.continues(told)).toBe(true);
  expect(epoch.propose().known).toBe(told.witness);
  expect(epoch.continues({ ...server, witness: null })).toBe(false);
});

it.each([
  ['another system', { system: '8', timeline: 1 }],
  ['another timeline', { system: '7', timeline: 2 }],
])('takes %s for a restored server', (_, other) => {
  const epoch = new EpochKeeper(metaOf());
  const proposal = epoch.propose();
  const witness = proposal.nonce;
  epoch.answered(proposal, { ...server, witness: null });
  expect(epoch.continues({ ...server, witness })).toBe(true);
  expect(epoch.continues({ ...other, witness })).toBe(false);
  expect(epoch.continues({ ...server, witness: null })).toBe(false);
});

it('refuses a page that moves a cursor past rows that it does not bring', () => {
  const page = (cursors: object, members: object[]) => ({
    epoch: { ...server, witness: null },
    server_time: '2026-11-25T08:00:00.123456+00:00',
    as_of: '2026-11-25T08:00:00.123456+00:00',
    me: { name: 'Ann', role: 'labeler' },
    watermark: '20',
    frontier: '20',
    rows: { ...Object.fromEntries(feeds.map((feed) => [feed, []])), members },
    cursors,
    more: false,
  });
  const place = { xid: '12', id: 'a' };
  const member = { member_id: crypto.randomUUID(), name: 'Ann' };
  expect(readPage(page({ members: place }, [member]), {})?.rows.members).toEqual([member]);
  expect(readPage(page({ members: place }, []), { members: place })).not.toBeNull();
  expect(readPage(page({ members: place }, []), {})).toBeNull();
  expect(readPage(page({ members: place }, []), { members: { xid: '11', id: 'a' } })).toBeNull();
  expect(readPage(page({}, []), { members: place })).not.toBeNull();
  expect(readPage({ status: 'ok' }, {})).toBeNull();
});

it('asks for pages that the server answers with ease', () => {
  const size = new PageSize();
  const easily = () => size.came({ rows: size.rows, bytes: size.rows * 500, ms: 300 });
  for (let page = 0; page < 5; page++) easily();
  expect(size.rows).toBe(5_000);
  size.came({ rows: 5_000, bytes: 2_500_000, ms: 6_000 });
  expect(size.rows).toBe(2_500);
  // Samples of half a megabyte: six of them make a page.
  size.came({ rows: 2_500, bytes: 2_500 * 2 ** 19, ms: 300 });
  expect(size.rows).toBe(6);
  // The last, short page says nothing about the next.
  size.came({ rows: 2, bytes: 100, ms: 1 });
  expect(size.rows).toBe(6);
  // Samples of 10 MB come one by one.
  size.came({ rows: 6, bytes: 6 * 10 * 2 ** 20, ms: 300 });
  expect(size.rows).toBe(1);
  expect(size.halve()).toBe(false);
});

it('reads an invite link, and nothing that only looks like one', () => {
  const link = 'assay://join?url=https%3A%2F%2Fteam.supabase.co&key=sb_publishable_x&code=abc';
  expect(readInvite(` ${link}\n`)).toEqual({
    team: { url: 'https://team.supabase.co', publishableKey: 'sb_publishable_x' },
    code: 'abc',
  });
  for (const wrong of [
    '',
    'https://join?url=x',
    link.replace('assay', 'https'),
    link.replace('code', 'c'),
    link.replace('https%3A', 'file%3A'),
    // No request could be made of these.
    link.replace('%2F%2F', '%2F%2Fann%3Asecret%40'),
    link.replace('sb_publishable_x', 'sb_publishable_x%0D%0Ahost%3A%20elsewhere'),
  ])
    expect(() => readInvite(wrong)).toThrow('not an invite link');
});
