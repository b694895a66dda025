import { describe, expect, it } from 'vitest';
import { cardAndKit } from '../../electron/service/dataset/kit/kit.ts';
import type { Manifest } from '../../electron/service/dataset/lockfile/manifest.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import { recipe } from '../fixtures/datasets.ts';
import { filesFor, manifestOf } from '../fixtures/manifest.ts';
import { parseYaml } from '../fixtures/yaml.ts';

function kit(formats: readonly FormatId[], change: Partial<Manifest> = {}, tools = false): Record<string, string> {
  const manifest = manifestOf({ recipe: recipe({ formats: [...formats] }), ...change });
  return Object.fromEntries(cardAndKit({ manifest, shape: { tools } }).map(({ path, text }) => [path, text]));
}
const paths = (...given: Parameters<typeof kit>) => Object.keys(kit(...given)).sort();

describe('a trainer kit', () => {
  it('has what fits the formats', () => {
    expect(paths(formatIds)).toEqual([
      'README.md',
      'kit/README.md',
      'kit/axolotl_dpo.yaml',
      'kit/axolotl_sft.yaml',
      'kit/dataset_info.json',
      'kit/llamafactory_dpo.yaml',
      'kit/llamafactory_sft.yaml',
      'kit/trl_dpo.py',
      'kit/trl_kto.py',
      'kit/trl_sft.py',
    ]);
    expect(paths(['trl-sft'])).toEqual(['README.md', 'kit/README.md', 'kit/trl_sft.py']);
    expect(paths(['openai-chat'])).toEqual(['README.md', 'kit/README.md', 'kit/axolotl_sft.yaml']);
    expect(paths(['csv'])).toEqual(['README.md']);
  });

  it('has no recipe without rows to train on, nor KTO without rejected drafts', () => {
    const heldOut = filesFor(['trl-dpo']).filter(({ side }) => side !== 'train');
    expect(paths(['trl-dpo'], { files: heldOut })).toEqual(['README.md']);
    expect(paths(['trl-kto'], { rejected: 0 })).toEqual(['README.md']);
  });

  it.each(['README.md', 'trl_kto.py', 'axolotl_dpo.yaml', 'llamafactory_sft.yaml'])(
    'is written as it was: %s',
    async (file) => {
      await expect(kit(formatIds)[`kit/${file}`]).toMatchFileSnapshot(`../fixtures/kit/${file}`);
    },
  );

  it('never names the hold-out', () => {
    const { 'README.md': _, 'kit/README.md': __, ...recipes } = kit(formatIds);
    for (const text of Object.values(recipes)) expect(text).not.toMatch(/holdout\./);
  });

  it('begins with one model everywhere', () => {
    const { 'README.md': _, 'kit/dataset_info.json': __, ...texts } = kit(formatIds);
    for (const text of Object.values(texts)) expect(text).toContain('Qwen/Qwen3-4B-Instruct-2507');
  });

  it('looks at the validation split where there is one', () => {
    const files = filesFor(formatIds).filter(({ side }) => side === 'train');
    const { 'README.md': _, ...without } = kit(formatIds, { files });
    for (const text of Object.values(without))
      expect(text).not.toMatch(/eval_strategy|evals_per_epoch|test_datasets|validation\./);
    expect(kit(formatIds)['kit/trl_sft.py']).toContain('eval_strategy="epoch"');
  });
});

describe('a script for TRL', () => {
  it('trains on the completion alone', () => {
    const script = kit(['trl-sft', 'trl-prompt-completion'])['kit/trl_sft.py'];
    expect(script).toContain('completion_only_loss=True');
    expect(script).toContain(
      '{"train": "trl-prompt-completion/train.jsonl", "validation": "trl-prompt-completion/validation.jsonl"}',
    );
    expect(script).toContain('FEATURES = Features({"prompt": List(Json()), "completion": List(Json())})');
  });

  it('takes the last answer of a whole conversation apart', () => {
    const script = kit(['trl-sft'], {}, true)['kit/trl_sft.py'];
    expect(script).toContain('{"prompt": row["messages"][:-1], "completion": row["messages"][-1:]}');
    expect(script).toContain('FEATURES = Features({"messages": List(Json()), "tools": Value("string")})');
    expect(script).toContain(
      'features=Features({"prompt": List(Json()), "completion": List(Json()), "tools": Value("string")})',
    );
  });

  it('goes by the recipe and the counts', () => {
    const recipeOf = recipe({ formats: ['trl-dpo'], split: { seed: 4_294_967_295, validation: 0.1, holdout: 0.1 } });
    const script = kit([], { recipe: recipeOf, files: filesFor(['trl-dpo']) })['kit/trl_dpo.py'];
    expect(script).toContain('SEED = 4294967295');
    expect(script).toContain('max_length=1024');
    expect(script).toContain('num_train_epochs=3');
    expect(script).toContain('learning_rate=0.000005');
  });
});

describe('a recipe for axolotl', () => {
  it('trains on answers of the weight that is not 0', () => {
    const read = parseYaml(kit(['openai-chat'])['kit/axolotl_sft.yaml'] ?? '');
    const data = { ds_type: 'json', split: 'train', type: 'chat_template', field_messages: 'messages' };
    const masked = { message_field_training: 'weight', roles_to_train: ['assistant'], train_on_eos: 'turn' };
    expect(read).toMatchObject({
      datasets: [{ path: 'openai-chat/train.jsonl', ...data, ...masked }],
      test_datasets: [{ path: 'openai-chat/validation.jsonl', ...data, ...masked }],
      output_dir: '../trained/axolotl-sft',
      sequence_len: 1_024,
      learning_rate: 0.0001,
      seed: 1,
    });
  });

  it('compares the answers of TRL’s pairs', () => {
    expect(parseYaml(kit(['trl-dpo'])['kit/axolotl_dpo.yaml'] ?? '')).toMatchObject({
      rl: 'dpo',
      rl_beta: 0.1,
      datasets: [{ path: 'trl-dpo/train.jsonl', type: 'chat_template.default', field_messages: 'prompt' }],
    });
  });

  it('is not for pairs whose prompts call tools, which axolotl leaves out', () => {
    expect(paths(['trl-dpo'], {}, true)).toEqual(['README.md', 'kit/README.md', 'kit/trl_dpo.py']);
  });
});

describe('a recipe for LLaMA-Factory', () => {
  it('finds its files, and masks the history', () => {
    const files = kit(['sharegpt', 'sharegpt-preference']);
    const sft = parseYaml(files['kit/llamafactory_sft.yaml'] ?? '');
    const dpo = parseYaml(files['kit/llamafactory_dpo.yaml'] ?? '');
    expect(sft).toMatchObject({
      stage: 'sft',
      mask_history: true,
      dataset: 'sft_train',
      eval_dataset: 'sft_validation',
    });
    expect(dpo).toMatchObject({ stage: 'dpo', dataset: 'dpo_train', dataset_dir: 'kit' });
    // It refuses a mask of the history in every stage but the supervised one.
    expect(dpo).not.toHaveProperty('mask_history');
    const info = JSON.parse(files['kit/dataset_info.json'] ?? '');
    expect(Object.keys(info)).toEqual(['sft_train', 'sft_validation', 'dpo_train', 'dpo_validation']);
    expect(info.dpo_train).toMatchObject({ file_name: '../sharegpt-preference/train.jsonl', ranking: true });
  });
});
