import { z } from 'zod';
import type { Tool, ToolCall } from './example.ts';

/**
 * The row of `agent_training_samples` as teams already write it. Objects are loose: keys that Assay does not know
 * are kept and given back, because the table belongs to the team.
 */

const turnSchema = z.looseObject({
  role: z.enum(['user', 'assistant', 'system', 'tool']),
  content: z.string(),
  at: z.string().nullish(),
});

/** Tool calls and tools as OpenAI's chat format has them. A turn or a row that has them in another shape has none. */
const openAiToolCalls = z.array(
  z.looseObject({ id: z.string().min(1), function: z.looseObject({ name: z.string().min(1), arguments: z.string() }) }),
);
const openAiTools = z.array(
  z.looseObject({
    function: z.looseObject({
      name: z.string().min(1),
      description: z.string().nullish(),
      parameters: z.record(z.string(), z.unknown()).nullish(),
    }),
  }),
);

function toolCallsOf(turn: Record<string, unknown>): ToolCall[] {
  // Most turns have none: asking first spares a parse a turn.
  if (turn['tool_calls'] == null) return [];
  const calls = openAiToolCalls.safeParse(turn['tool_calls']);
  return (calls.data ?? []).map((call) => ({
    id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  }));
}

function toolsOf(metadata: Record<string, unknown> | null | undefined): Tool[] {
  if (metadata?.['tools'] == null) return [];
  const tools = openAiTools.safeParse(metadata['tools']);
  return (tools.data ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? null,
    parameters: parameters ?? {},
  }));
}

const sourceSchema = z.looseObject({
  id: z.string().nullish(),
  score: z.number().nullish(),
  text: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

/** Scores in the table's own dialect: `policy_alignment` is our policy, `citation_quality` has no counterpart. */
const legacyScoresSchema = z.looseObject({
  factuality: z.number().min(1).max(5).nullish(),
  helpfulness: z.number().min(1).max(5).nullish(),
  tone: z.number().min(1).max(5).nullish(),
  policy_alignment: z.number().min(1).max(5).nullish(),
  policy: z.number().min(1).max(5).nullish(),
  citation_quality: z.number().min(1).max(5).nullish(),
  completeness: z.number().min(1).max(5).nullish(),
});

export const humanFeedbackSchema = z.looseObject({
  approved: z.boolean().nullish(),
  approved_by: z.string().nullish(),
  approved_at: z.string().nullish(),
  human_edited_text: z.string().nullish(),
  edit_reason: z.string().nullish(),
  quality_scores: legacyScoresSchema.nullish(),
  overall_rating: z.union([z.enum(['poor', 'fair', 'good', 'excellent']), z.number().min(1).max(5)]).nullish(),
  notes: z.string().nullish(),
});
export type HumanFeedback = z.infer<typeof humanFeedbackSchema>;

const outcomeSchema = z.looseObject({
  resolved: z.boolean().nullish(),
  escalated: z.boolean().nullish(),
  reopened: z.boolean().nullish(),
  csat: z.number().nullish(),
});

export const maxSampleIdLength = 200;

const timestampShape = /^(\d{4})-(\d\d)-(\d\d)([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d(:?\d\d)?))?$/;

function isTimestamp(text: string): boolean {
  const [match, year, month, day] = timestampShape.exec(text) ?? [];
  if (match === undefined || Number.isNaN(Date.parse(text))) return false;
  // Date.parse takes February 30 for March 2.
  return Number(day) <= 28 || Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

/** A date and time that names its moment: a zone is required, because a local time moves with the reader. */
export const timestampSchema = z
  .string()
  .refine(isTimestamp, { message: 'is not a date and time with a zone, as in 2026-09-01T08:00:00Z' });

export const sampleRowSchema = z.looseObject({
  sample_id: z.string().min(1).max(maxSampleIdLength),
  created_at: timestampSchema,
  updated_at: timestampSchema.nullish(),
  source: z.looseObject({
    agent_name: z.string().min(1),
    agent_sdk_version: z.string().nullish(),
    conversation_id: z.string().nullish(),
    model: z.string().nullish(),
    prompt_version: z.string().nullish(),
  }),
  query: z.looseObject({
    text: z.string().min(1),
    intent: z.string().nullish(),
    metadata: z.looseObject({ history: z.array(turnSchema).nullish() }).nullish(),
  }),
  agent_response: z.looseObject({
    text: z.string().min(1),
    sources: z.array(sourceSchema).nullish(),
    confidence: z.number().min(0).max(1).nullish(),
  }),
  human_feedback: humanFeedbackSchema.nullish(),
  customer_outcome: outcomeSchema.nullish(),
  tags: z.array(z.string()).nullish(),
  training_flags: z
    .looseObject({
      include_in_training: z.boolean().nullish(),
      include_in_evaluation: z.boolean().nullish(),
      quality_reviewed: z.boolean().nullish(),
      pii_redacted: z.boolean().nullish(),
    })
    .nullish(),
});
export type SampleRow = z.infer<typeof sampleRowSchema>;

/** A sample as the screens and rules read it: the row with its optional corners filled. */
export const sampleSchema = z.object({
  sampleId: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  promptVersion: z.string().nullable(),
  conversationId: z.string().nullable(),
  intent: z.string().nullable(),
  history: z.array(
    z.object({
      role: z.enum(['user', 'assistant', 'system', 'tool']),
      content: z.string(),
      at: z.string().nullable(),
      toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
      toolCallId: z.string().nullable(),
    }),
  ),
  /** What the agent could call. */
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string().nullable(),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
  query: z.string(),
  /** The draft answer: what scores judge. */
  response: z.string(),
  /** SHA-256 (hex) of `response`. */
  responseHash: z.string(),
  sources: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), score: z.number().nullable() })),
  confidence: z.number().nullable(),
  outcome: z
    .object({
      resolved: z.boolean().nullable(),
      escalated: z.boolean().nullable(),
      reopened: z.boolean().nullable(),
      csat: z.number().nullable(),
    })
    .nullable(),
  tags: z.array(z.string()),
  feedback: humanFeedbackSchema.nullable(),
  flags: z.object({
    includeInTraining: z.boolean(),
    /** It is for judging models with: nothing may be trained on it. */
    forEvaluation: z.boolean(),
    qualityReviewed: z.boolean(),
    /** Personal data was removed before it came here. */
    piiRedacted: z.boolean(),
  }),
});
export type Sample = z.infer<typeof sampleSchema>;
export type Turn = Sample['history'][number];
export type Source = Sample['sources'][number];
export type Outcome = NonNullable<Sample['outcome']>;

