"""Checks the card and the trainer kit of a built dataset with those who read them.

python kit.py DATASET, in an environment of one of the trainers as kit/README.md installs it. Prints one line a check and
exits with 1 if one failed. Each trainer's recipes are checked where it is installed: TRL runs one step of each script on a
random model of a few thousand weights, axolotl and LLaMA-Factory read their recipes and prepare the data with them. It needs
no GPU and no hub.
"""

import importlib.metadata
import importlib.util
import json
import os
import pathlib
import py_compile
import re
import runpy
import shutil
import sys
import tempfile
import traceback

os.environ |= {"HF_HUB_OFFLINE": "1", "AXOLOTL_DO_NOT_TRACK": "1", "CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}

import datasets
import yaml

failed = []
if __name__ == "__main__":  # axolotl's own processes read this file too
    scratch = pathlib.Path(tempfile.mkdtemp())
    # A copy: trainers write beside what they read, and the dataset stays as it was built.
    dataset = pathlib.Path(shutil.copytree(sys.argv[1], scratch / "dataset"))
    manifest = json.loads((dataset / "manifest.json").read_text("utf-8"))
    kit = dataset / "kit"
    datasets.disable_progress_bars()


def check(what, run):
    try:
        print(f"ok    {what}: {run()}", flush=True)
    except BaseException:
        failed.append(what)
        print(f"WRONG {what}\n{traceback.format_exc(limit=-6)}", flush=True)


def installed(name):
    return importlib.util.find_spec(name) is not None


def said(value):
    """A row without what is null: readers of columns write null for a key that a row does not have."""
    if isinstance(value, dict):
        return {key: said(item) for key, item in value.items() if item is not None}
    return [said(item) for item in value] if isinstance(value, list) else value


# The card


def front_matter():
    text = (dataset / "README.md").read_text("utf-8")
    assert text.startswith("---\n")
    return yaml.safe_load(text[4 : text.index("\n---\n")])


def configuration(name):
    loaded = datasets.load_dataset(str(dataset), name, cache_dir=str(scratch / "cache"))
    files = {file["side"]: file for file in manifest["files"] if file["format"] == name}
    assert set(loaded) == set(files), f"{set(loaded)} read, {set(files)} written"
    for side, rows in loaded.items():
        assert len(rows) == files[side]["rows"], f"{side}: {len(rows)} rows read, {files[side]['rows']} written"
        if files[side]["path"].endswith(".jsonl"):
            with open(dataset / files[side]["path"], encoding="utf-8") as lines:
                for number, (row, line) in enumerate(zip(rows, lines)):
                    assert said(row) == said(json.loads(line)), f"{side}, row {number + 1}: {row}"
    return ", ".join(f"{side} {len(rows)}" for side, rows in loaded.items())


def library():
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(str(dataset / "README.md"))
    assert card.data.pretty_name == front_matter()["pretty_name"]
    return card.data.pretty_name


# Trainers


def tiny_model(template):
    """A random model with a tokenizer of bytes, which needs no download, and a chat template as TRL ships it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast, Qwen3Config

    folder = scratch / "model"
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytewise = Tokenizer(models.BPE({letter: number for number, letter in enumerate(letters)}, []))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bytewise.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=bytewise,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=["<|im_start|>"],
    )
    fast.chat_template = template
    fast.save_pretrained(folder)
    config = Qwen3Config(
        vocab_size=len(fast),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        eos_token_id=fast.eos_token_id,
        pad_token_id=fast.pad_token_id,
    )
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return str(folder)


def chat_template():
    """ChatML with tools, for trainers that ship no template by themselves."""
    if installed("trl"):
        file = pathlib.Path(importlib.util.find_spec("trl").origin).parent / "chat_templates/qwen3_instruct_2507.jinja"
        if file.exists():
            return file.read_text("utf-8")
    return (
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}{% if m.tool_calls %}{{ m.tool_calls | tojson }}"
        "{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )


def changed(path, *changes):
    """Writes a recipe again with what makes it short and small; what a change does not find is a mistake here."""
    text = path.read_text("utf-8")
    for pattern, by in changes:
        text, count = re.subn(pattern, by, text, count=1, flags=re.M)
        assert count == 1, f"{path.name} has no {pattern}"
    path.write_text(text, "utf-8")


def by_trl(script, model):
    """One step, on what the trainer makes of the rows; the loss must be on the last answer alone."""
    import torch
    from transformers import AutoTokenizer

    changed(
        script,
        (r'^MODEL = ".*"$', f'MODEL = "{model}"'),
        (r"num_train_epochs=\d+", "max_steps=1, use_cpu=True"),
        # A token is a byte here.
        (r"max_length=\d+", "max_length=100_000"),
    )
    scope = runpy.run_path(str(script), run_name="__main__")
    trainer, rows = scope["trainer"], scope["rows"]
    assert (pathlib.Path(scope["RESULT"]) / "adapter_model.safetensors").exists()
    assert scope["rows"].keys() <= {"train", "validation"}
    assert len(trainer.train_dataset) == len(rows["train"]), "examples were dropped"
    if "sft" in script.name:
        tokenizer = AutoTokenizer.from_pretrained(model)
        batch = trainer.data_collator([trainer.train_dataset[number] for number in range(len(rows["train"]))])
        for row, labels in zip(rows["train"], batch["labels"]):
            learned = tokenizer.decode(labels[labels != -100])
            assert learned == f"{row['completion'][-1]['content']}<|im_end|>\n", repr(learned)
    assert torch.isfinite(torch.tensor(trainer.state.log_history[-1]["train_loss"]))
    return f"one step, loss {trainer.state.log_history[-1]['train_loss']:.3f}, {len(rows['train'])} rows"


def axolotl_recipe(recipe, model):
    """The recipe by its own schema, the data by its strategies, and then one step."""
    from axolotl.cli.config import load_cfg
    from axolotl.common.datasets import load_datasets, load_preference_datasets
    from axolotl.train import train
    from axolotl.utils.schemas.config import AxolotlInputConfig
    from axolotl.utils.schemas.datasets import DPODataset, SFTDataset

    changed(
        recipe,
        (r"^base_model: .*$", f"base_model: {model}"),
        (r"^sequence_len: .*$", "sequence_len: 100000"),
        (r"^num_epochs: .*$", "max_steps: 1"),
        # What needs a GPU.
        (r"^bf16: auto$", "bf16: false\nfp16: false\nlora_mlp_kernel: false\nlora_qkv_kernel: false\nlora_o_kernel: false"),
    )
    os.chdir(dataset)
    given = yaml.safe_load(recipe.read_text("utf-8"))
    config = load_cfg(str(recipe))
    unknown = set(given) - set(AxolotlInputConfig.model_fields)
    unknown |= {key for data in given["datasets"] for key in data} - {*SFTDataset.model_fields, *DPODataset.model_fields}
    assert not unknown, f"unknown keys {unknown}"
    load = load_preference_datasets if given.get("rl") else load_datasets
    made = load(cfg=config)
    with open(given["datasets"][0]["path"], encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert len(made.train_dataset) == len(rows), f"{len(made.train_dataset)} of {len(rows)} rows"
    if given.get("rl"):
        assert {row["chosen"][-1]["content"].strip() for row in rows} == {
            row["chosen"].removesuffix("<|im_end|>").strip() for row in made.train_dataset
        }
        # It shows the model nothing else of a message, so there is no recipe for prompts that have more.
        assert all(set(message) == {"role", "content"} for row in rows for message in row["prompt"])
    else:
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(model)
        learned = sorted(
            tokenizer.decode([token for token in row["labels"] if token != -100]) for row in made.train_dataset
        )
        wanted = sorted(f"{row['messages'][-1]['content']}<|im_end|>" for row in rows)
        assert learned == wanted, [(a, b) for a, b in zip(learned, wanted) if a != b][:2]
    train(cfg=config, dataset_meta=made)
    assert (dataset / given["output_dir"] / "adapter_model.safetensors").exists()
    evaluated = "none" if made.eval_dataset is None else len(made.eval_dataset)
    return f"one step; {len(made.train_dataset)} rows to train on, {evaluated} to look at"


def llamafactory_recipe(recipe, model):
    """Its arguments, dataset_info.json, conversion and masks, and then one step."""
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.hparams import get_train_args
    from llamafactory.model import load_tokenizer
    from llamafactory.train.tuner import run_exp
    from omegaconf import OmegaConf

    changed(
        recipe,
        (r"^model_name_or_path: .*$", f"model_name_or_path: {model}"),
        (r"^cutoff_len: .*$", "cutoff_len: 100000"),
        (r"^bf16: true$", "bf16: false\nuse_cpu: true"),
    )
    os.chdir(dataset)
    given = OmegaConf.to_container(OmegaConf.load(recipe))
    model_args, data_args, training_args, finetuning_args, _ = get_train_args(given)
    parts = load_tokenizer(model_args)
    template = get_template_and_fix_tokenizer(parts["tokenizer"], data_args)
    # Its own trainer for DPO asks for the data of a reward model.
    stage = "rm" if finetuning_args.stage == "dpo" else finetuning_args.stage
    made = get_dataset(template, model_args, data_args, training_args, stage=stage, **parts)
    info = json.loads((kit / "dataset_info.json").read_text("utf-8"))
    with open(kit / info[given["dataset"]]["file_name"], encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    train = made["train_dataset"]
    assert len(train) == len(rows), f"{len(train)} of {len(rows)} rows"
    key = "labels" if stage == "sft" else "chosen_labels"
    for row, example in zip(rows, train):
        answer = row["conversations"][-1] if stage == "sft" else row["chosen"]
        learned = parts["tokenizer"].decode([token for token in example[key] if token != -100])
        assert learned == f"{answer['value']}<|im_end|>\n", repr(learned)
    assert set(info) <= {"sft_train", "sft_validation", "dpo_train", "dpo_validation"}
    run_exp(given | {"max_steps": 1})
    assert (dataset / given["output_dir"] / "adapter_model.safetensors").exists()
    evaluated = "none" if not made.get("eval_dataset") else len(made["eval_dataset"])
    return f"one step; {len(train)} rows to train on, {evaluated} to look at"


def main():
    versions = ("datasets", "transformers", "trl", "peft", "torch", "axolotl", "llamafactory")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in versions if installed(name)))

    # The card needs columns of JSON. LLaMA-Factory asks for a version from before them, and has no need of the card.
    if tuple(map(int, datasets.__version__.split(".")[:2])) >= (4, 7):
        check("the card by huggingface_hub", library)
        for config in front_matter()["configs"]:
            check(f"the card by datasets, {config['config_name']}", lambda: configuration(config["config_name"]))
    for script in sorted(kit.glob("*.py")):
        check(f"{script.name} compiles", lambda: py_compile.compile(str(script), doraise=True) and "yes")

    model = tiny_model(chat_template()) if installed("torch") and kit.exists() else None
    if model and installed("axolotl"):
        for recipe in sorted(kit.glob("axolotl_*.yaml")):
            check(recipe.name, lambda: axolotl_recipe(recipe, model))
    elif model and installed("llamafactory"):
        for recipe in sorted(kit.glob("llamafactory_*.yaml")):
            check(recipe.name, lambda: llamafactory_recipe(recipe, model))
    elif model and installed("trl"):
        for script in sorted(kit.glob("*.py")):
            check(script.name, lambda: by_trl(script, model))

    print(f"{len(failed)} failed" if failed else "all is read as it is meant")


if __name__ == "__main__":
    main()
    shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if failed else 0)
