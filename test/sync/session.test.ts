import { expect, it } from 'vitest';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import { Session } from '../../electron/service/sync/session.ts';
import { site } from './site.ts';

type Reply = { status: number; body: string; type?: string };

const granted = (access: string): Reply => ({
  status: 200,
  body: JSON.stringify({
    access_token: access,
    refresh_token: `after ${access}`,
    expires_in: 3600,
    user: { id: 'ann' },
  }),
});
const said = (status: number, error_code: string): Reply => ({
  status,
  body: JSON.stringify({ error_code, msg: error_code }),
});

/** A sign-in service that gives these replies, one after the other, and the last one for good. */
async function sessionWith(...replies: Reply[]) {
  const asked: string[] = [];
  const url = await site((request, answer) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(body);
      const {
        status,
        body: text,
        type = 'application/json',
      } = replies[Math.min(asked.length, replies.length) - 1] ?? granted('x');
      answer.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  const secrets = new MemorySecrets();
  const make = () => new Session({ url, publishableKey: 'key' }, secrets, 'session');
  const session = make();
  await session.keep({ access: 'old', refresh: 'refresh', until: Date.now() });
  return { session, make, asked };
}

it('renews a token that is near its end, once for all who ask, and keeps it for the next start', async () => {
  const { session, make, asked } = await sessionWith(granted('new'));
  expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(['new', 'new', 'new']);
  expect(asked).toEqual(['{"refresh_token":"refresh"}']);
  expect(await make().token()).toBe('new');
  // Somebody whose call was refused with the token before gets the one that is there already.
  expect(await session.renew('old')).toBe('new');
  expect(asked).toHaveLength(1);
});

it.each([
  ['too many requests', said(429, 'over_request_rate_limit'), 'server-busy'],
  ['a page that forbids', { status: 403, body: '<h1>Blocked</h1>', type: 'text/html' }, 'foreign-answer'],
  ['a gateway without a server', { status: 502, body: '<h1>Bad gateway</h1>', type: 'text/html' }, 'server-busy'],
  ['a sign-in page of the network', { status: 200, body: '<h1>Welcome</h1>', type: 'text/html' }, 'foreign-answer'],
  ['a key that was changed', { status: 401, body: '{"message":"Invalid API key"}' }, 'wrong-key'],
])('ends no sign-in over %s', async (_, reply, kind) => {
  const { session, make } = await sessionWith(reply, granted('new'));
  await expect(session.token()).rejects.toMatchObject({ kind });
  expect(await session.signedIn()).toBe(true);
  expect(await make().token()).toBe('new');
});

it.each([
  ['is taken', { status: 200, body: '{"id":"x","email":"a@x.org","identities":[]}' }, 'There is an account'],
  ['has to be confirmed', { status: 200, body: '{"id":"x","identities":[{"id":"y"}]}' }, 'has to be confirmed first'],
  ['has had its mail', said(429, 'over_email_send_rate_limit'), 'sends no more mails for the moment'],
])('says at a sign-up that the address %s', async (_, reply, message) => {
  const { session } = await sessionWith(reply);
  await expect(session.signUp('a@x.org', 'a long password')).rejects.toThrow(message);
});

it.each([
  ['was used before', said(400, 'refresh_token_already_used')],
  ['is not known', said(400, 'refresh_token_not_found')],
  ['belongs to somebody who was banned', said(403, 'user_banned')],
  ['belongs to a session that was ended', said(403, 'session_not_found')],
])('ends the sign-in when its token %s', async (_, reply) => {
  const { session, make } = await sessionWith(reply);
  await expect(session.token()).rejects.toMatchObject({ kind: 'signed-out' });
  expect(await make().signedIn()).toBe(false);
});
