/**
 * For the server of an agent, to copy: which model answers a conversation, and what became of it. See serving-agent.md.
 *
 * Needs `fetch`, and a secret key (`sb_secret_…`) of the team's project. A customer never waits for this: whatever fails or
 * takes too long is answered by the model that is known here, and recorded nowhere.
 */
export type AgentSettings = {
  /** Of the team's project, such as https://abc.supabase.co. */
  url: string;
  secretKey: string;
  /** As samples carry it in `source.agent_name`. */
  agent: string;
  /** What answers before the server was ever reached, or while nobody has set an active model. */
  model: string;
  /** How long a customer may wait for an arm. */
  timeoutMs: number;
};

/** Keep it with the conversation, and bring it along at the next turn. `experiment` is the one that has chosen the model. */
export type Choice = { model: string; experiment: string | null; arm: 'control' | 'treatment' | null };

const freshMs = 60_000;

export function servingAgent({ url, secretKey, agent, model, timeoutMs }: AgentSettings) {
  let active: { model: string; experiment: string | null; readAt: number } = { model, experiment: null, readAt: 0 };

  async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(`${url}/rest/v1/${path}`, {
      method: 'POST',
      headers: { apikey: secretKey, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  async function activeModel(): Promise<typeof active> {
    if (Date.now() - active.readAt < freshMs) return active;
    // Whether it succeeds or not: while the server is away, one customer a minute waits for it.
    active.readAt = Date.now();
    const answer: { model: string | null; experiment: string | null } = await (
      await post('rpc/active_model', { agent })
    ).json();
    active = { model: answer.model ?? model, experiment: answer.experiment, readAt: active.readAt };
    return active;
  }

  return {
    /** Which model answers this turn. `before` is what answered the last one; null at the first. */
    async choose(conversation: string, before: Choice | null): Promise<Choice> {
      const without = (): Choice => ({ model: active.model, experiment: null, arm: null });
      try {
        const { experiment } = await activeModel();
        // What has begun outside of an experiment stays outside: its first turns had no arm.
        const met = before === null ? experiment : before.experiment;
        if (met === null) return without();
        // Asked at each turn, although the arm stays: this is how a conversation hears that its experiment was stopped.
        const answer: { model: string; arm: Choice['arm'] } = await (
          await post('rpc/assign_arm', { experiment: met, conversation })
        ).json();
        return { model: answer.model, experiment: answer.arm === null ? null : met, arm: answer.arm };
      } catch {
        return before ?? without();
      }
    },

    /**
     * Writes one turn as a sample, with the model that was chosen for it and the experiment that chose it; `row` is as
     * README.md has it. Tries once: keep what fails and write it later, under the same id. What came through although its
     * answer was lost stays as it is.
     */
    async writeSample(
      { model, experiment }: Choice,
      row: { sample_id: string; source: object; query: object; agent_response: object },
    ): Promise<void> {
      const sample = { ...row, source: { ...row.source, model, experiment } };
      await post('agent_training_samples', sample, { prefer: 'resolution=ignore-duplicates' });
    },

    /** What is known of a conversation as a whole and stands in no sample. */
    async recordOutcome(
      { experiment }: Choice,
      conversation: string,
      outcome: { csat?: number | null; policy_violation?: boolean | null },
    ): Promise<void> {
      if (experiment !== null) await post('rpc/record_outcome', { experiment, conversation, outcome });
    },
  };
}
