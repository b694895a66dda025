import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTrainingCollector, trainingCollector } from '../../electron/service/dataset/collector.ts';
import { runExport } from '../../electron/service/dataset/jobs.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { ExportFilters, ExportResult } from '../../shared/domain/job.ts';
import type { Verdict } from '../../shared/domain/label.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, openTestService, serviceOn } from '../fixtures/service.ts';

const rows: SampleRow[] = [
  sampleRow('a-approved', {
    query: {
      text: 'And when will it arrive?',
      metadata: {
        history: [
          { role: 'user', content: 'Where is my order?' },
          { role: 'assistant', content: 'On its way.' },
        ],
      },
    },
    tags: ['orders', 'vip'],
  }),
  sampleRow('b-edited', { source: { agent_name: 'Refunds' }, created_at: '2026-09-02T08:00:00Z' }),
  sampleRow('c-rejected'),
  sampleRow('d-mediocre', { tags: ['orders', 'vip'] }),
  sampleRow('e-skipped'),
  sampleRow('f-undone'),
  sampleRow('g-legacy', { human_feedback: { approved: true, overall_rating: 'excellent' } }),
  sampleRow('h-tools', { query: { text: 'x', metadata: { history: [{ role: 'tool', content: '{}' }] } } }),
  sampleRow('i-special', { query: { text: 'say <|endoftext|>', metadata: null } }),
];
const answerOf = (id: string) => rows.find(({ sample_id }) => sample_id === id)?.agent_response.text ?? '';

async function commit({ handlers }: Service, sampleId: string, change: Partial<Verdict> = {}): Promise<void> {
  await handlers['labeling.commit']({
    queueId: null,
    id: randomUUID(),
    sampleId,
    verdict: verdict(answerOf(sampleId), change),
  });
}

/** A labeler goes through a new workspace. */
async function label(service: Service): Promise<void> {
  await importRows(service, rows);
  await service.handlers['workspace.updateSettings']({ systemPrompts: { 'Order Support': 'You help with orders.' } });
  await commit(service, 'a-approved', { decision: 'reject', reasons: ['other'] });
  await commit(service, 'a-approved');
  const correction = { text: 'Your refund is on its way.', scores: allScores(5), confirmed: true, editDistance: 9 };
  await commit(service, 'b-edited', { decision: 'edit', reasons: ['other'], scores: allScores(2), correction });
  await commit(service, 'c-rejected', { decision: 'reject', reasons: ['other'] });
  await commit(service, 'd-mediocre', { scores: { ...allScores(4), tone: 3 } });
  await service.handlers['labeling.skip']({ queueId: null, sampleId: 'e-skipped', reason: 'unclear' });
  await commit(service, 'h-tools');
  await commit(service, 'i-special');
  await commit(service, 'f-undone');
  await service.handlers['labeling.undo']();
}

/** A workspace of its own for a test that changes it. */
async function labeled(): Promise<Service> {
  const service = serviceOn(join(temporaryFolder(), 'workspace'));
  await label(service);
  return service;
}

/** A workspace, open as in the window, for all tests of a group that only read it. */
function shared(fill: (service: Service) => Promise<void>): () => Service {
  let folder: string;
  let service: Service;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-test-'));
    service = openTestService(join(folder, 'workspace'));
    await fill(service);
  });
  afterAll(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });
  return () => service;
}

function exportFrom({ folder }: Service, outputPath: string, filters: ExportFilters = {}): Promise<ExportResult> {
  return runExport(folder, { outputPath, format: 'jsonl', filters }).result;
}

function linesOf(path: string): { messages: { role: string; content: string; weight?: number }[] }[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}

