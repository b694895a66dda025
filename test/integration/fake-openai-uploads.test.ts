import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { toFile } from 'openai';
import { expect, it } from 'vitest';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { chatLines } from '../fixtures/training-lines.ts';

const text = chatLines(30);
const pieces = [text.slice(0, 100), text.slice(100, 900), text.slice(900)];
const digest = (name: string, of: string) => createHash(name).update(of).digest('hex');

const begin = (client: OpenAI, bytes = text.length) =>
  client.uploads.create({ bytes, filename: 'train.jsonl', mime_type: 'application/jsonl', purpose: 'fine-tune' });

const add = async (client: OpenAI, upload: string, piece: string | Buffer) =>
  (await client.uploads.parts.create(upload, { data: await toFile(Buffer.from(piece)) })).id;

it('parts that come in any order are one file in the order that is named', async () => {
  const { client, server } = await fakeOpenAI();
  const { id, expires_at, created_at } = await begin(client);
  expect(expires_at).toBe(created_at + 3600);
  const parts: string[] = [];
  for (const i of [2, 0, 1]) parts[i] = await add(client, id, pieces[i] ?? '');
  const { status, file } = await client.uploads.complete(id, { part_ids: parts, md5: digest('md5', text) });
  expect({ status, file }).toMatchObject({
    status: 'completed',
    file: { bytes: text.length, filename: 'train.jsonl' },
  });
  expect(await (await client.files.content(file?.id ?? '')).text()).toBe(text);
  expect(server.state.files.get(file?.id ?? '')?.digests.sha256).toBe(digest('sha256', text));
  expect(await client.fineTuning.jobs.create({ model: 'gpt-4.1', training_file: file?.id ?? '' })).toBeDefined();
});

it('parts that come at the same time are one file too', async () => {
  const { client, server } = await fakeOpenAI();
  const { id } = await begin(client);
  const parts = await Promise.all(pieces.map((piece) => add(client, id, piece)));
  const { file } = await client.uploads.complete(id, { part_ids: parts, md5: digest('md5', text) });
  expect(server.state.files.get(file?.id ?? '')?.digests.sha256).toBe(digest('sha256', text));
});

it.each([
  ['another order', [1, 0, 2], digest('md5', text), /md5/],
  ['another sum', [0, 1, 2], digest('md5', 'other'), /md5/],
  ['a part less', [0, 1], undefined, /900 bytes/],
  ['a part twice', [0, 1, 2, 2], undefined, /twice/],
  ['a part of nothing', [0, 1, 9], undefined, /no part/],
])('%s makes no file, and the upload stays open', async (_, order, md5, message) => {
  const { client, server } = await fakeOpenAI();
  const { id } = await begin(client);
  const parts: string[] = [];
  for (const piece of pieces) parts.push(await add(client, id, piece));
  const refused = client.uploads.complete(id, {
    part_ids: order.map((i) => parts[i] ?? 'part_none'),
    ...(md5 && { md5 }),
  });
  await expect(refused).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) });
  expect(server.state.files.size).toBe(0);
  expect(await client.uploads.complete(id, { part_ids: parts })).toMatchObject({ status: 'completed' });
});

it('nothing is added to an upload that has ended', async () => {
  const { client, clock } = await fakeOpenAI();
  const cancelled = await begin(client);
  expect(await client.uploads.cancel(cancelled.id)).toMatchObject({ status: 'cancelled' });
  const late = await begin(client);
  clock.advance({ minutes: 59, seconds: 59 });
  await add(client, late.id, 'in time');
  clock.advance({ seconds: 1 });
  for (const [{ id }, status] of [
    [cancelled, 'cancelled'],
    [late, 'expired'],
  ] as const) {
    const refusal = { status: 400, message: expect.stringContaining(status) };
    await expect(add(client, id, 'more')).rejects.toMatchObject(refusal);
    await expect(client.uploads.complete(id, { part_ids: [] })).rejects.toMatchObject(refusal);
  }
  await expect(add(client, 'upload_none', 'more')).rejects.toMatchObject({ status: 404 });
});

it('a part is at most 64 MB', async () => {
  const { client } = await fakeOpenAI();
  const most = 64 * 1024 ** 2;
  const { id } = await begin(client, most);
  await expect(add(client, id, Buffer.alloc(most + 1, '\n'))).rejects.toMatchObject({ status: 413 });
  await add(client, id, Buffer.alloc(most, '\n'));
});

it('files are listed by page and purpose, and go when they are deleted', async () => {
  const { client } = await fakeOpenAI();
  const ids = [];
  for (const count of [1, 2, 3]) ids.unshift(await filed(client, chatLines(count)));
  const listed = async (query: OpenAI.FileListParams) => {
    const seen: string[] = [];
    for await (const { id } of client.files.list({ limit: 2, ...query })) seen.push(id);
    return seen;
  };
  expect(await listed({})).toEqual(ids);
  expect(await listed({ order: 'asc', purpose: 'fine-tune' })).toEqual(ids.toReversed());
  expect(await listed({ purpose: 'batch' })).toEqual([]);
  expect(await client.files.delete(ids[1] ?? '')).toMatchObject({ deleted: true });
  expect(await listed({})).toEqual([ids[0], ids[2]]);
  await expect(client.files.content(ids[1] ?? '')).rejects.toMatchObject({ status: 404 });
});

it('a form that is none, or has something else in it, is refused', async () => {
  const { client, server } = await fakeOpenAI();
  const post = (body: BodyInit, headers = {}) =>
    fetch(`${server.url}/files`, { method: 'POST', body, headers: { authorization: 'Bearer sk-any', ...headers } });
  const form = (fields: [string, string | Blob][]) => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  };
  const file = new Blob([text]);
  const status = async (body: BodyInit, headers = {}) => (await post(body, headers)).status;
  expect(await status('{"file":', { 'content-type': 'application/json' })).toBe(400);
  expect(await status('--a\r\nnothing', { 'content-type': 'multipart/form-data; boundary=a' })).toBe(400);
  expect(await status(form([['purpose', 'fine-tune']]))).toBe(400);
  expect(await status(form([['file', file]]))).toBe(400);
  expect(
    await status(
      form([
        ['upload', file],
        ['purpose', 'fine-tune'],
      ]),
    ),
  ).toBe(400);
  expect((await client.files.list()).data).toEqual([]);
});
