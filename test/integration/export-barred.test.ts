import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTrainingCollector } from '../../electron/service/dataset/collector.ts';
import { runExport } from '../../electron/service/dataset/jobs.ts';
import { lineageName, lineageSchema } from '../../electron/service/dataset/lockfile/lineage.ts';
import { readRecords } from '../../electron/service/dataset/lockfile/records.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import type { ExportResult } from '../../shared/domain/job.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { approve, built, labeled, rows } from '../fixtures/approved.ts';
import { assay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const asking = (id: string, text: string, change: Partial<SampleRow> = {}) =>
  sampleRow(id, { query: { text, metadata: null }, human_feedback: null, ...change });
const conversationOf = ({ source }: SampleRow) => source.conversation_id ?? '';

async function approved(given: readonly SampleRow[]): Promise<Service> {
  const service = serviceOn(temporaryFolder());
  await importRows(service, given);
  for (const row of given) await approve(service, row);
  return service;
}

async function exported({ folder }: { folder: string }): Promise<ExportResult & { text: string; asked: string[] }> {
  const outputPath = join(temporaryFolder(), 'train.jsonl');
  const result = await createTrainingCollector({ workspace: folder }).exportTrainingData({
    outputPath,
    format: 'jsonl',
  });
  const text = readFileSync(outputPath, 'utf8');
  const lines = text.split('\n').slice(0, -1);
  return { ...result, text, asked: lines.map((line) => JSON.parse(line).messages.at(-2).content) };
}

describe('an export leaves out', () => {
  it('what a dataset holds out, with all of its conversation, also when the dataset is gone', async () => {
    const service = await labeled();
    expect(await exported(service)).toMatchObject({ included: rows.length, reasons: {} });

    const { dataset } = await service.handlers['workspace.settings']();
    const split = { seed: 1, validation: 0, holdout: 0.5 };
    await service.handlers['workspace.updateSettings']({ dataset: { ...dataset, split } });
    const { id, folder } = await built(service);
    const held = [...readRecords(join(folder, lineageName), lineageSchema)].filter(({ side }) => side === 'holdout');
    const conversations = new Set(held.map(({ conversation }) => conversation ?? ''));
    const [one = ''] = conversations;
    const later = asking('later', 'And where is the receipt?', {
      source: { agent_name: 'Support', conversation_id: one },
    });
    await importRows(service, [later]);
    await approve(service, later);
    const out = [...rows, later].filter((row) => conversations.has(conversationOf(row)));
    expect(out.length).toBeGreaterThan(5);

    const { included, excluded, reasons, text, asked } = await exported(service);
    expect({ included, excluded, reasons }).toEqual({
      included: rows.length + 1 - out.length,
      excluded: out.length,
      reasons: { held_out: out.length },
    });
    expect(included).toBeGreaterThan(5);
    for (const { query } of out) expect(asked).not.toContain(query.text);

    await service.handlers['dataset.remove']({ id });
    expect((await exported(service)).text).toBe(text);
    const shown = await assay('export', '--out', join(temporaryFolder(), 'x'), '-w', service.folder);
    expect(shown.stdout).toContain(`held out by a dataset`);
  });

  it('what asks the very same as something that is held out', async () => {
    const first = Array.from({ length: 8 }, (_, index) =>
      asking(`q-${index}`, `Where is parcel ${'abcdefgh'[index]}?`),
    );
    const service = await approved(first);
    const { dataset } = await service.handlers['workspace.settings']();
    await service.handlers['workspace.updateSettings']({
      dataset: { ...dataset, split: { seed: 1, validation: 0, holdout: 0.5 }, largeGroupAccepted: true },
    });
    const { folder } = await built(service);
    const [held] = [...readRecords(join(folder, lineageName), lineageSchema)].filter(({ side }) => side === 'holdout');
    const copied = first.find(({ sample_id }) => sample_id === held?.sample);
    const again = asking('again', copied?.query.text ?? '', {
      source: { agent_name: 'Support', conversation_id: 'new' },
    });
    await importRows(service, [again]);
    await approve(service, again);
    const { asked } = await exported(service);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked).not.toContain(again.query.text);
  });

  it('what another lead of the team holds out', async () => {
    const human_feedback = { approved: true, overall_rating: 'excellent' } as const;
    const workspace = workspaceWith([
      asking('a', 'Where is my order?', { human_feedback }),
      asking('b', 'May I return a tent?', { human_feedback }),
    ]);
    const corpus = openWritable(workspace.files.corpus, 'normal');
    corpus.exec(`INSERT INTO team_splits (sample_id, xid, train, validation, holdout) VALUES ('b', '1', 0, 0, 1)`);
    corpus.close();
    expect(await exported(workspace)).toMatchObject({
      included: 1,
      asked: ['Where is my order?'],
      reasons: { held_out: 1 },
    });
  });

  it('what is for evaluation, a rejected draft as well', async () => {
    const flags = { training_flags: { include_in_evaluation: true } };
    const given = [
      asking('a', 'Where is it?', flags),
      asking('b', 'When will it come?', flags),
      asking('c', 'Who are you?'),
    ];
    const service = await approved(given);
    const [, second] = given;
    if (second) await approve(service, second, { decision: 'reject', reasons: ['other'] });
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const result = await runExport(service.folder, { outputPath, format: 'trl-kto', filters: {} }).result;
    expect(result).toMatchObject({ included: 1, rejected: 0, reasons: { for_evaluation: 2, rejected: 1 } });
    expect(readFileSync(outputPath, 'utf8')).not.toMatch(/Where is it|When will it come/);
    // This format has no place for a rejected draft in any case.
    expect((await exported(service)).reasons).toEqual({ for_evaluation: 1, rejected: 1 });
  });
});

