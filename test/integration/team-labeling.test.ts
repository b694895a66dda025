import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OutboxReader } from '../../electron/service/outbox/outbox.ts';
import { emptyDraft } from '../../shared/domain/label.ts';
import { openLabeling, own } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { account, bind, queueA, queueB, type Told, tell } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const telling = sampleRow('a', {
  customer_outcome: { resolved: false, csat: 1 },
  human_feedback: { approved: true, overall_rating: 'good' },
  training_flags: { include_in_training: false, quality_reviewed: true },
});
const answer = telling.agent_response.text;
const inA = { queueId: queueA, sampleId: 'a' };
const inB = { queueId: queueB, sampleId: 'a' };
const leased = (queue_id: string, sample_id = 'a') => ({ queue_id, sample_id, state: 'leased' as const });

function openTeam(told: Told = {}) {
  const workspace = workspaceWith([telling, sampleRow('b'), sampleRow('c')]);
  bind(workspace);
  const assignments = [leased(queueA), leased(queueB), leased(queueA, 'b')];
  tell(workspace, { role: 'labeler', queues: [{ queue_id: queueA }, { queue_id: queueB }], assignments, ...told });
  const loop = openLabeling(workspace);
  const sent = () => new OutboxReader(workspace.work).next(account, 0, 100, 1e6).map(({ body }) => JSON.parse(body));
  return { workspace, ...loop, sent };
}

describe('a sample in two queues', () => {
  it('is labeled, drafted and remembered in each by itself', () => {
    const { labeling, drafts } = openTeam();
    drafts.save(inB, { ...emptyDraft, note: 'for later' });
    labeling.commit(randomUUID(), inA, verdict(answer, { scores: allScores(2) }));
    labeling.flag(inB, true);
    const [a] = labeling.items(queueA, ['a']);
    const [b] = labeling.items(queueB, ['a']);
    expect(a).toMatchObject({ queueId: queueA, label: { queueId: queueA }, draft: null, flagged: false });
    expect(b).toMatchObject({ queueId: queueB, label: null, draft: { note: 'for later' }, flagged: true });
    expect(labeling.history(inB)).toEqual([]);
    expect(labeling.count()).toBe(1);
  });

  it('is undone where it was done last, and the answer says in which queue', () => {
    const { labeling } = openTeam();
    labeling.commit(randomUUID(), inA, verdict(answer));
    labeling.skip(inB, 'unclear');
    expect(labeling.undo()).toMatchObject({ what: 'skip', item: { queueId: queueB, skipped: null } });
    expect(labeling.undo()).toMatchObject({ what: 'label', item: { queueId: queueA, label: null } });
    expect(labeling.redo()).toMatchObject({ what: 'label', item: { queueId: queueA } });
    expect(labeling.redo()).toMatchObject({ what: 'skip', item: { queueId: queueB, skipped: 'unclear' } });
  });

  it('has a place of its own in each queue, and the last one is found again', () => {
    const { drafts } = openTeam();
    const position = (queue: string | undefined, sampleId: string) => ({
      sampleId,
      order: { strategy: 'oldest', seed: null } as const,
      filter: queue === undefined ? {} : { queue },
      focus: null,
      caret: null,
      scroll: {},
    });
    const [a, b] = [position(queueA, 'a'), position(queueB, 'a')];
    drafts.savePosition(position(undefined, 'c'));
    drafts.savePosition(b);
    drafts.savePosition(a);
    expect(drafts.position(queueB)).toEqual(b);
    expect(drafts.position(null)).toEqual(position(undefined, 'c'));
    expect(drafts.position(undefined)).toEqual(a);
    drafts.savePosition(b);
    expect(drafts.position(undefined)).toEqual(b);
  });
});

