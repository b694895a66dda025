import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mayBeCharged } from '../../electron/service/evaluation/charged.ts';
import { openChat } from '../../electron/service/evaluation/chat.ts';
import { answerMs, patientFetch } from '../../electron/service/evaluation/patience.ts';
import { ProviderError } from '../../electron/service/finetune/providers/failures.ts';
import type { Prompt } from '../../shared/domain/comparison.ts';
import { answering } from '../fixtures/answering.ts';
import { baseModel } from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { ownProvider } from '../fixtures/runs.ts';
import type { Fault } from '../openai/faults.ts';

const going = new AbortController().signal;
const prompt: Prompt = { messages: [{ role: 'user', content: 'Where is my parcel?' }], tools: [] };
const sampling = { temperature: 0, maxTokens: 300, seed: 7 };
const ask = (url: string, asked = prompt) => openChat(ownProvider(url), 'sk-good', sampling)(baseModel, asked, going);

/** What an address answers that it does not answer. */
async function failureAt(url: string): Promise<ProviderError> {
  const error: unknown = await ask(url).then(
    () => null,
    (thrown) => thrown,
  );
  if (!(error instanceof ProviderError)) throw new Error('it was to fail as a provider does', { cause: error });
  return error;
}

describe('a request for an answer that failed', () => {
  it.each<[string, Fault, boolean]>([
    ['was lost with its connection', { kind: 'drop', effect: 'now' }, true],
    ['broke the server down', { kind: 'error', status: 500, effect: 'now' }, true],
    ['was given up by what stands before the server', { kind: 'error', status: 502, effect: 'now' }, true],
    ['was answered with a page', { kind: 'page' }, true],
    ['came too often', { kind: 'rate-limit', retryAfterSeconds: 1 }, false],
    ['came to a server that takes nothing now', { kind: 'error', status: 503, effect: 'none' }, false],
  ])('because it %s may have been charged or not', async (_, fault, charged) => {
    const { server } = await fakeOpenAI();
    server.faults.next('POST /chat/completions', fault);
    expect(mayBeCharged(await failureAt(server.url))).toBe(charged);
  });

  it.each([
    ['address', async () => (await closed()).replace('127.0.0.1', 'localhost')],
    ['server', closed],
    ['name', async () => 'https://nobody.invalid/v1'],
  ])('for want of a %s was not charged', async (_, url) => {
    expect(mayBeCharged(await failureAt(await url()))).toBe(false);
  });
});

/** An address at which nothing listens any more. */
async function closed(): Promise<string> {
  const { server } = await fakeOpenAI();
  await server.close();
  return server.url;
}

it.each([
  [-5, 7],
  [7, -5],
  [1e20, 7],
  [7, 0.5],
])(
  'an answer that is told to have taken %d and %d tokens is kept, and nothing is known of its cost',
  async (prompt, completion) => {
    const choices = [{ finish_reason: 'stop', message: { content: 'It is on its way.' } }];
    const usage = { prompt_tokens: prompt, completion_tokens: completion };
    const answer = await ask(await answering(200, JSON.stringify({ choices, usage })));
    expect(answer).toEqual({ text: 'It is on its way.', isCut: false, tokens: null });
  },
);

describe('waiting for an answer', () => {
  it('takes as long as the longest one may take a slow server', () => {
    expect(answerMs(300)).toBe(10 * 60_000);
    expect(answerMs(32_768)).toBeGreaterThan(25 * 60_000);
  });

  it('goes by what was said to Node, which has a patience of its own', async () => {
    const server = createServer((_, answer) => void setTimeout(() => answer.end('Late.'), 4_000));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const get = (ms: number) => fetch(url, { method: 'GET', ...patientFetch(ms) });
    await expect(get(1_000)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
    expect(await (await get(answerMs(300))).text()).toBe('Late.');
  });
});

it('an answer is one in words, and none where its tokens were spent before the first', async () => {
  const { server } = await fakeOpenAI();
  const tools = [{ name: 'find_parcel', description: null, parameters: { type: 'object', properties: {} } }];
  expect(await ask(server.url, { ...prompt, tools })).toMatchObject({
    text: expect.stringMatching(/\w+/),
    isCut: false,
  });
  server.state.habits.thinkingTokens = 290;
  expect(await ask(server.url)).toMatchObject({ text: expect.stringMatching(/\w+/), isCut: true });
  server.state.habits.thinkingTokens = 300;
  expect(await ask(server.url)).toMatchObject({ text: null, isCut: true, tokens: { output: 300 } });
});

it('an answer is read in parts and without a count, as some servers tell it', async () => {
  const { server } = await fakeOpenAI();
  const whole = await ask(server.url);
  expect(whole.tokens).toMatchObject({ output: expect.any(Number) });
  Object.assign(server.state.habits, { answersInParts: true, countsAnswers: false });
  expect(await ask(server.url)).toEqual({ ...whole, tokens: null });
});
