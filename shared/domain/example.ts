/** A function that the agent called, as OpenAI's chat format has it; `arguments` is the JSON that the model wrote. */
export type ToolCall = { id: string; name: string; arguments: string };

/** One message of a prompt. Content is text alone: images and audio are not what support agents answer with. */
export type Message =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls: readonly ToolCall[] }
  | { role: 'tool'; content: string; toolCallId: string };

/** A function that the agent could call. `parameters` is a JSON Schema. */
export type Tool = { name: string; description: string | null; parameters: Readonly<Record<string, unknown>> };

/**
 * What a sample gives to a dataset, before any format. The prompt is the whole rendered input: system, history, query.
 *
 * `chosen` passes the gate: the draft, or its correction. `rejected` is a draft that a person scored lower than its
 * correction, or rejected. Where both are there they answer the same prompt; one of them always is. A gate may let in what
 * a person did not approve: that is then `chosen`, and still no answer to be wished for.
 */
export type Example = {
  prompt: readonly Message[];
  tools: readonly Tool[];
  chosen: string | null;
  rejected: string | null;
  approved: boolean;
};
