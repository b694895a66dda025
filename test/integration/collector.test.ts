import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrainingCollector } from '../../electron/service/dataset/collector.ts';
import { validateFile } from '../../electron/service/dataset/formats/validate/validate.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import type { Verdict } from '../../shared/domain/label.ts';
import { assay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, openTestService } from '../fixtures/service.ts';

const call = { id: 'call_1', type: 'function', function: { name: 'find_order', arguments: '{"order": "A-1"}' } };
const rows = [
  sampleRow('a-approved'),
  sampleRow('b-corrected', { tags: ['orders', 'vip'], created_at: '2026-09-03T08:00:00Z' }),
  sampleRow('c-rejected'),
  sampleRow('d-tools', {
    source: { agent_name: 'Tools' },
    query: {
      text: 'And when does it arrive?',
      metadata: {
        history: [
          { role: 'user', content: 'Where is A-1?' },
          { role: 'assistant', content: '', tool_calls: [call] },
          { role: 'tool', content: '{"state": "shipped"}', tool_call_id: 'call_1' },
          { role: 'assistant', content: 'It was shipped.' },
        ],
        tools: [
          {
            type: 'function',
            function: { name: 'find_order', parameters: { type: 'object', properties: { order: { type: 'string' } } } },
          },
        ],
      },
    },
  }),
];
const correction = {
  text: 'It left our warehouse this morning.',
  scores: allScores(5),
  confirmed: true,
  editDistance: 9,
};
const verdicts: Record<string, Partial<Verdict>> = {
  'a-approved': {},
  'b-corrected': { decision: 'edit', reasons: ['other'], scores: allScores(2), correction },
  'c-rejected': { decision: 'reject', reasons: ['other'], scores: allScores(2) },
  'd-tools': {},
};

let workspace = '';
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'assay-test-'));
  const service = openTestService(workspace);
  await importRows(service, rows);
  for (const { sample_id, agent_response } of rows)
    await service.handlers['labeling.commit']({
      queueId: null,
      id: randomUUID(),
      sampleId: sample_id,
      verdict: verdict(agent_response.text, verdicts[sample_id]),
    });
  await service.close();
});

afterAll(() => rmSync(workspace, { recursive: true }));

/** Rows: what passes; of formats that compare two answers, the corrected one; of those with a place for it, the rejected. */
const rowsOf: Record<FormatId, number> = {
  'openai-chat': 3,
  'openai-preference': 1,
  'trl-sft': 3,
  'trl-prompt-completion': 3,
  'trl-dpo': 1,
  'trl-kto': 4,
  sharegpt: 3,
  'sharegpt-preference': 1,
  csv: 4,
  parquet: 3,
};

describe('the collector', () => {
  it.each(formatIds)('writes %s, which its validator finds nothing in', async (format) => {
    const outputPath = join(temporaryFolder(), 'train');
    const result = await createTrainingCollector({ workspace }).exportTrainingData({ outputPath, format });
    expect(result.included + result.rejected).toBe(rowsOf[format]);
    const broken: string[] = [];
    const { rows: written } = await validateFile(outputPath, format, ({ rule }) => broken.push(rule));
    expect(written).toBe(rowsOf[format]);
    expect(broken.filter((rule) => rule !== 'too_few_examples')).toEqual([]);
    const again = join(temporaryFolder(), 'train');
    expect(await assay('export', '--format', format, '--out', again, '-w', workspace)).toMatchObject({ code: 0 });
    expect(readFileSync(again).equals(readFileSync(outputPath))).toBe(true);
  });

  it('takes the guide’s name for OpenAI’s chat format', async () => {
    const paths = ['jsonl', 'openai-chat'].map(() => join(temporaryFolder(), 'train'));
    const collector = createTrainingCollector({ workspace });
    await collector.exportTrainingData({ outputPath: paths[0] ?? '', format: 'jsonl' });
    await collector.exportTrainingData({ outputPath: paths[1] ?? '', format: 'openai-chat' });
    expect(readFileSync(paths[0] ?? '', 'utf8')).toBe(readFileSync(paths[1] ?? '', 'utf8'));
  });

  it('calls tools as the format has it, by id', async () => {
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const filters = { agent: 'Tools' };
    await createTrainingCollector({ workspace }).exportTrainingData({ outputPath, format: 'openai-chat', filters });
    const { messages, tools } = JSON.parse(readFileSync(outputPath, 'utf8'));
    expect(messages[1]).toMatchObject({ role: 'assistant', tool_calls: [call], weight: 0 });
    expect(messages[2]).toEqual({ role: 'tool', content: '{"state": "shipped"}', tool_call_id: 'call_1' });
    expect(tools).toMatchObject([{ type: 'function', function: { name: 'find_order' } }]);
  });

  it.each([
    [{ approvedOnly: true }, 3],
    [{ approvedOnly: false, minQualityScore: 2 }, 4],
    [{ minQualityScore: 5 }, 3],
    [{ from: '2026-09-02T00:00:00Z' }, 1],
    [{ to: '2026-09-02T00:00:00Z' }, 2],
    [{ tags: ['vip'] }, 1],
    [{ agent: 'Tools' }, 1],
    [{ agent: 'Tools', tags: ['vip'] }, 0],
  ])('is about %j', async (filters, expected) => {
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const result = await createTrainingCollector({ workspace }).exportTrainingData({
      outputPath,
      format: 'jsonl',
      filters,
    });
    expect(result.included).toBe(expected);
  });

  it('lets in what a person rejected where it is asked to, and calls it no answer to be wished for', async () => {
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const filters = { approvedOnly: false, minQualityScore: 2 };
    await createTrainingCollector({ workspace }).exportTrainingData({ outputPath, format: 'trl-kto', filters });
    const labels = readFileSync(outputPath, 'utf8').match(/"label":\w+/g);
    expect(labels?.toSorted()).toEqual(['"label":false', '"label":true', '"label":true', '"label":true']);
  });

  it('refuses a filter that it does not know, and writes nothing', async () => {
    const outputPath = join(temporaryFolder(), 'train.jsonl');
    const filters = { approveOnly: true } as object;
    await expect(
      createTrainingCollector({ workspace }).exportTrainingData({ outputPath, format: 'jsonl', filters }),
    ).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining('approveOnly') });
    expect(existsSync(outputPath)).toBe(false);
  });
});
