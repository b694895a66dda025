import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ArmName, armNames } from '../../shared/domain/experiment.ts';
import type { ExperimentPlan } from '../../shared/sync/experiments.ts';
import { activeModelAnswerSchema, experimentAnswerSchema } from '../../shared/sync/protocol.ts';
import type { Backend } from '../backend/backend.ts';
import { type Device, RpcError } from '../backend/team.ts';
import { type Desk, openDesk } from './desk.ts';

/** A plan of two even arms on an agent of its own; `change` overrides fields. */
export function plan(change: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    name: 'Tuned on refunds',
    agent: `agent ${randomUUID()}`,
    days: 14,
    arms: arms(5_000),
    ...change,
  };
}

/** Two arms of which control has this share, in basis points. */
export const arms = (control: number): ExperimentPlan['arms'] => [
  { name: 'control', model: 'base-1', share: control },
  { name: 'treatment', model: 'tuned-1', share: 10_000 - control },
];

/** Calls of a lead about one experiment. */
export const experimentOf = (lead: Device, id: string = randomUUID()) => ({
  id,
  save: (saved: object, read?: object) =>
    lead.rpc('assay_save_experiment', { plan: { experiment_id: id, ...saved }, read }, z.unknown()),
  start: (read?: object) => lead.rpc('assay_start_experiment', { experiment_id: id, read }, experimentAnswerSchema),
  open: (look = 0) => lead.rpc('assay_open_look', { experiment_id: id, look }, experimentAnswerSchema),
  stop: () => lead.rpc('assay_stop_experiment', { experiment_id: id }, experimentAnswerSchema),
  decide: (verdict: string, reason: string) =>
    lead.rpc('assay_decide_experiment', { experiment_id: id, verdict, reason }, experimentAnswerSchema),
});

/** Saves and starts an experiment and gives its id, which is what conversations are drawn by. */
export async function begin(
  lead: Device,
  change: Partial<ExperimentPlan> = {},
  id: string = randomUUID(),
): Promise<string> {
  const experiment = experimentOf(lead, id);
  await experiment.save(plan({ agent: agentOf(id), ...change }));
  await experiment.start();
  return id;
}

/** The agent of an experiment that `begin` has made. */
const agentOf = (experiment: string) => `agent of ${experiment}`;

/** What its agent's server writes of where a turn comes from. */
export const sourceOf = (experiment: string, conversation: string, model: string | null = null) => ({
  ...{ agent_name: agentOf(experiment), conversation_id: conversation },
  ...{ experiment, model },
});

const errorSchema = z.object({ code: z.string(), message: z.string(), details: z.string().nullable() });
const armAnswerSchema = z.object({ arm: z.enum(armNames).nullable(), model: z.string().nullable() });

/** The agent's own server: what it calls with the project's secret key. */
export function agentServer(backend: Pick<Backend, 'url' | 'secretKey'>) {
  const call = async <T>(name: string, args: object, schema: z.ZodType<T>): Promise<T> => {
    const response = await fetch(`${backend.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: { apikey: backend.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new RpcError(response.status, errorSchema.parse(answer));
    return schema.parse(answer);
  };
  return {
    assign: (experiment: string, conversation: string) =>
      call('assign_arm', { experiment, conversation }, armAnswerSchema),
    active: (agent: string) => call('active_model', { agent }, activeModelAnswerSchema),
    record: (experiment: string, conversation: string, outcome: unknown) =>
      call('record_outcome', { experiment, conversation, outcome }, z.object({ recorded: z.boolean() })),
  };
}

/** A team at work, and its agent's own server. */
export type ExperimentDesk = Desk & { agent: ReturnType<typeof agentServer> };

/** Opens a team on a database of its own, with its agent's server. */
export async function openExperimentDesk(): Promise<ExperimentDesk> {
  const desk = await openDesk();
  return { ...desk, agent: agentServer(desk.backend) };
}

/** Exposes conversations `of 1`, `of 2` and so on, and gives each one's arm. */
export async function expose(
  { sql }: Pick<Backend, 'sql'>,
  experiment: string,
  count: number,
): Promise<Map<string, ArmName>> {
  const rows = await sql(`select name, public.assign_arm('${experiment}', name) ->> 'arm' as arm
    from (select 'of ' || n as name from generate_series(1, ${count}) n) c`);
  return new Map(
    z
      .array(z.object({ name: z.string(), arm: z.enum(armNames) }))
      .parse(rows)
      .map(({ name, arm }) => [name, arm]),
  );
}

/** Lets so many hours pass since an experiment began, and since conversations have met it. */
export async function passHours({ sql }: Pick<Backend, 'sql'>, experiment: string, hours: number): Promise<void> {
  await sql(`update public.assay_experiments
    set started_at = started_at - interval '${hours} hours', ends_at = ends_at - interval '${hours} hours'
    where experiment_id = '${experiment}'`);
  // Nobody may change when a conversation met its arm, but a test that lets time pass.
  await sql('alter table public.assay_exposures disable trigger append_only');
  await sql(
    `update public.assay_exposures set at = at - interval '${hours} hours' where experiment_id = '${experiment}'`,
  );
  await sql('alter table public.assay_exposures enable trigger append_only');
}