describe('an item of a team’s queue', () => {
  it('tells nothing that could steer the verdict', () => {
    const { labeling, workspace } = openTeam();
    const steering = { confidence: null, outcome: null, feedback: null };
    const flags = { includeInTraining: true, qualityReviewed: false };
    expect(labeling.items(queueA, ['a'])[0]?.sample).toMatchObject({ ...steering, flags, response: answer });
    tell(workspace, { role: 'lead' });
    expect(labeling.items(queueA, ['a'])[0]?.sample).toMatchObject(steering);
    expect(labeling.items(null, ['a'])[0]?.sample).toMatchObject({ confidence: 0.8, outcome: { csat: 1 } });
  });

  it('carries its lease and its own version of the rubric', () => {
    const { labeling, workspace, queues } = openTeam();
    const lease_until = '2026-12-24T00:00:00+00:00';
    tell(workspace, { assignments: [{ ...leased(queueA), rubric_version: 4, lease_until }] });
    expect(labeling.items(queueA, ['a'])).toMatchObject([{ rubricVersion: 4, leaseUntil: lease_until }]);
    expect(labeling.items(queueA, ['b'])).toMatchObject([{ rubricVersion: 1 }]);
    expect(() => queues.rubric(4)).toThrow('Version 4 of the rubric');
  });

  it('is there for its labeler alone, and only where it is assigned', () => {
    const { labeling, workspace } = openTeam();
    expect(labeling.items(queueB, ['a', 'b', 'c']).map(({ sample }) => sample.sampleId)).toEqual(['a']);
    expect(labeling.items(null, ['a', 'b', 'c']).map(({ sample }) => sample.sampleId)).toEqual(['c']);
    expect(() => labeling.commit(randomUUID(), own('a'), verdict(answer))).toThrow('no sample a in this workspace');
    expect(() => labeling.flag({ queueId: queueB, sampleId: 'c' }, true)).toThrow('assigned to you');
    const other = randomUUID();
    tell(workspace, { assignments: [{ ...leased(queueB, 'c'), member_id: other }] });
    expect(labeling.items(queueB, ['c'])).toEqual([]);
    expect(() => labeling.skip({ queueId: queueB, sampleId: 'c' }, 'unclear')).toThrow('assigned to you');
  });

  it('is hidden from the own queue until the server has said who is a lead', () => {
    const { labeling, workspace } = openTeam({ role: undefined });
    expect(labeling.items(null, ['a'])).toEqual([]);
    tell(workspace, { role: 'lead' });
    expect(labeling.items(null, ['a'])).toHaveLength(1);
  });

  it('that was given back still takes the verdict on the screen, and is passed over by undo', () => {
    const { labeling, workspace, sent } = openTeam();
    labeling.flag({ queueId: queueA, sampleId: 'b' }, true);
    tell(workspace, { assignments: [{ ...leased(queueA), state: 'released' }] });
    const id = randomUUID();
    labeling.commit(id, inA, verdict(answer));
    expect(labeling.items(queueA, ['a'])).toEqual([]);
    expect(sent()).toMatchObject([{ kind: 'flag' }, { kind: 'label', queue_id: queueA, sample_id: 'a' }]);
    expect(labeling.undo()).toMatchObject({ what: 'flag', item: { sample: { sampleId: 'b' } } });
    expect(labeling.undo()).toBeNull();
    expect(labeling.history(inA).map((label) => label.id)).toEqual([id]);
    tell(workspace, { assignments: [leased(queueA)] });
    expect(labeling.undo()).toMatchObject({ what: 'label', item: { sample: { sampleId: 'a' } } });
  });
});

describe('a queue', () => {
  it('that forbids skipping and key 0 refuses them, and nothing is written', () => {
    const { labeling, workspace, sent } = openTeam();
    tell(workspace, { queues: [{ queue_id: queueA, allow_skip: false, allow_fill: false }] });
    expect(() => labeling.skip(inA, 'unclear')).toThrow('does not allow skipping');
    expect(() => labeling.commit(randomUUID(), inA, verdict(answer, { filled: ['tone'] }))).toThrow('key 0');
    expect(sent()).toEqual([]);
    labeling.skip(inB, 'unclear');
    labeling.commit(randomUUID(), inA, verdict(answer));
    expect(sent().map(({ kind }) => kind)).toEqual(['skip', 'label']);
  });

  it('answers a repeated commit the same, whatever it forbids since', () => {
    const { labeling, workspace } = openTeam();
    const id = randomUUID();
    const first = labeling.commit(id, inA, verdict(answer, { filled: ['tone'] }));
    tell(workspace, { queues: [{ queue_id: queueA, allow_fill: false }] });
    expect(labeling.commit(id, inA, verdict(answer, { filled: ['tone'] }))).toEqual(first);
    expect(() => labeling.commit(id, inB, verdict(answer))).toThrow('already used');
  });
});