function titleOf(metadata: Record<string, unknown> | null | undefined): string | null {
  for (const key of ['title', 'tool', 'name', 'url']) {
    const value = metadata?.[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** Reads a row. `responseHash` is stored beside the row, so that reading needs no hashing. */
export function sampleOf(row: SampleRow, responseHash: string): Sample {
  const outcome = row.customer_outcome;
  return {
    sampleId: row.sample_id,
    createdAt: row.created_at,
    agent: row.source.agent_name,
    model: row.source.model ?? null,
    promptVersion: row.source.prompt_version ?? null,
    conversationId: row.source.conversation_id ?? null,
    intent: row.query.intent ?? null,
    history: (row.query.metadata?.history ?? []).map((turn) => ({
      role: turn.role,
      content: turn.content,
      at: turn.at ?? null,
      toolCalls: toolCallsOf(turn),
      toolCallId: typeof turn['tool_call_id'] === 'string' ? turn['tool_call_id'] : null,
    })),
    tools: toolsOf(row.query.metadata),
    query: row.query.text,
    response: row.agent_response.text,
    responseHash,
    sources: (row.agent_response.sources ?? []).map((source, index) => ({
      id: source.id ?? String(index + 1),
      title: titleOf(source.metadata) ?? source.id ?? `Source ${index + 1}`,
      text: source.text ?? '',
      score: source.score ?? null,
    })),
    confidence: row.agent_response.confidence ?? null,
    outcome: outcome
      ? {
          resolved: outcome.resolved ?? null,
          escalated: outcome.escalated ?? null,
          reopened: outcome.reopened ?? null,
          csat: outcome.csat ?? null,
        }
      : null,
    tags: row.tags ?? [],
    feedback: row.human_feedback ?? null,
    flags: {
      includeInTraining: row.training_flags?.include_in_training ?? true,
      forEvaluation: row.training_flags?.include_in_evaluation ?? false,
      qualityReviewed: row.training_flags?.quality_reviewed ?? false,
      piiRedacted: row.training_flags?.pii_redacted ?? false,
    },
  };
}
