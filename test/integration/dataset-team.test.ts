import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Analyst } from '../../electron/service/dataset/analyst.ts';
import type { Fate } from '../../shared/domain/dataset.ts';
import type { Verdict } from '../../shared/domain/label.ts';
import { reasonKey } from '../../shared/rules/reasons.ts';
import { build, lineageIn, recipe } from '../fixtures/datasets.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { serviceOn } from '../fixtures/service.ts';
import {
  account,
  bind,
  labelOf,
  queueA,
  queueB,
  type Told,
  tell,
  tellAdjudications,
  tellLabels,
} from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const ann = '0198c0de-0000-7000-8000-0000000000a1';
const ben = '0198c0de-0000-7000-8000-0000000000b1';
const lead = '0198c0de-0000-7000-8000-0000000000c1';
const sample = sampleRow('a', { human_feedback: null });
const answer = sample.agent_response.text;
const approval = verdict(answer);
const rejection = verdict(answer, { decision: 'reject', reasons: ['other'] });

type Asked = Parameters<typeof labelOf>;

/** What a lead's device makes of what the team says about one sample. */
function openLead({ role = 'lead', ...told }: Told, ...labels: ReturnType<typeof labelOf>[]) {
  const workspace = workspaceWith([sample]);
  bind(workspace);
  tell(workspace, {
    role,
    queues: [
      { queue_id: queueA, overlap: 2 },
      { queue_id: queueB, overlap: 1 },
    ],
    ...told,
  });
  tellLabels(workspace, labels);
  const short = (): string => {
    const analyst = new Analyst(workspace.folder, () => {});
    const fate = analyst.fate({ recipe: recipe(), sampleId: 'a' });
    analyst.close();
    return fate ? shortOf(fate) : 'not here';
  };
  return { workspace, short };
}

function shortOf(fate: Fate): string {
  if (fate.as !== 'out') return fate.as;
  return fate.reasons.map(reasonKey).join();
}

function adjudication(given: Verdict, saw: readonly string[]) {
  return {
    xid: '11',
    adjudication_id: randomUUID(),
    queue_id: queueA,
    sample_id: 'a',
    member_id: lead,
    verdict: given,
    saw: [...saw],
    committed_at: '2026-11-26T08:00:00Z',
  };
}

const chain = (...steps: [Asked[0], Asked[1]][]) => {
  const last = new Map<string, string>();
  return steps.map(([who, given]) => {
    const label = labelOf(who, given, { supersedes: last.get(who) ?? null });
    last.set(who, label.label_id);
    return label;
  });
};

