import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OutboxReader } from '../../electron/service/outbox/outbox.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { emptyDraft } from '../../shared/domain/label.ts';
import type { LabelRow } from '../../shared/sync/feeds.ts';
import { openLabeling } from '../fixtures/labeling.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { serviceOn } from '../fixtures/service.ts';
import { account, bind, labelOf, queueA, queueB, type Told, tell, tellLabels } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const ann = '0198c0de-0000-7000-8000-0000000000a1';
const ben = '0198c0de-0000-7000-8000-0000000000b1';
const sample = sampleRow('a', { customer_outcome: { resolved: false, csat: 1 } });
const answer = sample.agent_response.text;
const dispute = { queueId: queueA, sampleId: 'a' };

const approval = verdict(answer, { rubricVersion: 2 });
const rejection = verdict(answer, { decision: 'reject', reasons: ['tone_adjustment'] });

/** A lead's window on a sample on which Ann and Ben differ, and what is in its outbox. */
function openLead(labels: readonly LabelRow[], told: Told = {}): { service: Service; sent: () => unknown[] } {
  const workspace = workspaceWith([sample]);
  bind(workspace);
  tell(workspace, { role: 'lead', queues: [{ queue_id: queueA }], ...told });
  tellLabels(workspace, labels);
  const { folder, files } = workspace;
  workspace.close();
  const service = serviceOn(folder);
  const sent = () => {
    const db = openWritable(files.work, 'full');
    const bodies = new OutboxReader(db).next(account, 0, 100, 1e6).map(({ body }) => JSON.parse(body));
    db.close();
    return bodies;
  };
  return { service, sent };
}

describe('a disputed sample', () => {
  it('comes with what each labeler says now, and nothing that could steer', async () => {
    const first = labelOf(ann, rejection);
    const labels = [first, labelOf(ann, approval, { supersedes: first.label_id }), labelOf(ben, rejection)];
    const { service } = openLead(labels);
    expect(await service.handlers['lead.dispute'](dispute)).toMatchObject({
      sample: { sampleId: 'a', outcome: null },
      rubricVersion: 2,
      labels: [
        { id: labels[1]?.label_id, labelerId: ann, verdict: { decision: 'approve' } },
        { id: labels[2]?.label_id, labelerId: ben, verdict: { decision: 'reject' } },
      ],
    });
  });

  it('comes without a verdict of a newer program, which cannot be read', async () => {
    const newer = labelOf(ben, { ...rejection, activeMs: 1.5 });
    const { service } = openLead([labelOf(ann, approval), newer]);
    expect((await service.handlers['lead.dispute'](dispute))?.labels).toMatchObject([{ labelerId: ann }]);
    expect(await service.handlers['lead.verdicts']({ sampleId: 'a' })).toMatchObject([{ verdict: approval }]);
    expect((await service.handlers['lead.team']()).disagreements).toEqual([]);
    const work = { queueId: queueA, memberId: ann, kind: 'disagreements' } as const;
    expect((await service.handlers['lead.work'](work)).sampleIds).toEqual([]);
  });

  it('is none when its labels were taken back, or are of another queue', async () => {
    const label = labelOf(ann, rejection);
    const { service } = openLead([label, labelOf(ann, null, { supersedes: label.label_id })]);
    expect(await service.handlers['lead.dispute'](dispute)).toBeNull();
    expect(await service.handlers['lead.dispute']({ ...dispute, queueId: queueB })).toBeNull();
  });

  it('keeps the draft of a final verdict apart from a label, until it is settled', async () => {
    const labels = [labelOf(ann, approval), labelOf(ben, rejection)];
    const { service, sent } = openLead(labels, {
      assignments: [{ queue_id: queueA, sample_id: 'a', state: 'leased' }],
    });
    const { handlers } = service;
    await handlers['lead.saveDraft']({ ...dispute, draft: { ...emptyDraft, note: 'final' } });
    expect(await handlers['lead.dispute'](dispute)).toMatchObject({ draft: { note: 'final' } });
    expect(await handlers['labeling.items']({ queueId: queueA, sampleIds: ['a'] })).toMatchObject([{ draft: null }]);

    const saw = labels.map(({ label_id }) => label_id);
    expect(await handlers['lead.team']()).toMatchObject({ disagreements: [{ sampleId: 'a' }] });
    await handlers['lead.adjudicate']({ ...dispute, verdict: rejection, saw });
    expect(sent()).toMatchObject([{ kind: 'adjudication', queue_id: queueA, sample_id: 'a', saw }]);
    expect(await handlers['lead.dispute'](dispute)).toMatchObject({ draft: null });
    // Settled here is settled, before the server has heard of it.
    expect(await handlers['lead.team']()).toMatchObject({ disagreements: [] });
    expect(await handlers['labeling.history'](dispute)).toEqual([]);
  });

  it('is open again when a later label comes', async () => {
    const labels = [labelOf(ann, approval), labelOf(ben, rejection)];
    const workspace = workspaceWith([sample]);
    bind(workspace);
    tell(workspace, { role: 'lead', queues: [{ queue_id: queueA }] });
    tellLabels(workspace, labels);
    const { folder } = workspace;
    workspace.close();
    const { handlers } = serviceOn(folder);
    await handlers['lead.adjudicate']({ ...dispute, verdict: approval, saw: labels.map(({ label_id }) => label_id) });
    tellLabels(workspace, [labelOf(ben, rejection, { supersedes: labels[1]?.label_id ?? null })]);
    expect(await handlers['lead.team']()).toMatchObject({ disagreements: [{ sampleId: 'a' }] });
  });
});

