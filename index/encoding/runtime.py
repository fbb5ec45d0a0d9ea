"""What computes the forward pass: the only file that knows sentence-transformers, torch and OpenVINO.

sentence-transformers loads the model. Where OpenVINO is installed it computes, in bf16 on processors that have it (cosine against
fp32 at least .999, tested in `tests/index/test_encoder.py`); the converted model is cached, so that a second start needs neither
torch nor a conversion. Otherwise torch computes in fp32.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.model import Model, sha256
from index.errors import EncoderUnavailable
from index.types import Vectors

Integers = NDArray[np.int64]
Keep = Callable[[int, Vectors], None]
Forward = Callable[[list[tuple[Integers, Integers]], Keep], None]
"""Runs batches of (ids, mask), each shape (texts, pieces), and hands (batch number, hidden states (texts, pieces, d)) back, in
any order and from any thread. The hidden states are only valid during the call that hands them over."""

RUNTIMES = ("auto", "openvino", "torch")


def forward_pass(model: Model, runtime: str, cache: Path | None) -> tuple[Forward, str]:
    """What computes the hidden states of a model, and its description in a few words.

    Args:
        runtime: One of `RUNTIMES`; "auto" takes OpenVINO where it is installed.
        cache: Folder where a converted model is kept.

    Raises:
        EncoderUnavailable: If the runtime is unknown or not installed.
    """
    if runtime not in RUNTIMES:
        raise EncoderUnavailable(f"runtime {runtime!r}: use {', '.join(RUNTIMES[:-1])} or {RUNTIMES[-1]}")
    installed = find_spec("openvino") is not None
    if runtime == "openvino" and not installed:
        raise EncoderUnavailable("runtime 'openvino' is not installed: pip install openvino, or use torch")
    if runtime == "torch" or not installed:
        return _torch_forward(model.folder), "torch fp32"
    return _openvino_forward(model, cache)


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

    def forward(batches: list[tuple[Integers, Integers]], keep: Keep) -> None:
        for number, (ids, mask) in enumerate(batches):
            with torch.inference_mode():
                states = module(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).last_hidden_state
            keep(number, states.numpy())

    return forward


def _openvino_forward(model: Model, cache: Path | None) -> tuple[Forward, str]:
    import openvino

    core = openvino.Core()
    precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    hints = {"INFERENCE_PRECISION_HINT": precision, "NUM_STREAMS": str(cores), "INFERENCE_NUM_THREADS": cores}
    compiled = core.compile_model(_converted(core, model, cache), "CPU", hints)
    local = threading.local()

    def forward(batches: list[tuple[Integers, Integers]], keep: Keep) -> None:
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


def _converted(core: Any, model: Model, cache: Path | None) -> Any:
    """The model in OpenVINO's form, from the cache where its bytes are as they were written."""
    if cache is None:
        return _convert(model.folder)
    kept = cache / f"{model.fingerprint.weights[:16]}-openvino-{importlib.metadata.version('openvino').split('-')[0]}"
    if _is_sound(kept):
        return core.read_model(kept / "model.xml")
    converted = _convert(model.folder)
    try:
        _keep(converted, kept)
    except OSError as error:  # a cache that cannot be written costs the next start some seconds, nothing more
        warnings.warn(f"the converted model cannot be kept in {cache}: {error}", stacklevel=2)
    return converted


def _keep(converted: Any, kept: Path) -> None:
    import openvino

    kept.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=kept.parent))
    try:
        openvino.save_model(converted, work / "model.xml", compress_to_fp16=False)
        sums = {file: sha256(work / file) for file in ("model.xml", "model.bin")}
        (work / "sums.json").write_text(json.dumps(sums), "utf-8")
        if not _is_sound(kept):  # another process may have been first: its copy is as good
            shutil.rmtree(kept, ignore_errors=True)
            work.rename(kept)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_sound(kept: Path) -> bool:
    try:
        sums = json.loads((kept / "sums.json").read_text("utf-8"))
        return bool(sums) and all(sha256(kept / file) == wanted for file, wanted in sums.items())
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