describe('an export', () => {
  const opened = shared(label);

  it('writes what passed, the corrected text first, and counts the rest by reason', async () => {
    const service = opened();
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const result = await exportFrom(service, outputPath);
    expect(linesOf(outputPath)).toEqual([
      {
        messages: [
          { role: 'system', content: 'You help with orders.' },
          { role: 'user', content: 'Where is my order?' },
          { role: 'assistant', content: 'On its way.', weight: 0 },
          { role: 'user', content: 'And when will it arrive?' },
          { role: 'assistant', content: answerOf('a-approved') },
        ],
      },
      {
        messages: [
          { role: 'user', content: rows[1]?.query.text },
          { role: 'assistant', content: 'Your refund is on its way.' },
        ],
      },
      {
        messages: [
          { role: 'system', content: 'You help with orders.' },
          { role: 'user', content: rows[6]?.query.text },
          { role: 'assistant', content: answerOf('g-legacy') },
        ],
      },
    ]);
    const written = readFileSync(outputPath);
    expect(result).toEqual({
      samples: 9,
      included: 3,
      corrected: 1,
      rejected: 0,
      legacy: 1,
      excluded: 6,
      reasons: {
        not_reviewed: 2,
        rejected: 1,
        'score_below:tone': 1,
        tools_do_not_match: 1,
        'special_token:query': 1,
      },
      withoutSystemPrompt: { Refunds: 1 },
      redactions: {},
      outputPath,
      bytes: written.length,
      sha256: createHash('sha256').update(written).digest('hex'),
    } satisfies ExportResult);
  });

  it.each<[string, ExportFilters, { samples: number; included: number }]>([
    ['one agent', { agent: 'Refunds' }, { samples: 1, included: 1 }],
    ['no such agent', { agent: 'Nobody' }, { samples: 0, included: 0 }],
    ['every tag', { tags: ['orders', 'vip'] }, { samples: 2, included: 1 }],
    ['from a day on', { from: '2026-09-02' }, { samples: 1, included: 1 }],
    ['before a moment', { to: '2026-09-02T10:00:00+02:00' }, { samples: 8, included: 2 }],
    ['a lower bar', { minQualityScore: 3 }, { samples: 9, included: 4 }],
    ['a higher bar', { minQualityScore: 5 }, { samples: 9, included: 3 }],
    ['unapproved ones', { approvedOnly: false }, { samples: 9, included: 4 }],
  ])('is about %s', async (_, filters, expected) => {
    const service = opened();
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const result = await exportFrom(service, outputPath, filters);
    expect(result).toMatchObject(expected);
    expect(linesOf(outputPath)).toHaveLength(expected.included);
  });

  it('obeys the workspace’s own gate where nothing else is asked', async () => {
    const service = await labeled();
    await service.handlers['workspace.updateSettings']({
      gate: { approvedOnly: true, minOverall: 4, minCriterion: 3 },
    });
    expect(await exportFrom(service, join(temporaryFolder(), 'train.jsonl'))).toMatchObject({ included: 4 });
  });

  it('says which sample is damaged, and leaves the old file', async () => {
    const service = await labeled();
    const db = openWritable(workspaceFiles(service.folder).corpus, 'normal');
    db.prepare(`UPDATE samples SET body = '{"sample_id": "cut' WHERE sample_id = 'c-rejected'`).run();
    db.close();
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    writeFileSync(outputPath, 'old');
    await expect(exportFrom(service, outputPath)).rejects.toMatchObject({
      kind: 'workspace-damaged',
      message: expect.stringContaining('c-rejected'),
    });
    expect(readFileSync(outputPath, 'utf8')).toBe('old');
  });

  it.each([
    ['a folder that is not there', (folder: string) => join(folder, 'none', 'x.jsonl'), 'io'],
    ['a folder', (folder: string) => folder, 'invalid-input'],
  ])('fails in words for %s', async (_, target, kind) => {
    await expect(exportFrom(opened(), target(temporaryFolder()))).rejects.toMatchObject({ kind });
  });

  it('never replaces the labels themselves', async () => {
    const service = opened();
    const before = statSync(join(service.folder, 'work.db')).ino;
    await expect(exportFrom(service, join(service.folder, 'work.db'))).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(statSync(join(service.folder, 'work.db')).ino).toBe(before);
  });
});