describe('personal data in an export', () => {
  const source = { agent_name: 'Support', conversation_id: 'one' };
  const given = [
    asking('a', 'My mail is maria.lopez@example.com, is it there?', { source, created_at: '2026-09-01T08:00:00Z' }),
    asking('b', 'Or is it info@shop.example? Else maria.lopez@example.com.', {
      source,
      created_at: '2026-09-02T08:00:00Z',
    }),
  ];

  it('is replaced by the same tokens in a whole conversation, as in the files of a dataset', async () => {
    const service = await approved(given);
    const { asked, redactions, text } = await exported(service);
    expect(asked).toEqual(['My mail is [EMAIL_1], is it there?', 'Or is it [EMAIL_2]? Else [EMAIL_1].']);
    expect(redactions).toEqual({ email: 3 });
    const shown = await assay('export', '--out', join(temporaryFolder(), 'x'), '-w', service.folder);
    expect(shown.stdout).toMatch(/Personal data that was replaced by tokens:\n {2}email {2}3/);

    const { dataset } = await service.handlers['workspace.settings']();
    const alone = { ...dataset, split: { seed: 1, validation: 0, holdout: 0 }, largeGroupAccepted: true };
    await service.handlers['workspace.updateSettings']({ dataset: alone });
    const { folder } = await built(service);
    expect(readdirSync(join(folder, 'openai-chat'))).toContain('train.jsonl');
    expect(readFileSync(join(folder, 'openai-chat/train.jsonl'), 'utf8')).toBe(text);
  });

  it('is what the plan of the workspace takes for it', async () => {
    const service = await approved(given);
    const { dataset } = await service.handlers['workspace.settings']();
    const plan = async (change: Partial<typeof dataset.personalData>) => {
      const personalData = { ...dataset.personalData, ...change };
      await service.handlers['workspace.updateSettings']({ dataset: { ...dataset, personalData } });
      return exported(service);
    };
    const allowed = await plan({ allow: ['info@shop.example'] });
    expect(allowed.asked[1]).toBe('Or is it info@shop.example? Else [EMAIL_1].');
    const none = await plan({ kinds: [] });
    expect(none).toMatchObject({ asked: given.map(({ query }) => query.text), redactions: {} });
  });
});
