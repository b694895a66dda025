import { afterAll, beforeAll, expect, it } from 'vitest';
import { humanFeedbackSchema } from '../../shared/domain/sample.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';
import { saveQueue } from '../backend/team.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

async function sample(id: string) {
  const [row] = await desk.backend.sql(`select human_feedback, training_flags, updated_at > created_at as touched
    from public.agent_training_samples where sample_id = '${id}'`);
  return { feedback: row?.['human_feedback'], flags: row?.['training_flags'] };
}
const setFeedback = (id: string, feedback: object | null, flags: object = {}) =>
  desk.backend.sql(`update public.agent_training_samples
    set human_feedback = ${feedback ? `'${JSON.stringify(feedback)}'` : 'null'}, training_flags = '${JSON.stringify(flags)}'
    where sample_id = '${id}'`);

const correction = {
  decision: 'edit' as const,
  reasons: ['tone_adjustment' as const],
  scores: allScores(2),
  correction: {
    text: 'A kinder answer.',
    scores: { ...allScores(5), overall: 4 as const },
    confirmed: false,
    editDistance: 9,
  },
};
const rejection = { decision: 'reject' as const, reasons: ['other' as const], scores: allScores(1) };

it('writes a decided verdict in the dialect of the table, into what is there', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  await setFeedback(
    a,
    { approved: false, reviewer_team: 'night shift', quality_scores: { citation_quality: 3, tone: 1 } },
    { include_in_training: true },
  );
  const op = make.label(queue, a, { verdict: verdict('x', { ...correction, note: 'too curt' }) });
  await push(desk.ann, [op]);
  const { feedback, flags } = await sample(a);
  expect(feedback).toEqual({
    approved: true,
    approved_by: desk.ann.memberId,
    approved_at: expect.stringMatching(/^\d{4}-/),
    human_edited_text: 'A kinder answer.',
    edit_reason: 'tone_adjustment',
    overall_rating: 'good',
    notes: 'too curt',
    reviewer_team: 'night shift',
    quality_scores: {
      factuality: 5,
      helpfulness: 5,
      tone: 5,
      policy: 5,
      policy_alignment: 5,
      completeness: 5,
      citation_quality: 3,
    },
  });
  expect(flags).toEqual({ include_in_training: true, quality_reviewed: true });
  // And the other way: what reads the table reads the verdict.
  const read = legacyVerdict(humanFeedbackSchema.parse(feedback), true);
  expect(read).toMatchObject({ approved: true, editedText: 'A kinder answer.', reason: 'tone_adjustment' });
  expect(read?.scores).toEqual({ ...allScores(5), overall: 4 });
});

it('takes back what it wrote and no more, when the verdict is taken back', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  const before = {
    approved: true,
    overall_rating: 'fair',
    quality_scores: { tone: 2, citation_quality: 4 },
    notes: 'old',
  };
  await setFeedback(a, before, { pii_redacted: true });
  await setFeedback(b, null);
  const [first, second] = [make.label(queue, a, { verdict: verdict('x', { note: 'new' }) }), make.label(queue, b)];
  await push(desk.ann, [first, second]);
  expect((await sample(a)).feedback).toMatchObject({ overall_rating: 'excellent', notes: 'new' });
  // Somebody else has written meanwhile: that is theirs.
  await desk.backend.sql(`update public.agent_training_samples
    set human_feedback = human_feedback || '{"notes": "theirs", "seen_by": "audit"}' where sample_id = '${a}'`);
  await push(desk.ann, [
    make.label(queue, a, { verdict: null, supersedes: first.op_id }),
    make.label(queue, b, { verdict: null, supersedes: second.op_id }),
  ]);
  expect(await sample(a)).toEqual({
    feedback: { ...before, notes: 'theirs', seen_by: 'audit' },
    flags: { pii_redacted: true },
  });
  expect(await sample(b)).toEqual({ feedback: null, flags: {} });
});

it('keeps what was there through a change of the verdict', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  await setFeedback(a, { approved: false, edit_reason: 'other' });
  const first = make.label(queue, a, { verdict: verdict('x', correction) });
  await push(desk.ann, [first]);
  const second = make.label(queue, a, { supersedes: first.op_id, verdict: verdict('x', rejection) });
  await push(desk.ann, [second]);
  expect((await sample(a)).feedback).toMatchObject({
    approved: false,
    approved_by: null,
    human_edited_text: null,
    overall_rating: 'poor',
  });
  await push(desk.ann, [make.label(queue, a, { verdict: null, supersedes: second.op_id })]);
  expect((await sample(a)).feedback).toEqual({ approved: false, edit_reason: 'other' });
});