describe('the training collector', () => {
  it('gives the same bytes beside the open window, which goes on labeling', async () => {
    const service = await labeled();
    const folder = temporaryFolder();
    const { sha256 } = await exportFrom(service, join(folder, 'window.jsonl'), {
      approvedOnly: true,
      minQualityScore: 4,
    });
    const request = { format: 'jsonl', filters: { approvedOnly: true, minQualityScore: 4 } } as const;
    const collector = createTrainingCollector({ workspace: service.folder });
    const ours = await collector.exportTrainingData({ ...request, outputPath: join(folder, 'collector.jsonl') });
    expect(ours.sha256).toBe(sha256);

    vi.stubEnv('ASSAY_WORKSPACE', service.folder);
    const byEnvironment = await trainingCollector.exportTrainingData({
      ...request,
      outputPath: join(folder, 'e.jsonl'),
    });
    vi.unstubAllEnvs();
    expect(byEnvironment.sha256).toBe(sha256);

    await commit(service, 'f-undone');
    const more = await trainingCollector.exportTrainingData({
      ...request,
      workspace: service.folder,
      outputPath: join(folder, 'collector.jsonl'),
    });
    expect(more.included).toBe(ours.included + 1);
  });

  it('says what is wrong with a request', async () => {
    const folder = temporaryFolder();
    const request = { outputPath: join(folder, 'x.jsonl'), format: 'jsonl' } as const;
    vi.stubEnv('ASSAY_WORKSPACE', '');
    await expect(trainingCollector.exportTrainingData(request)).rejects.toMatchObject({ kind: 'invalid-input' });
    vi.unstubAllEnvs();
    const nowhere = createTrainingCollector({ workspace: join(folder, 'none') });
    await expect(nowhere.exportTrainingData(request)).rejects.toMatchObject({ kind: 'not-found' });
    const tooHigh = { ...request, filters: { minQualityScore: 9 } };
    await expect(nowhere.exportTrainingData(tooHigh)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(existsSync(request.outputPath)).toBe(false);
  });
});

describe('an export that does not end well', () => {
  const many = 30_000;

  /** Enough samples that an export is under way when it is stopped at its first sign of life. */
  const opened = shared(async (service) => {
    const feedback = { approved: true, overall_rating: 'excellent' } as const;
    const ids = Array.from({ length: many }, (_, n) => `sample ${n}`);
    await importRows(
      service,
      ids.map((id) => sampleRow(id, { human_feedback: feedback })),
    );
  });

  it('leaves the old file and no other when it is cancelled, and is whole when it is run again', async () => {
    const service = opened();
    const folder = temporaryFolder();
    const outputPath = join(folder, 'train.jsonl');
    writeFileSync(outputPath, 'old');
    const { result, cancel } = runExport(service.folder, { outputPath, format: 'jsonl', filters: {} });
    const cancelled = expect(result).rejects.toMatchObject({ kind: 'cancelled' });
    await vi.waitUntil(() => readdirSync(folder).length > 1, { interval: 1, timeout: 20_000 });
    cancel();
    await cancelled;
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
    expect(readFileSync(outputPath, 'utf8')).toBe('old');

    expect(await exportFrom(service, outputPath)).toMatchObject({ included: many });
    expect(linesOf(outputPath)).toHaveLength(many);
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('leaves the old file when it is killed, and no litter after the next one', async () => {
    const service = opened();
    const folder = temporaryFolder();
    const outputPath = join(folder, 'train.jsonl');
    writeFileSync(outputPath, 'old');
    const { child, ended } = startAssay(['export', '--workspace', service.folder, '--out', outputPath]);
    const written = () => readdirSync(folder).some((name) => name.endsWith('.partial') && sizeOf(folder, name) > 0);
    await vi.waitUntil(written, { interval: 1, timeout: 30_000 });
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    expect(readFileSync(outputPath, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toHaveLength(2);

    expect(await exportFrom(service, outputPath)).toMatchObject({ included: many });
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('stops for Ctrl-C with nothing half-written', async () => {
    const service = opened();
    const folder = temporaryFolder();
    const outputPath = join(folder, 'train.jsonl');
    const { child, ended } = startAssay(['export', '--workspace', service.folder, '--out', outputPath]);
    await vi.waitUntil(() => readdirSync(folder).length > 0, { interval: 1, timeout: 30_000 });
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('nothing half-written is left');
    expect(readdirSync(folder)).toEqual([]);
  });
});

function sizeOf(folder: string, name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}
