/**
 * The model that every recipe begins with: small, open (Apache 2.0), with a chat template that knows tools and does not
 * think aloud before it answers.
 */
export const baseModel = 'Qwen/Qwen3-4B-Instruct-2507';
/** LLaMA-Factory's name for that model's chat template; the other trainers take the one that comes with the model. */
export const llamafactoryTemplate = 'qwen3_nothink';

/**
 * LoRA on every linear layer is as good as training all weights while the adapter has more parameters than the answers have
 * tokens: rank 16 on this model is 33 million. Source: https://thinkingmachines.ai/blog/lora.
 */
export const lora = { rank: 16, alpha: 32, dropout: 0.05 };

/** Below 32 examples a step: LoRA learns worse from larger batches. KTO asks for at least 4 at once and 16 a step. */
export const batch = { size: 4, accumulation: 4 };

/**
 * An adapter takes about ten times the rate of a full training. Preferences are learned with far less, or the model
 * forgets how to speak: TRL's guides give 5e-7 to 5e-6 for KTO, and LLaMA-Factory's own recipe for DPO has 5e-6.
 */
export const learningRate = { supervised: 0.0001, preference: 0.000005 };
/** How far a model may go from what it was, in DPO and KTO; what their authors use. */
export const beta = 0.1;
export const warmup = 0.1;

/** Few examples are seen several times, or next to nothing is learned; more of them would be learned by heart. */
export function epochsFor(rows: number): number {
  if (rows < 5_000) return 3;
  return rows < 50_000 ? 2 : 1;
}

/** A model has its own tokens: in other languages than English up to half as many again as the o200k_base that is counted. */
const margin = 1.5;
const lengthStep = 512;

/**
 * The longest example that a recipe takes, so that no answer loses its end. A limit that is too high costs nothing:
 * trainers fill up to the longest example of a batch.
 */
export function maxLength(mostTokens: number): number {
  return Math.max(1, Math.ceil((mostTokens * margin) / lengthStep)) * lengthStep;
}

/** Decimals, without an exponent: YAML 1.1 takes `1e-05` for text. */
export function decimal(value: number): string {
  return value.toFixed(10).replace(/0+$/, '');
}

/**
 * What `pip` installs for each trainer, its version first: what the recipes were checked with. The newest torch would not do
 * for every one: axolotl refuses it, and for LLaMA-Factory there is no torchaudio that goes with it.
 */
export const packages = {
  TRL: { trl: '1.16.0', peft: '0.21.2', datasets: '5.2.0', transformers: '5.24.0', torch: '2.14.0' },
  axolotl: { axolotl: '0.21.0', torch: '2.14.0' },
  'LLaMA-Factory': { llamafactory: '0.9.5', torch: '2.11.0', torchaudio: '2.11.0', torchvision: '0.26.0' },
};

/** Where results go: beside the dataset's folder, whose files stay as they were built. */
export const resultFolder = '../trained';
