import { functionTools, openaiMessage } from '../../../electron/service/dataset/formats/openai-messages.ts';
import type { Service } from '../../../electron/service/service.ts';
import type { EvaluationPlan, Prompt } from '../../../shared/domain/comparison.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { compared, evaluated, latencyMs, planOn } from '../evaluation.ts';
import { startServer } from '../fake-openai.ts';
import { labeledWorkspace } from '../labeled.ts';
import { note } from '../note.ts';
import { removeFolder } from '../scratch.ts';
import { ask, openBench } from '../service.ts';

const atOnce = 8;

/**
 * Both models' answers to 1,000 items from a server that takes 50 ms for each, eight at once: from the word to begin until
 * the last answer is on the disk, hold-out read and cut into items included. The reference is a bare loop of fetch that asks
 * the same of the same server, which is a process of its own.
 */
export const bench: Bench = {
  async run() {
    const folder = await labeledWorkspace({ samples: 4_000, slim: true });
    const service = openBench(folder);
    const server = await startServer('--latency', String(latencyMs));
    try {
      const plan = await planOn(service, server.url);
      // The first one tells what is asked, and warms both sides up.
      const first = await evaluated(service, plan);
      const bodies = await bodiesOf(service, first.id, plan);
      note(`${bodies.length} answers took ${first.seconds.toFixed(2)} s`);
      const measured = await interleave(rounds, {
        reference: () => asked(server.url, bodies),
        product: async () => (await evaluated(service, plan)).seconds,
      });
      return [
        {
          name: 'tune evaluation of 1,000 items',
          unit: 's',
          product: measured.map(({ product }) => product),
          reference: measured.map(({ reference }) => reference),
        },
      ];
    } finally {
      await server.close();
      await service.close();
      removeFolder(folder);
    }
  },
};

/** What both models were asked, as the product asks it. */
async function bodiesOf(service: Service, id: string, { sampling }: EvaluationPlan): Promise<string[]> {
  const bodies: string[] = [];
  for (let after: string | null = null; ; ) {
    const some: { id: string; prompt: Prompt }[] = await ask(service, 'evaluation.next', { id, after, limit: 50 });
    for (const { prompt } of some)
      for (const model of Object.values(compared))
        bodies.push(
          JSON.stringify({
            model,
            messages: prompt.messages.map(openaiMessage),
            ...(prompt.tools.length === 0 ? {} : { tools: functionTools(prompt.tools) }),
            max_tokens: sampling.maxTokens,
            temperature: sampling.temperature,
            seed: sampling.seed,
          }),
        );
    after = some.at(-1)?.id ?? null;
    if (after === null) return bodies;
  }
}

async function asked(url: string, bodies: readonly string[]): Promise<number> {
  let next = 0;
  const work = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-any' };
      const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`the server answered with ${answer.status}`);
      await answer.json();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / 1_000;
}