describe('a lead’s dataset', () => {
  it('takes what as many agree on as the queue asks for', () => {
    expect(openLead({}, ...chain([ann, approval])).short()).toBe('waiting_for_labels');
    expect(openLead({}, ...chain([ann, approval], [ben, approval])).short()).toBe('chosen');
    expect(openLead({}, ...chain([ann, approval], [ben, rejection])).short()).toBe('disagreement');
    expect(openLead({}, ...chain([ann, rejection], [ben, rejection])).short()).toBe('rejected');
  });

  it('goes by each labeler’s last word', () => {
    expect(openLead({}, ...chain([ann, rejection], [ben, approval], [ann, approval])).short()).toBe('chosen');
    expect(openLead({}, ...chain([ann, approval], [ben, approval], [ben, null])).short()).toBe('waiting_for_labels');
    expect(openLead({}, ...chain([ann, approval], [ann, null])).short()).toBe('not_reviewed');
  });

  it('hears nothing in a verdict of a newer program that it cannot read, and judges by all the others', () => {
    const unreadable = { ...approval, activeMs: 1.5 };
    expect(openLead({}, ...chain([ann, approval], [ben, unreadable])).short()).toBe('waiting_for_labels');
    expect(openLead({}, ...chain([ann, approval], [ben, approval], [ben, unreadable])).short()).toBe(
      'waiting_for_labels',
    );
  });

  it('goes by a final verdict for as long as exactly the labels stand that it saw', () => {
    const labels = chain([ann, approval], [ben, rejection]);
    const { workspace, short } = openLead({}, ...labels);
    tellAdjudications(workspace, [
      adjudication(
        approval,
        labels.map(({ label_id }) => label_id),
      ),
    ]);
    expect(short()).toBe('chosen');
    const [first] = labels;
    tellLabels(workspace, [labelOf(ann, rejection, { supersedes: first?.label_id ?? null })]);
    expect(short()).toBe('rejected');
  });

  it('goes by what was decided last, of several queues', () => {
    const agreed = chain([ann, approval], [ben, approval]);
    const { workspace, short } = openLead({}, ...agreed);
    tellLabels(workspace, [labelOf(ann, rejection, { queue_id: queueB })]);
    expect(short()).toBe('rejected');
    // What is open in a queue undoes nothing that was decided in another.
    const { short: open } = openLead({}, ...chain([ann, rejection]), labelOf(ben, approval, { queue_id: queueB }));
    expect(open()).toBe('chosen');
  });

  it('counts what this lead has not sent yet, and not what the server refused', () => {
    const { workspace, short } = openLead({}, ...chain([ann, approval]));
    const id = randomUUID();
    workspace.work
      .prepare(
        `INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at)
         VALUES (?, ?, 'a', 'local', 'verdict', ?, '2026-11-26T09:00:00Z')`,
      )
      .run(id, queueA, JSON.stringify(approval));
    expect(short()).toBe('chosen');
    workspace.work.prepare('INSERT INTO let_go (op_id) VALUES (?)').run(id);
    expect(short()).toBe('waiting_for_labels');
  });

  it('counts a label once that has come back from the server', () => {
    const sent = labelOf(account, approval);
    const { workspace, short } = openLead({}, sent);
    workspace.work
      .prepare(
        `INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at)
         VALUES (?, ?, 'a', 'local', 'verdict', ?, '2026-11-26T09:00:00Z')`,
      )
      .run(sent.label_id, queueA, JSON.stringify(approval));
    expect(short()).toBe('waiting_for_labels');
  });

  it('is a labeler’s own words on a labeler’s device', () => {
    expect(openLead({ role: 'labeler' }, ...chain([ann, approval], [ben, approval])).short()).toBe('not_reviewed');
  });

  it('says of a dataset how many of its samples were erased since', async () => {
    const { workspace } = openLead({}, ...chain([ann, approval], [ben, approval]));
    const { id } = build(workspace.folder);
    const { folder } = workspace;
    workspace.work
      .prepare(`INSERT INTO erased (sample_id, erased_at, labels, unsent, traces) VALUES (?, '', 0, 0, 'none')`)
      .run('a');
    workspace.close();
    const { handlers } = serviceOn(folder);
    expect(await handlers['dataset.list']()).toMatchObject({ datasets: [{ id, erased: 1 }] });
    await handlers['dataset.remove']({ id });
    expect(await handlers['dataset.list']()).toEqual({ datasets: [], unreadable: [] });
  });

  it('names every label that says so, who gave it, and the lead who decided', () => {
    const labels = chain([ann, approval], [ben, approval]);
    const { workspace } = openLead({}, ...labels);
    const [line] = lineageIn(build(workspace.folder));
    expect(line?.labels.map(({ id, labeler }) => [id, labeler])).toEqual(
      labels.toReversed().map(({ label_id, member_id }) => [label_id, member_id]),
    );
    const disputed = chain(
      [ann, approval],
      [ben, verdict(answer, { decision: 'reject', reasons: ['other'], scores: allScores(2) })],
    );
    const { workspace: other } = openLead({}, ...disputed);
    const saw = disputed.map(({ label_id }) => label_id);
    tellAdjudications(other, [adjudication(approval, saw)]);
    const [decided] = lineageIn(build(other.folder));
    expect(decided).toMatchObject({ labels: [], adjudication: { lead, saw: saw.toSorted() } });
  });
});
