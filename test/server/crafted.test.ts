import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { daySchema } from '../../shared/sync/day.ts';
import { type Op, pushAnswerSchema } from '../../shared/sync/protocol.ts';
import { allScores, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';
import { comparisonsOf, published } from './evaluation-desk.ts';

/** What no program of ours sends, from a labeler with their own token. */

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const scores = allScores(5);
const edit = {
  decision: 'edit',
  reasons: ['other'],
  correction: { text: 'Better.', scores, confirmed: true, editDistance: 3 },
};
const longAgo = '0044-03-15 00:00:00 BC';
const noVersion = '11111111-1111-0111-8111-111111111111';

it.each<[string, Record<string, unknown>]>([
  ['a time of half a millisecond', { activeMs: 1.5 }],
  ['a time that nothing counts', { activeMs: 1e300 }],
  ['a time below zero', { activeMs: -1 }],
  ['half a version of a rubric', { rubricVersion: 1.5 }],
  ['a version that no integer holds', { rubricVersion: 2 ** 31 }],
  ['tags that are no texts', { tags: [{}] }],
  ['an empty tag', { tags: [' '] }],
  ['a tag without an end', { tags: ['x'.repeat(65)] }],
  ['an order that there is not', { order: { strategy: 'sideways', seed: null } }],
  ['an order without a name', { order: {} }],
  ['a seed that is too large', { order: { strategy: 'random', seed: 2 ** 32 } }],
  ['a filled scale that there is not', { filled: ['charm'] }],
  ['one score more', { scores: { ...scores, citation_quality: 5 } }],
  ['a correction that does not say how it was scored', { ...edit, correction: { text: 'Better.', scores } }],
  ['a correction by half a letter', { ...edit, correction: { ...edit.correction, editDistance: 0.5 } }],
  ['a correction that is no text', { ...edit, correction: { ...edit.correction, text: 7 } }],
])('refuses a verdict with %s, which a lead’s device could not read', async (_, change) => {
  const { queue, ids } = await desk.claimed(1);
  const crafted = { ...verdict('the answer'), ...change } as ReturnType<typeof verdict>;
  expect(await push(desk.ann, [make.label(queue, ids[0] ?? '', { verdict: crafted })])).toEqual(['rejected malformed']);
});

it('takes the verdicts that stand beside those', async () => {
  const { queue, ids } = await desk.claimed(3);
  const [a = '', b = '', c = ''] = ids;
  const kept = [
    make.label(queue, a, {
      verdict: verdict('the answer', { activeMs: 0, tags: ['x'.repeat(64)], filled: ['overall'] }),
    }),
    make.label(queue, b, { verdict: verdict('the answer', edit as Partial<ReturnType<typeof verdict>>) }),
    make.label(queue, c, {
      verdict: verdict('the answer', { order: { strategy: 'random', seed: 0xffff_ffff }, rubricVersion: 2 ** 31 - 1 }),
    }),
  ];
  expect(await push(desk.ann, kept)).toEqual(['applied', 'applied', 'applied']);
});

it('refuses a judgment that took half a millisecond', async () => {
  const id = await published(desk, [desk.ann], { items: 1 });
  const [comparison] = await comparisonsOf(desk, desk.ann, id);
  const crafted = make.judgment(comparison?.comparison_id ?? '', 'tie', { activeMs: 0.5 });
  expect(await push(desk.ann, [crafted])).toEqual(['rejected malformed']);
});

it.each<[string, (queue: string, id: string) => Op]>([
  ['a label', (queue, id) => ({ ...make.label(queue, id), op_id: noVersion })],
  ['what a label supersedes', (queue, id) => make.label(queue, id, { supersedes: noVersion })],
  ['a question', (queue, id) => ({ ...make.question(queue, id), op_id: noVersion })],
])('refuses an id of no version for %s: the page that brought it would be no answer', async (_, op) => {
  const { queue, ids } = await desk.claimed(1);
  expect(await pushLoosely([op(queue, ids[0] ?? '')])).toEqual(['rejected malformed']);
});

it.each([noVersion, '00000000-0000-0000-0000-000000000000'])(
  'takes nothing from a device of the name %s',
  async (device) => {
    const { queue, ids } = await desk.claimed(1);
    const ops = [make.label(queue, ids[0] ?? '')];
    const sent = desk.ann.rpc('assay_push', { device, sent_at: new Date().toISOString(), ops }, pushAnswerSchema);
    await expect(sent).rejects.toMatchObject({ detail: 'bad_argument' });
  },
);

it('dates nothing before a device can count, and the day and the questions of a lead stay readable', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  const label = { ...make.label(queue, a), at: longAgo };
  const question = { ...make.question(queue, b), at: longAgo };
  expect(await pushLoosely([label, question])).toEqual(['applied', 'applied']);
  const page = await desk.told(desk.lead);
  expect(page.rows.labels.find(({ label_id }) => label_id === label.op_id)?.committed_at).toMatch(/^2000-/);
  expect(page.rows.questions.find(({ question_id }) => question_id === question.op_id)?.asked_at).toMatch(/^2000-/);
  await desk.lead.rpc('assay_day', {}, daySchema);
});

it('counts the day of a label that an older server took', async () => {
  const { queue, ids } = await desk.claimed(1);
  await push(desk.ann, [make.label(queue, ids[0] ?? '')]);
  await desk.backend.sql(`update public.assay_labels set verdict = (verdict::jsonb || '{"activeMs": 1.5}')::json
    where queue_id = '${queue}'`);
  const day = await desk.lead.rpc('assay_day', {}, daySchema);
  expect(day.labelers.find(({ queue_id }) => queue_id === queue)?.done).toBe(1);
});

/** The answers to a push of which the ids may be none. */
async function pushLoosely(ops: Op[]): Promise<string[]> {
  const answerSchema = z.object({ results: z.array(z.object({ status: z.string(), code: z.string().nullable() })) });
  const sent = { device: randomUUID(), sent_at: new Date().toISOString(), ops };
  const { results } = await desk.ann.rpc('assay_push', sent, answerSchema);
  return results.map(({ status, code }) => (code === null ? status : `${status} ${code}`));
}
