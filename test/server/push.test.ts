import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Op } from '../../shared/sync/protocol.ts';
import { insertSamples, joinTeam, signIn } from '../backend/team.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';
import { comparisonsOf, published } from './evaluation-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  expect(await desk.miscounted()).toEqual([]);
  await desk.backend.close();
});

const day = 86_400_000;

const labelsOf = (sampleId: string) =>
  desk.backend.sql(`select label_id, kind, late, forked, supersedes, verdict ->> 'note' as note,
    extract(epoch from received_at - committed_at)::int as age
    from public.assay_labels where sample_id = '${sampleId}' order by committed_at`);
const lettersOf = (sampleId: string) =>
  desk.backend.sql(`select op_id, code, message, op from public.assay_dead_letters where sample_id = '${sampleId}'`);

it('answers an operation that comes again, and refuses another one under its id', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const op = make.label(queue, a);
  expect(await push(desk.ann, [op])).toEqual(['applied']);
  expect(await push(desk.ann, [op])).toEqual(['duplicate']);
  expect(await push(desk.ann, [op, op])).toEqual(['duplicate', 'duplicate']);
  const other = { ...op, verdict: verdict('the answer', { note: 'another' }), hash: 'f'.repeat(64) };
  expect(await push(desk.ann, [other])).toEqual(['rejected id_reused']);
  expect(await push(desk.ann, [{ ...op, verdict: null, hash: 'f'.repeat(64) }])).toEqual(['rejected id_reused']);
  expect(await labelsOf(a)).toHaveLength(1);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'done', label_id: op.op_id, holds: true });
  expect((await desk.told(desk.ann)).rows.receipts).toContainEqual(expect.objectContaining({ op_id: op.op_id }));
});

it('knows a label again by what it says, whatever device tells it and in which bytes', async () => {
  const { queue, ids } = await desk.claimed(1);
  const op = make.label(queue, ids[0] ?? '', { verdict: verdict('the answer', { note: 'as it was' }) });
  const question = make.question(queue, ids[0] ?? '');
  expect(await push(desk.ann, [op, question])).toEqual(['applied', 'applied']);
  // A second device of the same person has it from the feed, with the ancestor that the server knows.
  const second = await signIn(desk.backend, 'ann@example.com');
  const turned = Object.fromEntries(Object.entries(op.verdict ?? {}).reverse()) as typeof op.verdict;
  const again = { ...op, verdict: turned, supersedes: randomUUID(), hash: 'e'.repeat(64), seq: 1 };
  expect(await push(second, [again, { ...question, hash: 'e'.repeat(64) }])).toEqual(['duplicate', 'duplicate']);
  expect(await push(second, [{ ...question, text: 'Another?', hash: 'd'.repeat(64) }])).toEqual(['rejected id_reused']);
  expect(await labelsOf(ids[0] ?? '')).toMatchObject([{ label_id: op.op_id, forked: false }]);
});

it('takes an operation once that stands in its batch twice', async () => {
  const { queue, ids } = await desk.claimed(1);
  const op = make.label(queue, ids[0] ?? '');
  expect(await push(desk.ann, [op, op])).toEqual(['applied', 'duplicate']);
});

it('takes an operation once that arrives twice at the same moment, whatever it is about', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const question = make.question(queue, a);
  await push(desk.ann, [question]);
  const judged = await published(desk, [desk.lead], { items: 1 });
  const [{ comparison_id = '' } = {}] = await comparisonsOf(desk, desk.lead, judged);
  const evaluation = make.evaluation([desk.ann]);
  const ops: Op[] = [
    make.judgment(comparison_id, 'tie'),
    make.ruling(question.op_id),
    make.dataset('at once'),
    make.splits({ holdout: ['c'.repeat(64)] }),
    evaluation,
    make.item(evaluation.evaluation_id, 'at once'),
  ];
  const other = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  for (const op of ops) {
    // Both have looked for a receipt before either writes one: a third is about to write it, and does not.
    const { memberId } = desk.ann;
    await other`begin`;
    await other`insert into public.assay_receipts (op_id, member_id, device_id, hash, status, late, received_at)
      values (${op.op_id}, ${memberId}, ${memberId}, ${op.hash}, 'applied', false, now())`;
    const answers = Promise.all([push(desk.lead, [op]), push(desk.lead, [op])]);
    await vi.waitFor(async () => {
      const waiting = await desk.backend.sql(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      expect(waiting, op.kind).toHaveLength(2);
    });
    await other`rollback`;
    expect((await answers).flat().sort(), op.kind).toEqual(['applied', 'duplicate']);
  }
  await other.end();
  const sent = ops.map(({ op_id }) => `'${op_id}'`).join(', ');
  expect(await desk.backend.sql(`select from public.assay_dead_letters where op_id in (${sent})`)).toEqual([]);
});