describe('a question to the lead', () => {
  it('is sent, shown, and answered by its ruling', () => {
    const { labeling, workspace, sent } = openTeam();
    labeling.ask(inA, 'Is this in scope?');
    const [op] = sent();
    expect(op).toEqual({ kind: 'question', queue_id: queueA, sample_id: 'a', text: 'Is this in scope?' });
    expect(labeling.items(queueA, ['a'])).toMatchObject([{ question: 'Is this in scope?', ruling: null }]);
    expect(labeling.items(queueB, ['a'])).toMatchObject([{ question: null, ruling: null }]);
    const question_id = String(workspace.work.prepare('SELECT op_id FROM outbox').pluck().get());
    const question = { question_id, queue_id: queueA, sample_id: 'a' };
    tell(workspace, { questions: [{ ...question, ruling: 'It is.', ruled_at: '2026-11-26T08:00:00Z' }] });
    expect(labeling.items(queueA, ['a'])).toMatchObject([{ question: 'Is this in scope?', ruling: 'It is.' }]);
  });

  it('asked anew is the one that is shown, until it is answered as well', () => {
    const { labeling, workspace } = openTeam();
    const before = { queue_id: queueA, sample_id: 'a', question_id: randomUUID(), text: 'Elsewhere?', ruling: 'No.' };
    tell(workspace, { questions: [before] });
    expect(labeling.items(queueA, ['a'])).toMatchObject([{ question: 'Elsewhere?', ruling: 'No.' }]);
    labeling.ask(inA, 'And here?');
    expect(labeling.items(queueA, ['a'])).toMatchObject([{ question: 'And here?', ruling: null }]);
  });

  it('needs somebody to be asked', () => {
    const { labeling } = openTeam();
    expect(() => labeling.ask({ queueId: queueB, sampleId: 'c' }, 'Hello?')).toThrow('assigned to you');
  });
});

describe('a returned item', () => {
  const returned = { queue_id: queueA, sample_id: 'a', state: 'returned' as const, returned_reason: 'Policy is a 2.' };

  it('says why until a label newer than the return is committed', () => {
    const { labeling, workspace, outbox } = openTeam();
    const reason = () => labeling.items(queueA, ['a'])[0]?.returnedReason;
    const first = randomUUID();
    labeling.commit(first, inA, verdict(answer));
    outbox.confirm([first]);
    expect(reason()).toBeNull();
    tell(workspace, { assignments: [returned] });
    expect(reason()).toBe('Policy is a 2.');
    const second = randomUUID();
    labeling.commit(second, inA, verdict(answer, { scores: allScores(2) }));
    expect(reason()).toBeNull();
    outbox.confirm([second]);
    tell(workspace, { assignments: [{ ...returned, state: 'done' }] });
    expect(reason()).toBeNull();
  });

  it('is answered by a label that was on its way, unless the server has heard of it and wants another', () => {
    const { labeling, workspace, outbox } = openTeam();
    const id = randomUUID();
    labeling.commit(id, inA, verdict(answer));
    tell(workspace, { assignments: [returned] });
    expect(labeling.items(queueA, ['a'])[0]?.returnedReason).toBeNull();
    outbox.confirm([id]);
    expect(labeling.items(queueA, ['a'])[0]?.returnedReason).toBe('Policy is a 2.');
  });

  it('wants a label in place of one that the server has rejected', () => {
    const { labeling, workspace, outbox } = openTeam();
    const id = randomUUID();
    labeling.commit(id, inA, verdict(answer));
    const result = { op_id: id, status: 'rejected' as const, code: 'malformed', message: 'No.', late: false };
    outbox.settle(account, [result]);
    tell(workspace, { assignments: [returned] });
    expect(labeling.items(queueA, ['a'])[0]?.returnedReason).toBe('Policy is a 2.');
  });
});
