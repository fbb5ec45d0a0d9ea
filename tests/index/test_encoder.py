"""The encoder against sentence-transformers: the same vectors, and nothing cut off unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from index.cutting.passages import PassageRules, encoder_input, split
from index.encoding import model
from index.encoding.encoder import SentenceEncoder, load_encoder
from index.errors import EncoderError, TextTooLong
from tests.index.corpus import real_articles, real_seeds, sample_articles
from tests.index.models import tiny, worst_cosine

QUESTIONS = [f"how many tanks were lost near village number {n}" + " and on the road behind it" * (n % 4) for n in range(20)]
TEXTS = ["The tanks left. They were slow.", "A road. " * 20, "Київ", "x", ""]
__all__ = ["tiny"]
BF16 = 2e-3
"""bf16 keeps 8 bits of a number: by so much a component may differ between batches of other shapes."""


@pytest.fixture(scope="module")
def reference() -> Any:
    """The default model as sentence-transformers runs it, fp32."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model.located(None).folder), device="cpu", local_files_only=True)


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
    module: Any = BertModel.from_pretrained(str(tiny))
    with torch.inference_mode():
        hidden = module.eval()(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
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