it('lets nobody answer for the operations of somebody else', async () => {
  const { queue, ids } = await desk.claimed(1);
  const op = make.label(queue, ids[0] ?? '');
  await push(desk.ann, [op]);
  expect(await push(desk.lead, [op])).toEqual(['rejected id_reused']);
  expect(await push(desk.ben, [make.label(queue, ids[0] ?? '')])).toEqual(['rejected not_assigned']);
});

it('applies everything but the poison, and keeps the poison', async () => {
  const { queue, ids } = await desk.claimed(3, { allow_skip: false, allow_fill: false });
  const [a = '', b = '', c = ''] = ids;
  const wrong = (change: object): Op => ({ ...make.label(queue, a), ...change });
  const batch: [Op, string][] = [
    [make.label(queue, a), 'applied'],
    [wrong({ verdict: { ...verdict('x'), scores: { ...allScores(5), tone: 9 } } }), 'rejected malformed'],
    [wrong({ verdict: { ...verdict('x'), decision: 'reject' } }), 'rejected malformed'],
    [wrong({ verdict: undefined }), 'rejected malformed'],
    [wrong({ at: 'some day' }), 'rejected malformed'],
    [wrong({ at: '-infinity' }), 'rejected malformed'],
    [wrong({ kind: 'praise' }), 'rejected malformed'],
    [make.label(queue, 'nowhere'), 'rejected unknown_sample'],
    [make.label(randomUUID(), a), 'rejected not_assigned'],
    [make.skip(queue, b), 'rejected skip_not_allowed'],
    [make.label(queue, b, { verdict: verdict('x', { filled: ['tone'] }) }), 'rejected fill_not_allowed'],
    [make.adjudication(queue, a, [randomUUID()]), 'rejected not_lead'],
    [make.ruling(randomUUID()), 'rejected not_lead'],
    [make.label(queue, b), 'applied'],
    [make.label(queue, c), 'applied'],
  ];
  expect(
    await push(
      desk.ann,
      batch.map(([op]) => op),
    ),
  ).toEqual(batch.map(([, status]) => status));
  expect((await lettersOf(a)).length + (await lettersOf(b)).length).toBe(10);
  expect(await push(desk.lead, [make.ruling(randomUUID())])).toEqual(['rejected unknown_question']);
});

it('tries a dead letter again when it is sent again, and then forgets it', async () => {
  const op = make.label(null, 'comes later', {
    verdict: verdict(sampleRow('comes later').agent_response.text),
  });
  expect(await push(desk.ann, [op])).toEqual(['rejected unknown_sample']);
  await insertSamples(desk.backend, [sampleRow('comes later')]);
  expect(await push(desk.ann, [op])).toEqual(['applied']);
  expect(await lettersOf('comes later')).toEqual([]);
});

it('keeps text that it cannot store as a dead letter, to the letter, and delays nothing', async () => {
  const { queue, ids } = await desk.claimed(4);
  const [a = '', b = '', c = '', d = ''] = ids;
  const lone = make.label(queue, a, { verdict: verdict('x', { note: 'half a pair \ud83d' }) });
  const nul = make.label(queue, b, { verdict: verdict('x', { note: 'a \u0000 in it' }) });
  const literal = make.label(queue, c, { verdict: verdict('x', { note: 'typed as \\u0000, with \u{1f642}' }) });
  expect(await push(desk.ann, [lone, nul, literal, make.label(queue, d)])).toEqual([
    'rejected not_stored',
    'rejected not_stored',
    'applied',
    'applied',
  ]);
  const { op } = (await lettersOf(a))[0] ?? {};
  expect(op).toMatchObject({ verdict: { note: 'half a pair \ud83d' } });
  expect(await labelsOf(c)).toMatchObject([{ note: 'typed as \\u0000, with \u{1f642}' }]);
  // What was made on a rejected one goes to the nearest that was accepted.
  expect(await push(desk.ann, [make.label(queue, a, { supersedes: lone.op_id })])).toEqual(['applied']);
  expect(await labelsOf(a)).toMatchObject([{ supersedes: null, forked: false }]);
});

it('sets right a clock that is off by a year, either way', async () => {
  const { queue, ids } = await desk.claimed(3);
  const at = (ms: number) => ({ at: new Date(ms).toISOString() });
  const ages = async (id = '') => (await labelsOf(id))[0]?.['age'];
  const ahead = Date.now() + 365 * day;
  await push(desk.ann, [make.label(queue, ids[0] ?? '', at(ahead - 3_600_000))], new Date(ahead));
  const behind = Date.now() - 365 * day;
  await push(desk.ann, [make.label(queue, ids[1] ?? '', at(behind - 3_600_000))], new Date(behind));
  // A clock that was set back between the label and its push.
  await push(desk.ann, [make.label(queue, ids[2] ?? '', at(ahead))], new Date());
  expect([await ages(ids[0]), await ages(ids[1]), await ages(ids[2])]).toEqual([3_600, 3_600, 0]);
});

