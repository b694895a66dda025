"""Reads every format with its real consumers and compares the rows with those that were written.

python check.py FOLDER, where FOLDER holds NAME.FORMAT.{jsonl,csv,parquet} beside NAME.FORMAT.rows.json.
Prints one line a check and exits with 1 if one failed.
"""

import csv
import functools
import importlib.metadata
import importlib.util
import json
import pathlib
import sys
import traceback
import types
from unittest.mock import MagicMock

import datasets
import pyarrow.parquet
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl.data_utils import apply_chat_template, is_conversational

folder = pathlib.Path(sys.argv[1])
datasets.disable_progress_bars()
csv.field_size_limit(2**31 - 1)
names = ("plain", "tools")
trl_formats = ("trl-sft", "trl-prompt-completion", "trl-dpo", "trl-kto")
failed = []


def check(what, run):
    try:
        print(f"ok    {what}: {run()}")
    except Exception:
        failed.append(what)
        print(f"WRONG {what}\n{traceback.format_exc(limit=-4)}")


def written(name):
    return json.loads((folder / f"{name}.rows.json").read_text("utf-8"))


def load(kind, path, **options):
    return datasets.load_dataset(kind, data_files=str(path), split="train", **options)


def said(value):
    """A row without what is null: readers of columns write null for a key that a row does not have."""
    if isinstance(value, dict):
        return {key: said(item) for key, item in value.items() if item is not None}
    return [said(item) for item in value] if isinstance(value, list) else value


def same(read, rows):
    assert len(read) == len(rows), f"{len(read)} rows read, {len(rows)} written"
    for number, (a, b) in enumerate(zip(read, rows)):
        assert a == b, f"row {number + 1}:\n{str(a)[:800]}\n{str(b)[:800]}"
    return f"{len(rows)} rows"


# Hugging Face datasets


def by_datasets(name):
    return same([said(row) for row in load("json", folder / f"{name}.jsonl")], said(written(name)))


def late_tool_call():
    try:
        load("json", folder / "late.trl-sft.jsonl")
    except Exception as error:
        return f"refused, as the rule late_column says ({type(error).__name__})"
    raise AssertionError("it was loaded")


def late_with_features():
    features = datasets.Features({"messages": datasets.List(datasets.Json())})
    rows = load("json", folder / "late.trl-sft.jsonl", features=features)
    assert rows[12]["messages"][1]["tool_calls"][0]["function"]["arguments"] == {"order_id": "A1"}, rows[12]
    return f"{len(rows)} rows with explicit features"


# TRL


def tokenizer(template):
    """A tokenizer of bytes, which needs no download, with a chat template of a known model, as TRL ships it."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytewise = Tokenizer(models.BPE({letter: number for number, letter in enumerate(letters)}, []))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bytewise.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=bytewise, eos_token="<eos>", bos_token="<bos>")
    templates = pathlib.Path(sys.modules["trl"].__file__).parent / "chat_templates"
    fast.chat_template = (templates / template).read_text("utf-8")
    return fast


def by_trl(name, template):
    """Renders loaded rows as TRL's trainers do, and the rows of the file beside them."""
    fast = tokenizer(template)

    def render(row):
        assert is_conversational(row)
        tools = json.loads(row["tools"]) if isinstance(row.get("tools"), str) else row.get("tools")
        keys = ("messages", "prompt", "completion", "chosen", "rejected", "label")
        rendered = apply_chat_template({key: row[key] for key in keys if key in row}, fast, tools=tools)
        ids = fast.apply_chat_template(
            row.get("messages") or row["prompt"], tools=tools, tokenize=True, return_dict=True
        )["input_ids"]
        assert len(ids) > 0
        return rendered

    rows = written(name)
    rendered = [render(row) for row in load("json", folder / f"{name}.jsonl")]
    for row, texts in zip(rows, rendered):
        for key in ("messages", "completion", "chosen", "rejected"):
            if key in row:
                text = texts["text" if key == "messages" else key]
                assert row[key][-1]["content"].strip() in text, f"{key}: {text[:300]!r}"
    return same(rendered, [render(row) for row in rows])


# LLaMA-Factory


