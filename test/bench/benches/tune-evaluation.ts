import { v7 as uuidv7 } from 'uuid';
import { functionTools, openaiMessage } from '../../../electron/service/dataset/formats/openai-messages.ts';
import type { Service } from '../../../electron/service/service.ts';
import type { EvaluationPlan, Prompt } from '../../../shared/domain/comparison.ts';
import { recipeOf } from '../../../shared/rules/recipe.ts';
import { ownProvider } from '../../fixtures/runs.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { startServer } from '../fake-openai.ts';
import { labeledWorkspace } from '../labeled.ts';
import { note } from '../note.ts';
import { removeFolder } from '../scratch.ts';
import { ask, finished, openBench } from '../service.ts';

const items = 1_000;
const latencyMs = 50;
const atOnce = 8;
const base = 'gpt-4.1-mini-2025-04-14';
const tuned = 'gpt-4.1-2025-04-14';

/**
 * Both models' answers to 1,000 items from a server that takes 50 ms for each, eight at once: from the word to begin until
 * the last answer is on the disk, hold-out read and cut into items included. The reference is a bare loop of fetch that asks
 * the same of the same server, which is a process of its own.
 */
export const tuneEvaluation: Bench = {
  name: 'tune-evaluation',
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

async function planOn(service: Service, url: string): Promise<EvaluationPlan> {
  const recipe = recipeOf(await ask(service, 'workspace.settings', undefined));
  const split = { seed: 1, validation: 0, holdout: 0.5 };
  const { id } = await ask(service, 'jobs.dataset', { ...recipe, split, largeGroupAccepted: true });
  const job = await finished(service, id);
  if (job.kind !== 'dataset' || !job.result) throw new Error('a build gives a dataset');
  const provider = ownProvider(url);
  await ask(service, 'providers.save', provider);
  await ask(service, 'providers.setKey', { id: provider.id, key: 'sk-any' });
  return {
    name: 'A bench',
    datasetId: job.result.id,
    base: { providerId: provider.id, model: base },
    tuned: { providerId: provider.id, model: tuned },
    sampling: { temperature: 0, maxTokens: 300, seed: 1 },
    sample: { items, seed: 1 },
    judges: 1,
    scored: false,
  };
}

async function evaluated(service: Service, plan: EvaluationPlan): Promise<{ id: string; seconds: number }> {
  const preview = await ask(service, 'evaluation.preview', plan);
  if (preview.items !== items) throw new Error(`${preview.items} items are held out, and ${items} are needed`);
  const began = performance.now();
  const id = uuidv7();
  const { jobId } = await ask(service, 'evaluation.create', { id, plan, confirmed: preview.confirm });
  await finished(service, jobId ?? '');
  return { id, seconds: (performance.now() - began) / 1_000 };
}

/** What both models were asked, as the product asks it. */
async function bodiesOf(service: Service, id: string, { sampling }: EvaluationPlan): Promise<string[]> {
  const bodies: string[] = [];
  for (let after: string | null = null; ; ) {
    const some: { id: string; prompt: Prompt }[] = await ask(service, 'evaluation.next', { id, after, limit: 50 });
    for (const { prompt } of some)
      for (const model of [base, tuned])
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
