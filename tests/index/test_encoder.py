"""The encoder against sentence-transformers: the same vectors, nothing cut off unseen, no network, no damaged model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from index import model
from index.encoder import SentenceEncoder, load_encoder
from index.errors import EncoderError, EncoderUnavailable, TextTooLong
from index.passages import PassageRules, encoder_input, split
from index.types import Vectors
from tests.index.corpus import real_articles, real_seeds, sample_articles
from tests.offline import NO_SOCKETS

QUESTIONS = [f"how many tanks were lost near village number {n}" + " and on the road behind it" * (n % 4) for n in range(20)]
TEXTS = ["The tanks left. They were slow.", "A road. " * 20, "Київ", "x", ""]
BF16 = 2e-3
"""bf16 keeps 8 bits of a number: two batches of other shape differ by about this in a unit vector's component, cosine still > .9999."""


def worst_cosine(one: Vectors, other: Vectors) -> float:
    """The smallest over the rows, which are brought to unit length first."""
    scale = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return float(((one * other).sum(axis=1) / scale).min())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT of random weights, 32 wide, that reads 48 word pieces; saved as sentence-transformers saves models."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, BertTokenizerFast

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
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "raw")
    torch.manual_seed(4)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **sizes)).save_pretrained(folder / "raw")
    transformer = models.Transformer(str(folder / "raw"), max_seq_length=48)
    SentenceTransformer(modules=[transformer, models.Pooling(32, pooling_mode="mean")], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def reference() -> Any:
    """The default model as sentence-transformers runs it, fp32."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model.located(None).folder), device="cpu", local_files_only=True)


# Agreement ------------------------------------------------------------------------------------------------------------------


def inputs_of(articles: list[Any], encoder: SentenceEncoder) -> list[tuple[str, list[tuple[int, int]]]]:
    return [encoder_input(one) for article in articles for one in split(article, PassageRules(), encoder.count)]


def test_vectors_of_the_samples_agree_with_sentence_transformers(encoder: SentenceEncoder, reference: Any) -> None:
    """Cosine at least .999 for every passage of the sample articles and the real seeds, and for questions."""
    inputs = inputs_of([*sample_articles(), *real_seeds()], encoder)
    texts = [text for text, _ in inputs]
    encoded = encoder.encode_passages(texts, [spans for _, spans in inputs])
    assert worst_cosine(np.stack([one.vector for one in encoded]), reference.encode(texts, batch_size=16)) >= 0.999
    questions = np.stack([encoder.encode_question(text) for text in QUESTIONS])
    assert worst_cosine(questions, reference.encode(QUESTIONS)) >= 0.999


@pytest.mark.slow
def test_vectors_of_a_thousand_real_passages_agree(encoder: SentenceEncoder, reference: Any) -> None:
    """Cosine at least .999 for every one of 1,000 passages of the real corpus."""
    inputs = inputs_of(real_articles(160, seed=11), encoder)[:1000]
    assert len(inputs) == 1000
    texts = [text for text, _ in inputs]
    encoded = encoder.encode_passages(texts, [spans for _, spans in inputs])
    worst = worst_cosine(np.stack([one.vector for one in encoded]), reference.encode(texts, batch_size=16))
    print(f"worst cosine of {len(texts)}: {worst:.6f}")  # noqa: T201
    assert worst >= 0.999


def test_the_runtimes_agree(encoder: SentenceEncoder, tmp_path: Path) -> None:
    """torch fp32 and the accelerated runtime give the same passages, sentences and questions."""
    said: list[str] = []
    torch_encoder = load_encoder(runtime="torch", say=said.append)
    assert said == ["encoder: all-MiniLM-L6-v2 on torch fp32"]
    inputs = inputs_of(sample_articles()[:3], encoder)
    texts, spans = [text for text, _ in inputs], [spans for _, spans in inputs]
    for fast, slow in zip(encoder.encode_passages(texts, spans), torch_encoder.encode_passages(texts, spans), strict=True):
        assert worst_cosine(fast.vector[None], slow.vector[None]) >= 0.999
        assert worst_cosine(fast.spans, slow.spans) >= 0.998
    assert worst_cosine(encoder.encode_question("tanks")[None], torch_encoder.encode_question("tanks")[None]) >= 0.999


def test_sentence_vectors_are_the_means_of_their_token_vectors(tiny: Path) -> None:
    """Worked out from torch's hidden states: "tank road." is pieces 1 to 3 behind [CLS], "ab" is two pieces behind them."""
    import torch
    from transformers import BertModel

    text, spans = "tank road. ab", [(0, 10), (11, 13), (0, 13)]
    ids = [2, 57, 58, 59, 5, 32, 3]  # [CLS] tank road . a ##b [SEP]
    with torch.inference_mode():
        hidden = BertModel.from_pretrained(str(tiny)).eval()(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
    (encoded,) = load_encoder(str(tiny), "torch").encode_passages([text], [spans])
    expected = [hidden[1:4].mean(axis=0), hidden[4:6].mean(axis=0), hidden[1:6].mean(axis=0)]
    assert_allclose(encoded.spans, [vector / np.linalg.norm(vector) for vector in expected], atol=1e-5)
    whole = hidden.mean(axis=0)
    assert_allclose(encoded.vector, whole / np.linalg.norm(whole), atol=1e-5)


def test_vectors_are_of_unit_length_and_belong_to_their_text(encoder: SentenceEncoder) -> None:
    """In the order given, however they are grouped by length; a text without spans has no rows."""
    texts = [f"{word} " * length for length in (90, 3, 40) for word in ("tank", "grain", "river", "snow", "medal", "vote")]
    encoded = encoder.encode_passages(texts, [[(0, 4)] if n % 2 else [] for n in range(len(texts))])
    for number, (text, one) in enumerate(zip(texts, encoded, strict=True)):
        assert one.vector.dtype == one.spans.dtype == np.float32
        assert abs(float(np.linalg.norm(one.vector)) - 1) < 1e-5
        assert one.spans.shape == (number % 2, encoder.fingerprint.dimension)
        assert float(one.vector @ encoder.encode_question(text)) > 0.9999
    assert encoder.encode_passages([], []) == []


def test_a_span_without_a_word_piece_is_zero(encoder: SentenceEncoder) -> None:
    """White space has no direction; nothing is divided by zero."""
    (encoded,) = encoder.encode_passages(["a    b"], [[(2, 4)]])
    assert not encoded.spans.any()


# Length ---------------------------------------------------------------------------------------------------------------------


def test_a_passage_over_the_window_is_refused(encoder: SentenceEncoder) -> None:
    """254 pieces and the two special ones fill the window of 256; one more raises and names both figures."""
    assert encoder.fingerprint.window == 256
    assert encoder.count("tank " * 254) == 254
    encoder.encode_passages(["tank " * 254], [[]])
    with pytest.raises(TextTooLong) as caught:
        encoder.encode_passages(["short", "tank " * 255], [[], []])
    assert (caught.value.pieces, caught.value.window) == (257, 256)


def test_a_long_question_is_cut_to_the_window(encoder: SentenceEncoder) -> None:
    """Its first 254 pieces count."""
    assert_allclose(encoder.encode_question("tank " * 254 + "grain " * 500), encoder.encode_question("tank " * 254), atol=1e-6)


def test_any_text_is_encoded(encoder: SentenceEncoder) -> None:
    """Nothing, other scripts, control characters, a word of 50,000 letters."""
    for text in [*TEXTS, "\x00\ufffe\u200d", "👨‍👩‍👧‍👦", "x" * 50_000]:
        assert np.isfinite(encoder.encode_question(text)).all()
        assert np.isfinite(encoder.encode_passages([text], [[(0, len(text))]])[0].vector).all()


# Threads --------------------------------------------------------------------------------------------------------------------


def test_eight_threads_get_what_one_gets(encoder: SentenceEncoder) -> None:
    """160 questions at once, and passages among them."""
    alone = [encoder.encode_question(text) for text in QUESTIONS]
    together = encoder.encode_passages(QUESTIONS * 4, [[]] * 80)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(lambda: [encoder.encode_question(text) for text in QUESTIONS]) for _ in range(7)]
        encoded = threads.submit(lambda: encoder.encode_passages(QUESTIONS * 4, [[]] * 80))
        for answers in asked:
            assert_allclose(answers.result(), alone, atol=1e-6)
        assert_allclose([one.vector for one in encoded.result()], [one.vector for one in together], atol=BF16)


def test_what_a_text_is_encoded_with_hardly_matters(encoder: SentenceEncoder) -> None:
    """Alone or padded beside longer ones: the same to the precision of the processor's bf16."""
    (alone,) = encoder.encode_passages(["The tanks left."], [[(0, 15)]])
    beside = encoder.encode_passages(["The tanks left.", *["word " * n for n in range(40, 200, 5)]], [[(0, 15)], *[[]] * 32])[0]
    assert_allclose(beside.vector, alone.vector, atol=5 * BF16)
    assert worst_cosine(beside.spans, alone.spans) > 0.9995


def test_a_failure_while_encoding_is_not_swallowed(tiny: Path) -> None:
    """A runtime that loses a batch is noticed: never fewer vectors than texts."""
    whole = load_encoder(str(tiny), "torch")
    broken = SentenceEncoder(tiny, whole.fingerprint, lambda batches, keep: None)
    with pytest.raises(EncoderError, match="0 of 2"):
        broken.encode_passages(["tank", "road"], [[], []])


# Which model ----------------------------------------------------------------------------------------------------------------


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
    with pytest.raises(EncoderUnavailable, match="not the published ones.*reinstall"):
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
    with pytest.raises(EncoderUnavailable, match=missing.split(".")[0]):
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


# The cache of the converted model, and the network --------------------------------------------------------------------------

LOAD = """
import sys
from pathlib import Path
from index.encoder import load_encoder
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


def test_the_second_start_needs_no_torch(tiny: Path, tmp_path: Path) -> None:
    """The first converts and keeps; the second reads what was kept."""
    assert loaded(tiny, tmp_path) == ["True", "True"]
    assert loaded(tiny, tmp_path) == ["True", "False"]


@pytest.mark.parametrize("file", ["model.bin", "model.xml", "sums.json"])
def test_a_damaged_conversion_is_noticed_and_made_anew(file: str, tiny: Path, tmp_path: Path) -> None:
    """One flipped bit in any of its files; afterwards the copy is sound again and nothing else lies there."""
    cache = tmp_path / "cache"
    question = load_encoder(str(tiny), "openvino", cache).encode_question("tank")
    (kept,) = cache.iterdir()
    bytes_before = (kept / "model.bin").read_bytes()
    flip(kept / file, at=(kept / file).stat().st_size // 2)
    assert_allclose(load_encoder(str(tiny), "openvino", cache).encode_question("tank"), question, atol=BF16)
    assert list(cache.iterdir()) == [kept]
    assert (kept / "model.bin").read_bytes() == bytes_before


def test_a_cache_that_cannot_be_written_does_not_stop_the_start(tiny: Path, tmp_path: Path) -> None:
    """A file stands where its folder should be: said, and computed without."""
    (tmp_path / "cache").write_text("in the way")
    with pytest.warns(UserWarning, match="cannot be kept"):
        encoder = load_encoder(str(tiny), "openvino", tmp_path / "cache")
    assert abs(float(np.linalg.norm(encoder.encode_question("tank"))) - 1) < 1e-5


def test_the_default_model_needs_no_network(encoder: SentenceEncoder, tmp_path: Path) -> None:
    """With sockets blocked and no variable set that says offline, from nothing."""
    assert loaded(None, tmp_path, NO_SOCKETS) == ["True", "True"]