@functools.cache
def llama_factory():
    """Its converter and formatters, without the parts that need torch."""
    root = pathlib.Path(importlib.util.find_spec("llamafactory").origin).parent
    for package in ("llamafactory", "llamafactory.data", "llamafactory.extras"):
        module = types.ModuleType(package)
        module.__path__ = [str(root.joinpath(*package.split(".")[1:]))]
        sys.modules[package] = module
    sys.modules["peft"] = sys.modules["peft.utils"] = MagicMock()
    from llamafactory.data.converter import SharegptDatasetConverter
    from llamafactory.data.formatter import FunctionFormatter, ToolFormatter

    return SharegptDatasetConverter, FunctionFormatter, ToolFormatter


def attributes(info):
    """What its parser makes of an entry of dataset_info.json (data/parser.py)."""
    columns = ("system", "tools", "chosen", "rejected", "kto_tag", "images", "videos", "audios")
    tags = {"role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt"}
    tags |= {"observation_tag": "observation", "function_tag": "function_call", "system_tag": "system"}
    named = {name: info["columns"].get(name) for name in columns}
    return types.SimpleNamespace(
        **tags, **named, ranking=info.get("ranking", False), messages=info["columns"]["messages"], load_from="file"
    )


def by_llama_factory(name):
    converter, function_formatter, tool_formatter = llama_factory()
    info = json.loads((folder / "dataset_info.json").read_text("utf-8"))[name]
    convert = converter(attributes(info), types.SimpleNamespace(media_dir=""))
    functions = function_formatter(slots=["{{content}}"], tool_format="qwen")
    tools = [tool_formatter(tool_format=kind) for kind in ("default", "qwen", "llama3")]
    rows = written(name)
    loaded = load("json", folder / info["file_name"])
    same(list(loaded), rows)
    for number, (example, row) in enumerate(zip(loaded, rows)):
        made = convert(example)
        turns = [turn["value"] for turn in row["conversations"]]
        answers = [row["chosen"]["value"], row["rejected"]["value"]] if info.get("ranking") else [turns.pop()]
        assert [turn["content"] for turn in made["_prompt"]] == turns, f"row {number + 1} was skipped or changed"
        assert [turn["content"] for turn in made["_response"]] == answers, f"row {number + 1}"
        assert made["_system"] == row["system"] and made["_tools"] == row["tools"]
        for turn in made["_prompt"]:
            if turn["role"] == "function":
                functions.apply(content=turn["content"])
        for formatter in tools:
            if made["_tools"]:
                formatter.apply(content=made["_tools"])
    return f"{len(rows)} rows, none skipped"


# CSV and Parquet


def text_of(cell):
    return cell[1:] if cell.startswith("'") else cell


def by_csv_module(name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        read = [{key: text_of(cell) for key, cell in row.items()} for row in csv.DictReader(file)]
    return same(read, written(name))


def by_pandas(name):
    # Without this pandas takes the texts “null” and “NaN” for no value.
    rows = load("csv", folder / f"{name}.csv", keep_default_na=False)
    return same([{key: text_of(cell) for key, cell in row.items()} for row in rows], written(name))


def by_pyarrow(name):
    table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    table.validate(full=True)
    return same(table.to_pylist(), written(name))


def by_datasets_parquet(name):
    return same(list(load("parquet", folder / f"{name}.parquet")), written(name))


versions = ("datasets", "pyarrow", "pandas", "transformers", "trl", "llamafactory")
print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in versions))
for name in names:
    for kind in (*trl_formats, "openai-chat", "openai-preference"):
        check(f"datasets, {name}.{kind}", lambda: by_datasets(f"{name}.{kind}"))
    for kind in trl_formats:
        for template in ("qwen3.jinja", "llama3_1.jinja"):
            check(f"TRL with {template}, {name}.{kind}", lambda: by_trl(f"{name}.{kind}", template))
    for kind in ("sharegpt", "sharegpt-preference"):
        check(f"LLaMA-Factory, {name}.{kind}", lambda: by_llama_factory(f"{name}.{kind}"))
    check(f"csv module, {name}.csv", lambda: by_csv_module(f"{name}.csv"))
    check(f"pandas through datasets, {name}.csv", lambda: by_pandas(f"{name}.csv"))
    check(f"pyarrow, {name}.parquet", lambda: by_pyarrow(f"{name}.parquet"))
    check(f"datasets, {name}.parquet", lambda: by_datasets_parquet(f"{name}.parquet"))
check("datasets, a late tool call", late_tool_call)
check("datasets, a late tool call", late_with_features)
print(f"{len(failed)} failed" if failed else "all read what was written")
sys.exit(1 if failed else 0)
