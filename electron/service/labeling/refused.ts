import { z } from 'zod';
import { queueIdSchema } from '../../../shared/domain/queue.ts';
import type { RejectedOp } from '../../../shared/sync/status.ts';
import type { SampleReader } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import { queueKey } from './labels.ts';

type Refused = Omit<RejectedOp, 'query' | 'followed'>;

const decisionSchema = z.object({
  kind: z.enum(['label', 'skip']),
  queue_id: queueIdSchema,
  sample_id: z.string(),
});

/** Adds to refused operations what a person needs to decide on them. */
export function refusedReader(work: Connection, samples: SampleReader): (refused: Refused) => RejectedOp {
  const lastOn = work
    .prepare<[string, string], string | null>('SELECT op FROM standings WHERE queue = ? AND sample_id = ?')
    .pluck();
  return (refused) => {
    const { sample_id } = refused.op;
    const { data: decision } = decisionSchema.safeParse(refused.op);
    const last = decision ? lastOn.get(queueKey(decision.queue_id), decision.sample_id) : null;
    return {
      ...refused,
      query: typeof sample_id === 'string' ? (samples.get(sample_id)?.query ?? null) : null,
      followed: last != null && last !== refused.opId,
    };
  };
}