it('waits for as many labels as the queue asks for', async () => {
  const { queue, ids } = await desk.claimed(1, { overlap: 2 });
  const [a = ''] = ids;
  await desk.ben.claim(queue, 1);
  await push(desk.ann, [make.label(queue, a)]);
  expect((await sample(a)).feedback).toEqual({ approved: false });
  await push(desk.ben, [make.label(queue, a)]);
  expect((await sample(a)).feedback).toMatchObject({ approved: true, overall_rating: 'excellent' });
});

it('decides once when both labelers push at the same moment', async () => {
  const { queue, ids } = await desk.claimed(20, { overlap: 2 });
  await desk.ben.claim(queue, 20);
  await Promise.all(
    [desk.ann, desk.ben].map((device) =>
      push(
        device,
        ids.map((id) => make.label(queue, id)),
      ),
    ),
  );
  const [{ decided } = {}] = await desk.backend.sql(`select count(*)::int as decided from public.assay_queue_items
    where queue_id = '${queue}' and verdict_id is not null`);
  expect(decided).toBe(ids.length);
});

it('leaves a disagreement to a lead, whose word holds for the labels that they saw', async () => {
  const { queue, ids } = await desk.claimed(1, { overlap: 2 });
  const [a = ''] = ids;
  await desk.ben.claim(queue, 1);
  const [yes, no] = [make.label(queue, a), make.label(queue, a, { verdict: verdict('x', rejection) })];
  await push(desk.ann, [yes]);
  await push(desk.ben, [no]);
  expect((await sample(a)).feedback).toEqual({ approved: false });
  const adjudication = make.adjudication(queue, a, [no.op_id, yes.op_id], { verdict: verdict('x', correction) });
  expect(await push(desk.lead, [adjudication])).toEqual(['applied']);
  expect((await sample(a)).feedback).toMatchObject({ approved: true, approved_by: desk.lead.memberId });
  // A later label reopens it.
  await push(desk.ben, [make.label(queue, a, { supersedes: no.op_id, verdict: verdict('x', rejection) })]);
  expect((await sample(a)).feedback).toEqual({ approved: false });
});

it('decides again when a lead asks for fewer labelers', async () => {
  const { queue, ids } = await desk.claimed(1, { overlap: 3 });
  await push(desk.ann, [make.label(queue, ids[0] ?? '')]);
  const row = (await desk.told(desk.lead)).rows.queues.find(({ queue_id }) => queue_id === queue);
  if (!row) throw new Error('the lead sees every queue');
  await saveQueue(desk.lead, { ...row, overlap: 1 });
  expect((await sample(ids[0] ?? '')).feedback).toMatchObject({ approved: true });
});

it('lets no table that refuses a value hold up the labels', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  await desk.backend.sql(`alter table public.agent_training_samples add constraint no_approval
    check (sample_id <> '${a}' or (human_feedback ->> 'approved')::boolean is not true)`);
  expect(await push(desk.ann, [make.label(queue, a), make.label(queue, b)])).toEqual(['applied', 'applied']);
  expect((await sample(a)).feedback).toEqual({ approved: false });
  expect((await sample(b)).feedback).toMatchObject({ approved: true });
  const [written] = await desk.backend.sql(`select problem from public.assay_written where sample_id = '${a}'`);
  expect(written?.['problem']).toContain('no_approval');
});

it('lets what somebody brings along decide only where nobody has judged for the team', async () => {
  const { queue, ids } = await desk.claimed(2, { overlap: 2 });
  await desk.ben.claim(queue, 2);
  const [a = '', b = ''] = ids;
  const alone = (id: string) => make.label(null, id, { verdict: verdict(sampleRow(id).agent_response.text) });
  const [one, other] = [make.label(queue, a, { verdict: verdict('x', rejection) }), make.label(queue, a)];
  await push(desk.ann, [one]);
  await push(desk.ben, [other]);
  await push(desk.lead, [make.adjudication(queue, a, [one.op_id, other.op_id], { verdict: verdict('x', rejection) })]);
  expect(await push(desk.ann, [alone(a)])).toEqual(['applied']);
  expect((await sample(a)).feedback).toMatchObject({ approved: false });

  // Where nobody has, it does, until somebody has; then the table has what it had.
  expect(await push(desk.ann, [alone(b)])).toEqual(['applied']);
  expect((await sample(b)).feedback).toMatchObject({ approved: true, approved_by: desk.ann.memberId });
  await push(desk.ben, [make.label(queue, b, { verdict: verdict('x', rejection) })]);
  expect((await sample(b)).feedback).not.toHaveProperty('approved_by', desk.ann.memberId);
});

it('takes no label on an answer that its sender cannot have read', async () => {
  const { ids } = await desk.queueOf(1);
  const [a = ''] = ids;
  const before = (await desk.told(desk.ben)).rows.assignments.length;
  expect(await push(desk.ben, [make.label(null, a, { verdict: verdict('a guess') })])).toEqual([
    'rejected not_assigned',
  ]);
  expect((await desk.told(desk.ben)).rows.assignments).toHaveLength(before);
});
