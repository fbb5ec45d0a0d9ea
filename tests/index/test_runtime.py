"""Which model is loaded and what computes it: damaged, foreign and missing ones, the cache of the conversion, no network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from index.encoding import model
from index.encoding.encoder import load_encoder
from index.errors import EncoderUnavailable
from tests.index.models import tiny, worst_cosine
from tests.offline import NO_SOCKETS

__all__ = ["tiny"]


def test_another_model_is_loaded_from_its_folder(tiny: Path, tmp_path: Path) -> None:
    """Its size and window are its own, and its vectors those of sentence-transformers, in either runtime."""
    from sentence_transformers import SentenceTransformer

    texts = ["tank road", "a tank. a road. abc", "zz"]
    expected = SentenceTransformer(str(tiny), device="cpu").encode(texts)
    for runtime in ("torch", "openvino"):
        encoder = load_encoder(str(tiny), runtime, tmp_path)
        assert (encoder.fingerprint.dimension, encoder.fingerprint.window) == (32, 48)
        assert encoder.fingerprint.model == str(tiny)
        assert worst_cosine(np.stack([encoder.encode_question(text) for text in texts]), expected) >= 0.999


def test_a_damaged_default_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One flipped bit of the weights, and what to do is said."""
    folder = tmp_path / "model"
    shutil.copytree(model.located(None).folder, folder)
    monkeypatch.setattr(model, "_locate", lambda _: (folder, "copy"))
    assert model.located(None).fingerprint.weights == model.DEFAULT_WEIGHTS
    flip(folder / "model.safetensors", at=50_000_000)
    with pytest.raises(EncoderUnavailable, match=r"not the published ones.*reinstall"):
        load_encoder()


def flip(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ 1]))


@pytest.mark.parametrize(
    "missing", ["model.safetensors", "modules.json", "config.json", "1_Pooling/config.json", "tokenizer.json"]
)
def test_a_folder_that_lacks_a_file_is_no_model(missing: str, tiny: Path, tmp_path: Path) -> None:
    """Named, not a traceback from a library."""
    shutil.copytree(tiny, tmp_path / "model")
    (tmp_path / "model" / missing).unlink()
    with pytest.raises(EncoderUnavailable, match=Path(missing).stem):
        load_encoder(str(tmp_path / "model"), "torch")


def test_a_model_that_does_not_average_its_tokens_is_refused(tiny: Path, tmp_path: Path) -> None:
    """Sentence vectors from the same pass would mean nothing."""
    shutil.copytree(tiny, tmp_path / "model")
    pooling = tmp_path / "model" / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps(json.loads(pooling.read_text()) | {"pooling_mode": "cls"}))
    with pytest.raises(EncoderUnavailable, match="averages its token vectors"):
        load_encoder(str(tmp_path / "model"))


def test_an_unknown_runtime_is_refused() -> None:
    """With the ones there are."""
    with pytest.raises(EncoderUnavailable, match="auto, openvino or torch"):
        load_encoder(runtime="abacus")


LOAD = """
import sys
from pathlib import Path
from index.encoding.encoder import load_encoder
encoder = load_encoder({model!r}, "openvino", Path({cache!r}))
print(float(encoder.encode_question("tank road") @ encoder.encode_passages(["tank road"], [[]])[0].vector) > .999)
print("torch" in sys.modules)
"""


def loaded(model_folder: Path | None, cache: Path, first: str = "") -> list[str]:
    """Load in a new process; whether its vectors are sane, and whether torch was imported."""
    code = first + LOAD.format(model=str(model_folder) if model_folder else None, cache=str(cache))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


@pytest.mark.slow
def test_the_second_start_needs_no_torch(tiny: Path, tmp_path: Path) -> None:
    """The first converts and keeps; the second reads what was kept."""
    assert loaded(tiny, tmp_path) == ["True", "True"]
    assert loaded(tiny, tmp_path) == ["True", "False"]


@pytest.mark.parametrize("file", ["model.bin", "model.xml", "sums.json"])
def test_a_damaged_conversion_is_noticed_and_made_anew(file: str, tiny: Path, tmp_path: Path) -> None:
    """One flipped bit in any of its files; afterwards the copy is sound again and nothing else lies there."""
    cache = tmp_path / "cache"
    question = load_encoder(str(tiny), "openvino", cache).encode_question("tank")
    (kept,) = cache.glob("*-openvino-*")
    bytes_before = (kept / "model.bin").read_bytes()
    flip(kept / file, at=(kept / file).stat().st_size // 2)
    assert_allclose(load_encoder(str(tiny), "openvino", cache).encode_question("tank"), question, atol=2e-3)
    assert {one.name for one in cache.iterdir()} - {"precision.json"} == {kept.name}
    assert (kept / "model.bin").read_bytes() == bytes_before


def test_a_cache_that_cannot_be_written_does_not_stop_the_start(tiny: Path, tmp_path: Path) -> None:
    """A file stands where its folder should be: said, and computed without."""
    (tmp_path / "cache").write_text("in the way")
    with pytest.warns(UserWarning, match="cannot be kept"):
        encoder = load_encoder(str(tiny), "openvino", tmp_path / "cache")
    assert abs(float(np.linalg.norm(encoder.encode_question("tank"))) - 1) < 1e-5


@pytest.mark.slow
def test_the_default_model_needs_no_network(tmp_path: Path) -> None:
    """With sockets blocked and no variable set that says offline, from nothing."""
    assert loaded(None, tmp_path, NO_SOCKETS) == ["True", "True"]


def test_the_precision_is_tried_once_a_processor(tiny: Path, tmp_path: Path) -> None:
    """What was found is kept and followed; what cannot be read is found anew; without bf16 there is nothing to try."""
    said: list[str] = []

    def load() -> str:
        load_encoder(str(tiny), "openvino", tmp_path, said.append)
        return said[-1]

    first, kept = load(), tmp_path / "precision.json"
    if not kept.exists():
        assert "f32" in first
        return
    ((processor, precision),) = json.loads(kept.read_text("utf-8")).items()
    assert precision in first
    other = {"f32": "bf16", "bf16": "f32"}[precision]
    kept.write_text(json.dumps({processor: other}), "utf-8")
    assert other in load()
    for spoilt in ("", "[1]", json.dumps({processor: "f8"})):
        kept.write_text(spoilt, "utf-8")
        load()
        assert json.loads(kept.read_text("utf-8"))[processor] in ("f32", "bf16")


TOGETHER = """
import sys, threading, time
from pathlib import Path
import numpy as np, openvino
from index.encoding.encoder import load_encoder

cache, begun = Path(sys.argv[2]), []
load_encoder(sys.argv[1], "openvino", cache)
core = openvino.Core()
network = core.compile_model(core.read_model(next(cache.rglob("model.xml"))), "CPU")
sys.setswitchinterval(1e-5)

def infer():
    request = network.create_infer_request()
    while not begun:
        pass
    request.infer(dict.fromkeys(range(len(network.inputs)), np.ones((1, 4), np.int64)))

threads = [threading.Thread(target=infer, daemon=True) for _ in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.3)
begun.append(True)
for thread in threads:
    thread.join()
"""


@pytest.mark.slow
def test_once_loaded_inferences_may_begin_together(tiny: Path, tmp_path: Path) -> None:
    """The first ones of a process stopped it for ever. Here without what the encoder does in between, which hides it mostly."""
    load_encoder(str(tiny), "openvino", tmp_path)
    subprocess.run([sys.executable, "-c", TOGETHER, str(tiny), str(tmp_path)], check=True, timeout=60)