it('what the team says of a sample is found with it, whose word it is, and only as long as it stands', async () => {
  const taken = labelOf(ben, approval);
  const labels = [taken, labelOf(account, rejection), labelOf(ben, null, { supersedes: taken.label_id })];
  const { service } = openLead(labels, { queues: [{ queue_id: queueA, name: 'Refunds' }] });
  const { handlers } = service;
  const { rows } = await handlers['samples.search']({ filter: {}, sort: 'newest' });
  expect(rows).toMatchObject([{ decision: null, team: ['reject'] }]);
  expect(await handlers['lead.verdicts']({ sampleId: 'a' })).toMatchObject([
    { id: labels[1]?.label_id, by: 'Ann', queue: 'Refunds', final: false, verdict: { decision: 'reject' } },
  ]);
});

it('an answered question is no longer open, before the server has heard of the answer', async () => {
  const questionId = randomUUID();
  const { service } = openLead([], {
    questions: [{ question_id: questionId, queue_id: queueA, sample_id: 'a', member_id: ann }],
  });
  expect(await service.handlers['lead.team']()).toMatchObject({ questions: [{ questionId }] });
  await service.handlers['lead.rule']({ questionId, text: 'It is.' });
  expect(await service.handlers['lead.team']()).toMatchObject({ questions: [] });
});

describe('what a labeler is told', () => {
  it('where a label is, from here to the server', () => {
    const workspace = workspaceWith([sample]);
    const alone = openLabeling(workspace);
    alone.labeling.commit(randomUUID(), { queueId: null, sampleId: 'a' }, approval);
    expect(alone.labeling.fate({ queueId: null, sampleId: 'a' })).toBeNull();

    bind(workspace);
    tell(workspace, {
      role: 'labeler',
      queues: [{ queue_id: queueA }],
      assignments: [{ queue_id: queueA, sample_id: 'a', state: 'leased' }],
    });
    const { labeling, outbox } = openLabeling(workspace);
    expect(labeling.fate(dispute)).toBeNull();
    const id = randomUUID();
    labeling.commit(id, dispute, approval);
    expect(labeling.fate(dispute)).toBe('here');
    const result = { op_id: id, code: null, message: null, late: false };
    outbox.settle(account, [{ ...result, status: 'rejected' }]);
    expect(labeling.fate(dispute)).toBe('refused');
    outbox.retry([id]);
    outbox.settle(account, [{ ...result, status: 'applied' }]);
    expect(labeling.fate(dispute)).toBe('server');
    outbox.confirm([id]);
    expect(labeling.fate(dispute)).toBe('server');
  });

  it('what is to be read, once, and again when it is another text', async () => {
    const workspace = workspaceWith([sample]);
    bind(workspace);
    const must = (must_read: string) => tell(workspace, { queues: [{ queue_id: queueA, must_read }] });
    must('Read me.');
    const { folder } = workspace;
    workspace.close();
    const { handlers } = serviceOn(folder);
    const read = async () => (await handlers['labeling.queues']()).map((queue) => queue.read);
    expect(await read()).toEqual([false]);
    await handlers['labeling.confirmRead']({ queueId: queueA, text: 'Read me.' });
    expect(await read()).toEqual([true]);
    must('Read me again.');
    expect(await read()).toEqual([false]);
    // What was confirmed is what was shown, not what has come since.
    await handlers['labeling.confirmRead']({ queueId: queueA, text: 'Read me.' });
    expect(await read()).toEqual([false]);
    must('');
    expect(await read()).toEqual([true]);
  });
});
