import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Better, Comparison } from '../../shared/domain/comparison.ts';
import type { Side } from '../../shared/domain/dataset.ts';
import type { Cursors, QueueSpec } from '../../shared/sync/feeds.ts';
import type { Op, PullPage } from '../../shared/sync/protocol.ts';
import { type Backend, startBackend } from '../backend/backend.ts';
import { type Device, foundTeam, insertSamples, joinTeam, saveQueue } from '../backend/team.ts';
import { sampleRow, sha256, verdict } from '../fixtures/samples.ts';

type Kind<K extends Op['kind']> = Op & { kind: K };

/** A team at work: a server, a lead, two labelers, and short ways to what they do. */
export type Desk = {
  backend: Backend;
  lead: Device;
  ann: Device;
  ben: Device;
  /** New samples in a new queue; gives the queue and the samples. */
  queueOf(samples: number, change?: Partial<QueueSpec>): Promise<{ queue: string; ids: string[] }>;
  /** The same, claimed by Ann. */
  claimed(samples: number, change?: Partial<QueueSpec>): Promise<{ queue: string; ids: string[] }>;
  /** A pull of everything that is committed by now. */
  told(device: Device, cursors?: Cursors): Promise<PullPage>;
  assignment(sampleId: string, device: Device): Promise<Record<string, unknown> | undefined>;
  /** Whether a sample's places are counted as they are held, for every sample. */
  miscounted(): Promise<unknown[]>;
};

/** Opens a team on a database of its own. */
export async function openDesk(): Promise<Desk> {
  const backend = await startBackend({ driver: 'postgres' });
  const lead = await foundTeam(backend);
  const ann = await joinTeam(backend, lead, 'Ann');
  const ben = await joinTeam(backend, lead, 'Ben');
  let made = 0;
  const queueOf: Desk['queueOf'] = async (samples, change = {}) => {
    const ids = Array.from({ length: samples }, () => `sample ${++made}`);
    const tag = `batch ${made}`;
    await insertSamples(
      backend,
      ids.map((id) => sampleRow(id, { tags: [tag] })),
    );
    return { ids, queue: await saveQueue(lead, { filter: { tag }, ...change }) };
  };
  return {
    backend,
    lead,
    ann,
    ben,
    queueOf,
    async claimed(samples, change) {
      const { ids, queue } = await queueOf(samples, change);
      await ann.claim(queue, samples);
      return { ids, queue };
    },
    async told(device, cursors) {
      await passWatermark(backend);
      return device.pull(cursors);
    },
    async assignment(sampleId, { memberId }) {
      const rows = await backend.sql(`select * from public.assay_assignments
        where sample_id = '${sampleId}' and member_id = '${memberId}'`);
      return rows[0];
    },
    miscounted: () =>
      backend.sql(`select i.* from public.assay_queue_items i
        where i.taken <> (select count(*) from public.assay_assignments a
          where a.queue_id = i.queue_id and a.sample_id = i.sample_id and a.holds)`),
  };
}

/** Waits until nothing that was under way before is: transactions of other databases hold the watermark too. */
export async function passWatermark(backend: Pick<Backend, 'sql'>): Promise<void> {
  const [{ xid } = {}] = await backend.sql('select pg_current_xact_id()::text as xid');
  for (;;) {
    const [{ passed } = {}] = await backend.sql(
      `select pg_snapshot_xmin(pg_current_snapshot()) > '${xid}'::xid8 as passed`,
    );
    if (passed === true) return;
  }
}

let seq = 0;

function op<T extends object>(body: T) {
  const whole = { op_id: uuidv7(), seq: ++seq, at: new Date().toISOString(), ...body };
  return { hash: sha256(JSON.stringify(whole)), ...whole };
}

/** An operation as a device makes it; `change` overrides fields. */
export const make = {
  label: (queue: string | null, sampleId: string, change: Partial<Kind<'label'>> = {}): Kind<'label'> =>
    op({
      kind: 'label' as const,
      queue_id: queue,
      sample_id: sampleId,
      verdict: verdict('the answer'),
      supersedes: null,
      ...change,
    }),
  skip: (queue: string, sampleId: string, change: Partial<Kind<'skip'>> = {}): Kind<'skip'> =>
    op({ kind: 'skip' as const, queue_id: queue, sample_id: sampleId, reason: 'unclear' as const, ...change }),
  flag: (queue: string | null, sampleId: string, flagged: boolean): Kind<'flag'> =>
    op({ kind: 'flag' as const, queue_id: queue, sample_id: sampleId, flagged }),
  question: (queue: string, sampleId: string, text = 'Does the policy allow this?'): Kind<'question'> =>
    op({ kind: 'question' as const, queue_id: queue, sample_id: sampleId, text }),
  adjudication: (queue: string, sampleId: string, saw: string[], change: Partial<Kind<'adjudication'>> = {}) =>
    op({
      kind: 'adjudication' as const,
      queue_id: queue,
      sample_id: sampleId,
      verdict: verdict('the answer'),
      saw,
      ...change,
    }),
  ruling: (questionId: string, text = 'It does.'): Kind<'ruling'> =>
    op({ kind: 'ruling' as const, question_id: questionId, text }),
  splits: (on: Partial<Record<Side, string[]>>): Kind<'splits'> =>
    op({ kind: 'splits' as const, splits: { train: [], validation: [], holdout: [], ...on } }),
  /** A dataset whose manifest has what the server looks at. */
  dataset: (name: string, change: Partial<Kind<'dataset'>> = {}): Kind<'dataset'> => {
    const manifest = `${JSON.stringify({ recipe: { name }, examples: { train: 8, validation: 1, holdout: 2 } }, null, 2)}\n`;
    return op({ kind: 'dataset' as const, dataset_id: sha256(manifest), manifest, ...change });
  },
  evaluation: (members: readonly Device[], change: Partial<Kind<'evaluation'>> = {}): Kind<'evaluation'> =>
    op({
      kind: 'evaluation' as const,
      ...{ evaluation_id: randomUUID(), name: 'Support, first round', judges: 1, scored: true, items: 100 },
      members: members.map(({ memberId }) => memberId),
      ...change,
    }),
  /** An item whose answers tell on which place of it they are. */
  item: (evaluationId: string, name: string, change: Partial<Kind<'evaluation_item'>> = {}): Kind<'evaluation_item'> =>
    op({
      kind: 'evaluation_item' as const,
      ...{ evaluation_id: evaluationId, item_id: randomUUID(), sample_id: `sample of ${name}`, conversation: null },
      prompt: { messages: [{ role: 'user', content: `Where is ${name}?` }], tools: [] },
      ...{ first: `first of ${name}`, second: `second of ${name}` },
      ...change,
    }),
  /** Null takes back. */
  judgment: (comparisonId: string, better: Better | null, change: Partial<Comparison> = {}): Kind<'judgment'> =>
    op({
      kind: 'judgment' as const,
      comparison_id: comparisonId,
      judgment: better && { better, scores: null, note: '', activeMs: 1_000, ...change },
    }),
};

/** What became of operations, in their order: `applied`, or `rejected malformed`. */
export async function push(device: Device, ops: Op[], sentAt?: Date): Promise<string[]> {
  const { results } = await device.push(ops, sentAt);
  return results.map(({ op_id, status, code }, i) => {
    if (op_id !== ops[i]?.op_id) throw new Error('the answers are not in the order of the operations');
    return code === null ? status : `${status} ${code}`;
  });
}
