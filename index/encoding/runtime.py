"""What computes a network's forward pass: the only file that knows OpenVINO.

Where OpenVINO is installed it computes, in bf16 where that is faster (cosine against fp32 at least .999, tested in
`tests/index/test_encoder.py`). The converted network is cached, so that a second start needs neither torch nor a conversion.
Otherwise torch computes in fp32.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import shutil
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.model import sha256
from index.errors import EncoderUnavailable

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]
Keep = Callable[[int, Floats], None]
Forward = Callable[[list[tuple[Integers, ...]], Keep], None]
"""Runs batches, each one array (texts, pieces) for every input, and hands (batch number, output) back, in any order and from any
thread. An output is only valid during the call that hands it over."""

RUNTIMES = ("auto", "openvino", "torch")


@dataclass(frozen=True, slots=True)
class Network:
    """A network that is not loaded before it has to be.

    Attributes:
        key: Names it in the cache; another for other weights.
        inputs: Names of its inputs, each an array of integers, shape (texts, pieces).
        module: Makes the `torch.nn.Module` that takes them in that order and gives one array.
    """

    key: str
    inputs: tuple[str, ...]
    module: Callable[[], Any]


def forward_pass(network: Network, runtime: str, cache: Path | None) -> tuple[Forward, str]:
    """What computes the output of a network, and its description in a few words.

    Args:
        runtime: One of `RUNTIMES`; "auto" takes OpenVINO where it is installed.
        cache: Folder where a converted network is kept.

    Raises:
        EncoderUnavailable: If the runtime is unknown or not installed.
    """
    if runtime not in RUNTIMES:
        raise EncoderUnavailable(f"runtime {runtime!r}: use {', '.join(RUNTIMES[:-1])} or {RUNTIMES[-1]}")
    installed = find_spec("openvino") is not None
    if runtime == "openvino" and not installed:
        raise EncoderUnavailable("runtime 'openvino' is not installed: pip install openvino, or use torch")
    if runtime == "torch" or not installed:
        return _torch_forward(network), "torch fp32"
    return _openvino_forward(network, cache)


def _torch_forward(network: Network) -> Forward:
    import torch

    module = network.module().eval()

    def forward(batches: list[tuple[Integers, ...]], keep: Keep) -> None:
        for number, inputs in enumerate(batches):
            with torch.inference_mode():
                found = module(*(torch.from_numpy(one) for one in inputs))
            keep(number, found.numpy())

    return forward


def _openvino_forward(network: Network, cache: Path | None) -> tuple[Forward, str]:
    import openvino

    core = openvino.Core()
    converted, cores = _converted(core, network, cache), _cores()
    with _ALONE_AT_FIRST:
        precision = _precision(core, converted, len(network.inputs), cache)
        compiled = core.compile_model(converted, "CPU", _hints(precision, cores))
        compiled.create_infer_request().infer(dict.fromkeys(range(len(network.inputs)), np.ones((1, 2), np.int64)))
    alone = _Alone(lambda: core.compile_model(converted, "CPU", _hints(precision, 1)))

    def forward(batches: list[tuple[Integers, ...]], keep: Keep) -> None:
        if len(batches) == 1:
            keep(0, alone.infer(batches[0]))
            return
        queue = openvino.AsyncInferQueue(compiled, cores)
        queue.set_callback(lambda request, number: keep(number, request.get_output_tensor(0).data))
        for number, inputs in enumerate(batches):
            queue.start_async(dict(enumerate(inputs)), number)
        queue.wait_all()

    return forward, f"OpenVINO {precision}, {cores} streams"


_ALONE_AT_FIRST = threading.Lock()
"""Around the inference that loading makes. At the first one of a process OpenVINO's binding makes a table: where two threads
begin together, each waits for ever for what the other holds, the table or the interpreter, and the process stands still.
"""


class _Alone:
    """The network for a single batch, all cores on it: a question takes half the time. Compiled when the first one comes."""

    def __init__(self, compiled: Callable[[], Any]) -> None:
        self._compile = compiled
        self._lock = threading.Lock()
        self._compiled: Any = None
        self._local = threading.local()

    def infer(self, inputs: tuple[Integers, ...]) -> Any:
        if not hasattr(self._local, "request"):
            with self._lock:
                self._compiled = self._compiled or self._compile()
            self._local.request = self._compiled.create_infer_request()
        return self._local.request.infer(dict(enumerate(inputs)))[0]


def _precision(core: Any, converted: Any, inputs: int, cache: Path | None) -> str:
    """The faster one here: bf16 is three times as fast as fp32 with matrix units, and slower on some processors that know it
    without having them. Trying beats a list of processors; what was found is kept, because trying takes most of a second.
    """
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return "f32"
    kept, processor = cache / "precision.json" if cache else None, str(core.get_property("CPU", "FULL_DEVICE_NAME"))
    known = _known(kept)
    if known.get(processor) not in _PRECISIONS:
        took = {one: _seconds(core.compile_model(converted, "CPU", _hints(one, _cores())), inputs) for one in _PRECISIONS}
        known[processor] = min(_PRECISIONS, key=lambda one: took[one])
        if kept:
            with contextlib.suppress(OSError):  # told already where the network itself could not be kept
                kept.write_text(json.dumps(known), "utf-8")
    return known[processor]


_PRECISIONS = ("bf16", "f32")


def _known(kept: Path | None) -> dict[str, str]:
    try:
        return dict(json.loads(kept.read_text("utf-8"))) if kept else {}
    except (OSError, ValueError, TypeError):
        return {}


def _hints(precision: str, streams: int) -> dict[str, Any]:
    return {"INFERENCE_PRECISION_HINT": precision, "NUM_STREAMS": str(streams), "INFERENCE_NUM_THREADS": _cores()}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _seconds(compiled: Any, inputs: int) -> float:
    """What the best of some passes over a small batch takes."""
    request, given = compiled.create_infer_request(), dict.fromkeys(range(inputs), np.ones((2, 64), np.int64))
    took = []
    for _ in range(5):
        began = time.perf_counter()
        request.infer(given)
        took.append(time.perf_counter() - began)
    return min(took)


def _converted(core: Any, network: Network, cache: Path | None) -> Any:
    """The network in OpenVINO's form, from the cache where its bytes are as they were written."""
    if cache is None:
        return _convert(network)
    kept = cache / f"{network.key}-openvino-{importlib.metadata.version('openvino').split('-')[0]}"
    if _is_sound(kept):
        return core.read_model(kept / "model.xml")
    converted = _convert(network)
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


def _convert(network: Network) -> Any:
    import openvino
    import torch

    example = tuple(torch.ones(2, 16, dtype=torch.long) for _ in network.inputs)
    inputs = [(name, [-1, -1], openvino.Type.i64) for name in network.inputs]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of branches on shapes, which are fixed in these networks
        return openvino.convert_model(network.module().eval(), example_input=example, input=inputs)
