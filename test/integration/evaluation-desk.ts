import type { Service } from '../../electron/service/service.ts';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels, datasetWithHoldout, planOn } from '../fixtures/evaluations.ts';
import { fakeOpenAI, type OpenAIDesk } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import type { KeyState } from '../openai/keys.ts';

export const chat = 'POST /chat/completions';
/** The requests for answers. */
export const asked = ({ exchanges }: OpenAIDesk) => exchanges.filter(({ route }) => route === chat);
/** Model and messages of a request: what an answer is for. */
export const whatOf = ({ json }: { json: unknown }) => {
  const { model, messages } = json as { model: string; messages: unknown };
  return JSON.stringify([model, messages]);
};

export async function only({ handlers }: Service): Promise<Evaluation> {
  const [evaluation] = await handlers['evaluation.list']();
  if (!evaluation) throw new Error('there is no evaluation');
  return evaluation;
}

/** A service with a data set and a plan to compare two models on what it holds out. */
export async function desk(rows = approvedRows(40), keys: Record<string, KeyState> = { 'sk-good': 'ok' }) {
  const openai = await fakeOpenAI({ models: comparedModels, keys });
  const service = serviceOn(temporaryFolder());
  const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, rows));
  return { openai, service, plan };
}
