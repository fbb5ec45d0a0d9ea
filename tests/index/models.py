"""A model made up for tests, and how vectors are compared."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from index.types import Vectors


def worst_cosine(one: Vectors, other: Vectors) -> float:
    """The smallest over the rows, which are brought to unit length first."""
    scale = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return float(((one * other).sum(axis=1) / scale).min())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT of random weights, 32 wide, that reads 48 word pieces; saved as sentence-transformers saves models."""
    torch, transformers = import_module("torch"), import_module("transformers")
    sentence_transformers = import_module("sentence_transformers")
    modules = import_module("sentence_transformers.sentence_transformer.modules")
    folder = tmp_path_factory.mktemp("tiny")
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *letters,
        *(f"##{letter}" for letter in letters),
        "tank",
        "road",
        ".",
    ]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "raw")
    torch.manual_seed(4)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    transformers.BertModel(
        transformers.BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **sizes)
    ).save_pretrained(folder / "raw")
    transformer = modules.Transformer(str(folder / "raw"), max_seq_length=48)
    sentence_transformers.SentenceTransformer(modules=[transformer, modules.Pooling(32, pooling_mode="mean")], device="cpu").save(
        str(folder / "model")
    )
    return folder / "model"