it('keeps both labels where two devices changed the same one, and says so', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const laptop = desk.ann;
  const desktop = await signIn(desk.backend, 'ann@example.com');
  const first = make.label(queue, a);
  await push(laptop, [first]);
  const early = make.label(queue, a, { supersedes: first.op_id });
  const late = make.label(queue, a, { supersedes: first.op_id, at: new Date(Date.now() + 500).toISOString() });
  const sentAt = new Date(Date.now() + 1_000);
  expect(await push(desktop, [late], sentAt)).toEqual(['applied']);
  expect(await push(laptop, [early], sentAt)).toEqual(['conflict']);
  const labels = await labelsOf(a);
  expect(labels).toHaveLength(3);
  expect(labels.map(({ label_id, forked }) => [label_id, forked])).toEqual([
    [first.op_id, false],
    [early.op_id, true],
    [late.op_id, false],
  ]);
  // The one committed last stands, whichever came first.
  expect(await desk.assignment(a, laptop)).toMatchObject({ label_id: late.op_id });
});

it('goes by the count of a device, not by the arrival of its messages', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const first = make.label(queue, a);
  const second = make.label(queue, a, { supersedes: first.op_id, verdict: null });
  const third = make.label(queue, a, { supersedes: second.op_id });
  for (const op of [third, first, second]) expect(await push(desk.ann, [op])).toEqual(['applied']);
  expect((await labelsOf(a)).at(-1)).toMatchObject({ label_id: third.op_id, forked: false });
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ label_id: third.op_id, state: 'done' });
});

it('takes a label back, and gives the sample back to its labeler', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const op = make.label(queue, a);
  await push(desk.ann, [op]);
  expect(await push(desk.ann, [make.label(queue, a, { verdict: null, supersedes: op.op_id })])).toEqual(['applied']);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ label_id: null, state: 'leased', holds: true });
});

it('frees the place of a skipped sample, and gives it back when the skip is taken back', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  expect(await push(desk.ann, [make.skip(queue, a), make.flag(queue, a, true)])).toEqual(['applied', 'applied']);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'skipped', holds: false });
  await push(desk.ann, [make.skip(queue, a, { reason: null })]);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'leased', holds: true });
  await push(desk.ann, [make.skip(queue, a)]);
  expect((await desk.ben.claim(queue, 1)).claimed).toBe(1);
  await push(desk.ann, [make.skip(queue, a, { reason: null })]);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'expired', holds: false });
});

it('parks a sample with a question, and leases it again with the ruling', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const question = make.question(queue, a);
  await push(desk.ann, [question]);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'parked', holds: true });
  expect((await desk.told(desk.lead)).rows.questions).toContainEqual(
    expect.objectContaining({ question_id: question.op_id, text: question.text, ruling: null }),
  );
  expect(await push(desk.lead, [make.ruling(question.op_id, 'Yes, within 45 days.')])).toEqual(['applied']);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'leased', holds: true });
  expect((await desk.told(desk.ann)).rows.questions).toContainEqual(
    expect.objectContaining({ question_id: question.op_id, ruling: 'Yes, within 45 days.' }),
  );
});

it('takes in what was labeled before the workspace was connected', async () => {
  await insertSamples(desk.backend, [sampleRow('brought')]);
  const op = make.label(null, 'brought', { verdict: verdict(sampleRow('brought').agent_response.text) });
  expect(await push(desk.ann, [op, make.flag(null, 'brought', true)])).toEqual(['applied', 'applied']);
  expect(await push(desk.ann, [make.label(null, 'brought', { supersedes: op.op_id })])).toEqual(['applied']);
  const { rows } = await desk.told(desk.ann);
  const brought = rows.queues.find(({ name }) => name === 'Brought along');
  expect(rows.assignments).toContainEqual(
    expect.objectContaining({ sample_id: 'brought', queue_id: brought?.queue_id, state: 'done' }),
  );
  expect(await labelsOf('brought')).toMatchObject([{ late: false }, { late: false, supersedes: op.op_id }]);
});

it('takes and gives a sample of 5 MB', async () => {
  const text = 'A very long answer. '.repeat(262_144);
  await insertSamples(desk.backend, [
    sampleRow('large', { tags: ['large'], agent_response: { text, sources: [], confidence: 0.5 } }),
  ]);
  const { queue } = await desk.queueOf(0, { filter: { tag: 'large' } });
  const zoe = await joinTeam(desk.backend, desk.lead, 'Zoe');
  await zoe.claim(queue, 1);
  const [assignment] = (await desk.told(zoe)).rows.assignments;
  expect(assignment?.sample?.agent_response.text).toBe(text);
  expect(await push(zoe, [make.label(queue, 'large')])).toEqual(['applied']);
});
