import { z } from 'zod';
import { type ComparisonRow, type JudgmentRow, unsealAnswerSchema } from '../../shared/sync/evaluations.ts';
import type { Op } from '../../shared/sync/protocol.ts';
import type { Device } from '../backend/team.ts';
import { type Desk, make, push } from './desk.ts';

type Published = Extract<Op, { kind: 'evaluation' }>;

/** Puts an evaluation of so many items before these judges; gives its id. */
export async function published(
  { lead }: Desk,
  judges: readonly Device[],
  { items = 4, ...change }: Partial<Published> = {},
): Promise<string> {
  const evaluation = make.evaluation(judges, { items, ...change });
  const { evaluation_id: id } = evaluation;
  const named = Array.from({ length: items }, (_, index) => make.item(id, `${index} of ${id}`));
  await push(lead, [evaluation, ...named]);
  return id;
}

/** A member's own comparisons, in the order in which they come; of one evaluation, or of all. */
export async function comparisonsOf(desk: Desk, device: Device, evaluationId?: string): Promise<ComparisonRow[]> {
  const { rows } = await desk.told(device);
  return rows.comparisons.filter((row) => evaluationId === undefined || row.evaluation_id === evaluationId);
}

/** What leads are told of an evaluation. */
export async function judgmentsOf(desk: Desk, evaluationId: string): Promise<JudgmentRow[]> {
  const { rows } = await desk.told(desk.lead);
  return rows.judgments.filter((row) => row.evaluation_id === evaluationId);
}

export const secret = '0f'.repeat(32);

/** Keeps the secret of an evaluation on the server, and asks for it. */
export async function sealAndOpen({ lead }: Desk, evaluationId: string): Promise<{ secret: string }> {
  await lead.rpc('assay_seal_evaluation', { evaluation_id: evaluationId, secret }, z.unknown());
  return lead.rpc('assay_unseal_evaluation', { evaluation_id: evaluationId }, unsealAnswerSchema);
}
