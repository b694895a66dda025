import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Verdict } from '../../shared/domain/label.ts';
import { countedReadinessSchema, findingOf } from '../../shared/domain/readiness.ts';
import { assay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';
import { bind, labelOf, queueA, queueB, tell, tellLabels } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const random = { strategy: 'random', seed: 7 } as const;
const ann = '0198c0de-0000-7000-8000-0000000000a1';
const ben = '0198c0de-0000-7000-8000-0000000000b1';

/** Questions that have nothing in common: no two are duplicates. */
const questions = {
  a: 'My parcel has been in Hamburg since Tuesday, when does it move on?',
  b: 'Can I swap the blue kettle against a red one without paying again?',
  c: 'Your invoice shows an address where I have not lived for years.',
  d: 'The voucher from the newsletter does nothing at the checkout.',
  e: 'Which of these headphones work with an old record player?',
  f: 'I forgot my password and the mail never arrives, please help.',
  g: 'Does the warranty cover a screen that broke in a fall?',
  h: 'Somebody ordered twelve umbrellas on my account yesterday evening!',
} as const;
type Id = keyof typeof questions;

const rows = (Object.keys(questions) as Id[]).map((id, index) =>
  sampleRow(id, {
    // Two a week, beginning with the week of Monday, 31 August.
    created_at: new Date(Date.UTC(2026, 8, 1 + 7 * Math.floor(index / 2), 8)).toISOString(),
    source: { agent_name: 'Order Support', conversation_id: `of ${id}`, model: 'm-1', prompt_version: 'v7' },
    query: { text: questions[id], intent: id < 'e' ? 'orders' : 'others' },
    ...(id === 'h'
      ? { human_feedback: { approved: true, overall_rating: 'good', human_edited_text: 'It is dealt with.' } }
      : {}),
  }),
);
const answerTo = (id: Id) => `It left our warehouse today, ${id}.`;
const given = (id: Id, change: Partial<Verdict> = {}) => verdict(answerTo(id), { order: random, ...change });
const edited = (id: Id): Partial<Verdict> => ({
  decision: 'edit',
  scores: allScores(2),
  reasons: ['added_context'],
  correction: { text: `${answerTo(id)} Anything else?`, scores: allScores(5), confirmed: true, editDistance: 15 },
});
const rejected: Partial<Verdict> = { decision: 'reject', scores: allScores(1), reasons: ['other'] };

it('a person who works alone is judged by their own labels', async () => {
  const service = serviceOn(temporaryFolder());
  const { handlers } = service;
  await importRows(service, rows);
  const commit = (id: Id, change: Partial<Verdict> = {}) =>
    handlers['labeling.commit']({ queueId: null, sampleId: id, id: randomUUID(), verdict: given(id, change) });
  await commit('a');
  await commit('b', edited('b'));
  await commit('c', rejected);
  await commit('d', { order: { strategy: 'oldest', seed: null } });
  // Opened again: the second verdict goes on from the time of the first.
  await commit('e', { activeMs: 10_000 });
  await commit('e', { ...rejected, activeMs: 30_000 });
  await commit('f', { activeMs: 6_000 });
  await handlers['labeling.undo']();
  // All of it is trained on.
  const { dataset, gate, systemPrompts } = await handlers['workspace.settings']();
  const plan = { ...dataset, split: { seed: 1, validation: 0, holdout: 0 } };
  await handlers['workspace.updateSettings']({ dataset: plan });

  const { readiness, figures } = await handlers['readiness.count']();
  const { funnel, scores } = readiness;
  // a, b and d by their labels, h by the verdict that it came with.
  expect(findingOf(readiness, 'high_quality')).toMatchObject({
    samples: 4,
    verdict: 'not met',
    settle: { samples: 496 },
  });
  expect(findingOf(readiness, 'human_reviewed')).toMatchObject({ reviewed: 4, dataset: 4, verdict: 'met' });
  expect(funnel).toEqual({
    collected: 8,
    reviewed: 6,
    resolved: 6,
    approved: 4,
    past_gate: 4,
    after_duplicates: 4,
  });
  // First verdicts in random order: a, e and f approved, b and c not; that e was changed and f taken back came later.
  const approval = findingOf(readiness, 'approval');
  expect(approval).toMatchObject({
    version: { model: 'm-1', promptVersion: 'v7' },
    labels: 5,
    approval: { hits: 3, n: 5 },
    leftOut: { changed: 1, notRandom: 1, secondLabelers: 0, otherVersions: 0 },
  });
  expect(approval.weeks.map(({ monday, hits, n }) => [monday, hits, n])).toEqual([
    ['2026-08-31', 1, 2],
    ['2026-09-07', 0, 1],
    ['2026-09-14', 2, 2],
  ]);
  // The correction of b, and the one that h came with.
  expect(findingOf(readiness, 'corrections')).toMatchObject({ edits: 2, labelers: 2 });
  expect(findingOf(readiness, 're_review')).toMatchObject({ approved: null });
  // Labels that stand: a and d with fives, b with twos, c and e with ones.
  expect(scores.overall).toEqual([2, 1, 0, 0, 2]);
  // a 12 s, b 12 s, c 12 s, d 12 s, e 30 s, f 6 s.
  expect(figures.labelingHours).toBeCloseTo(84 / 3_600, 10);
  const { tokens } = await handlers['dataset.count']({ ...plan, gate, systemPrompts });
  expect(figures.trainingTokens).toBe(tokens.total);

  expect(await handlers['readiness.corrections']({ sampleIds: ['b', 'h', 'a', 'nobody'] })).toEqual([
    { sampleId: 'b', query: questions.b, draft: answerTo('b'), correction: `${answerTo('b')} Anything else?` },
    { sampleId: 'h', query: questions.h, draft: answerTo('h'), correction: 'It is dealt with.' },
  ]);
});

it('prices are changed without counting again', async () => {
  const service = serviceOn(temporaryFolder());
  const { handlers } = service;
  await importRows(service, rows);
  expect(await handlers['readiness.reckon']()).toBeNull();
  const before = await handlers['readiness.count']();
  expect(findingOf(before.readiness, 'cost')).toMatchObject({ verdict: 'cannot tell', model: null });
  const { costs } = await handlers['workspace.settings']();
  expect(costs.prices.models.every(({ source, asOf }) => source.startsWith('https://') && asOf < '2026-12')).toBe(true);
  const assumptions = { ...costs.assumptions, model: 'gpt-4.1-mini-2025-04-14', epochs: 3 };
  await handlers['workspace.updateSettings']({ costs: { ...costs, assumptions } });
  const after = await handlers['readiness.reckon']();
  const cost = findingOf(after?.readiness ?? before.readiness, 'cost');
  expect(cost).toMatchObject({ model: 'gpt-4.1-mini-2025-04-14', prices: { asOf: '2026-08-05' } });
  expect(cost.missing).not.toContain('epochs');
  expect(after?.readiness.asOf).toBe(before.readiness.asOf);
});

it('is about the samples that the planned dataset selects', async () => {
  const service = serviceOn(temporaryFolder());
  const { handlers } = service;
  await importRows(service, rows);
  for (const id of ['a', 'g'] as const)
    await handlers['labeling.commit']({ queueId: null, sampleId: id, id: randomUUID(), verdict: given(id) });
  const { dataset } = await handlers['workspace.settings']();
  await handlers['workspace.updateSettings']({
    dataset: { ...dataset, filters: { ...dataset.filters, from: '2026-09-15T00:00:00Z' } },
  });
  const { readiness, filters } = await handlers['readiness.count']();
  expect(filters.from).toBe('2026-09-15T00:00:00Z');
  expect(readiness.funnel.collected).toBe(4);
  expect(findingOf(readiness, 'approval')).toMatchObject({ labels: 1 });
  expect(findingOf(readiness, 'coverage').cells.map(({ intent, collected }) => [intent, collected])).toEqual([
    ['others', 4],
  ]);
});

const teamLabel = (memberId: string, id: Id, change: Partial<Verdict> = {}, queueId = queueA) =>
  labelOf(memberId, given(id, change), { sample_id: id, queue_id: queueId });

it('a lead is told what the whole team says', async () => {
  const workspace = workspaceWith(rows);
  bind(workspace);
  tell(workspace, { role: 'lead', queues: [{ queue_id: queueA }, { queue_id: queueB }] });
  const { folder } = workspace;
  workspace.close();
  const { handlers } = serviceOn(folder);
  // Before any label came: the thread is there already, and must see what comes later.
  expect((await handlers['readiness.count']()).readiness.funnel).toMatchObject({ collected: 8, reviewed: 1 });
  tellLabels(workspace, [
    // Both on the draft: a was let in by Ann and approved again, b let in and then rejected.
    teamLabel(ann, 'a'),
    teamLabel(ben, 'a', {}, queueB),
    teamLabel(ann, 'b'),
    teamLabel(ben, 'b', rejected, queueB),
    // Rejected first: its second verdict re-reviews nothing.
    teamLabel(ann, 'c', rejected),
    teamLabel(ben, 'c', {}, queueB),
    // Corrections of two labelers; nobody has judged either corrected text.
    teamLabel(ann, 'd', edited('d')),
    teamLabel(ben, 'd', edited('d'), queueB),
    // The same labeler in another queue looks a second time.
    teamLabel(ann, 'e'),
    teamLabel(ann, 'e', {}, queueB),
  ]);
  const { readiness, figures } = await handlers['readiness.count']();
  expect(findingOf(readiness, 're_review')).toMatchObject({ approved: { hits: 2, n: 3 } });
  // One verdict a sample and labeler: a, b and e approved, c and d not; Ben's are second ones.
  expect(findingOf(readiness, 'approval')).toMatchObject({
    approval: { hits: 3, n: 5 },
    leftOut: { changed: 1, secondLabelers: 4 },
  });
  // Two of d, and the one that h came with.
  expect(findingOf(readiness, 'corrections')).toMatchObject({ edits: 3, labelers: 3 });
  // Newest of what two queues decided: a in, b out, c in, d in, e in; h by its own verdict.
  expect(readiness.funnel).toMatchObject({ reviewed: 6, approved: 5 });
  expect(figures.labelingHours).toBeCloseTo((10 * 12) / 3_600, 10);
});

it('a labeler of a team is told nothing of others', async () => {
  const workspace = workspaceWith(rows);
  bind(workspace);
  tell(workspace, { role: 'labeler', queues: [{ queue_id: queueA }] });
  tellLabels(workspace, [teamLabel(ben, 'a')]);
  const { folder } = workspace;
  workspace.close();
  const { handlers } = serviceOn(folder);
  const { readiness } = await handlers['readiness.count']();
  expect(findingOf(readiness, 'approval')).toMatchObject({ labels: 0, approval: null });
  expect(readiness.funnel).toMatchObject({ reviewed: 1 });
});

it('the command line says the same, and writes the report', async () => {
  const folder = temporaryFolder();
  const workspace = join(folder, 'workspace');
  const service = serviceOn(workspace);
  await importRows(service, rows);
  const id = randomUUID();
  await service.handlers['labeling.commit']({ queueId: null, sampleId: 'a', id, verdict: given('a') });

  // Beside the open window.
  const report = join(folder, 'report.html');
  const told = await assay('readiness', '-w', workspace, '--json', '--report', report);
  expect(told).toMatchObject({ code: 1, stderr: '' });
  const counted = countedReadinessSchema.parse(JSON.parse(told.stdout));
  const { readiness } = await service.handlers['readiness.count']();
  expect({ ...counted.readiness, asOf: readiness.asOf }).toEqual(readiness);
  const html = readFileSync(report, 'utf8');
  expect(html).toContain('<h1>Not ready to fine-tune</h1>');
  expect(html.trimEnd().endsWith('</html>')).toBe(true);

  const text = await assay('readiness', '-w', workspace);
  expect(text).toMatchObject({ code: 1, stderr: '' });
  expect(text.stdout).toMatch(/^Not ready to fine-tune\n/);
  expect(text.stdout).toMatch(/not met +High-quality samples: 2\n +of 500 needed, 1,000 ideal\n/);

  const own = await assay('readiness', '-w', workspace, '--report', join(workspace, 'work.db'));
  expect(own.code).toBe(4);
  expect(own.stderr).toContain('belongs to the workspace itself');
  expect(await assay('readiness', 'x', '-w', workspace)).toMatchObject({ code: 2 });
});

it('saves what was counted, and nothing before the first count', async () => {
  const folder = temporaryFolder();
  const service = serviceOn(join(folder, 'workspace'));
  await importRows(service, rows);
  const path = join(folder, 'report.html');
  await expect(service.handlers['readiness.report']({ path })).rejects.toThrow('Readiness was not counted yet.');
  expect(existsSync(path)).toBe(false);
  await service.handlers['readiness.count']();
  const saved = await service.handlers['readiness.report']({ path });
  expect(saved).toEqual({ path, bytes: statSync(path).size });
});
