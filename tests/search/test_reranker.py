"""The reranker itself: its weights, both runtimes, lengths, and those of others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from tokenizers import Tokenizer

from index.encoding.model import DEFAULT_WEIGHTS, located, sha256
from index.errors import EncoderUnavailable
from search.reranking.named import load_named
from search.reranking.network import network
from search.reranking.reranker import WEIGHTS, Reranker, load_reranker
from search.reranking.window import PIECES, QUESTION_PIECES, Reader, Window, batch

QUESTION = "How many tanks did Ukraine say were destroyed?"
ANSWER = Window("Ukraine’s General Staff said that 1,228 Russian tanks had been destroyed since February.", "", "Losses", None)
OTHERS = (
    Window("The General Staff of Ukraine holds a briefing every morning."),
    Window("Tanks are kept under roofs in winter."),
    Window("He thanked the volunteers and their families."),
)


def test_the_answer_stands_out(reranker: Reranker) -> None:
    """Among sentences that share its words, and above zero."""
    scores = reranker.scores(QUESTION, [*OTHERS, ANSWER])
    assert int(scores.argmax()) == 3
    assert scores[3] > 0 > max(scores[:3])


def test_the_day_is_read(reranker: Reranker) -> None:
    """Of two reports alike the one of the day that is asked about."""
    days = [Window("Shells hit the harbour and killed three people.", day=date(2022, 5, day)) for day in (3, 4, 17)]
    assert int(reranker.scores("On 17 May 2022, how many people were killed in the harbour?", days).argmax()) == 2


def test_scores_do_not_depend_on_company_or_order(reranker: Reranker) -> None:
    """Padding is masked: alone, in a crowd and backwards alike, up to the runtime's rounding."""
    windows = [*OTHERS, ANSWER, Window("word " * 300, "before " * 90, "title")] * 3
    together = reranker.scores(QUESTION, windows)
    alone = np.array([reranker.scores(QUESTION, [one])[0] for one in windows])
    assert_allclose(together, alone, atol=0.15)
    assert_allclose(reranker.scores(QUESTION, windows[::-1])[::-1], together, atol=0.15)
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_the_last_layer_is_read_for_the_first_piece_alone_and_says_the_same() -> None:
    """Against the whole model of transformers, rows of two lengths, the shorter one padded."""
    base = located(None).folder
    made, reader = network(base, WEIGHTS).eval(), Reader(base)
    pieces = [reader.row(reader.question(QUESTION), one) for one in reader.windows([ANSWER, OTHERS[1]])]
    ids, mask, segments = (torch.from_numpy(one) for one in batch(pieces))
    with torch.inference_mode():
        whole = made.body(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        assert_allclose(made(ids, mask, segments).numpy(), made.head(whole[:, 0]).squeeze(-1).numpy(), atol=1e-4)


def test_both_runtimes_agree(reranker: Reranker) -> None:
    """OpenVINO in whichever precision, torch in fp32."""
    windows = [*OTHERS, ANSWER]
    assert_allclose(reranker.scores(QUESTION, windows), load_reranker("torch").scores(QUESTION, windows), atol=0.15)


def test_pieces_stand_as_they_were_trained() -> None:
    """Counted by hand: class, question, separator, sentence, separator, surroundings, separator."""
    tokenizer = Tokenizer.from_file(str(located(None).folder / "tokenizer.json"))
    reader = Reader(located(None).folder)
    row = reader.row(reader.question("who left?"), reader.windows([Window("He left.", "", "News")])[0])
    assert [tokenizer.id_to_token(one) for one in row[0]] == "[CLS] who left ? [SEP] he left . [SEP] news [SEP]".split()
    assert row[1] == 5
    long = reader.row(reader.question("who " * 90), reader.windows([Window("he " * 140, "b", "t")])[0])
    assert (len(long[0]), long[1]) == (PIECES, QUESTION_PIECES + 2)
    ids, mask, segments = batch([row, long])
    assert ids.shape == (2, PIECES)
    assert mask.sum(axis=1).tolist() == [len(row[0]), PIECES]
    assert segments[0].tolist() == [0] * 5 + [1] * 6 + [0] * (PIECES - 11)


def test_the_card_tells_what_the_weights_are() -> None:
    """Made by which command, from which sets, on which encoder; the file is the one it speaks of, and small."""
    card = json.loads(WEIGHTS.with_name("card.json").read_text("utf-8"))
    assert card["sha256"] == sha256(WEIGHTS)
    assert card["base"]["weights"] == DEFAULT_WEIGHTS
    assert card["command"].startswith("python -m tests.training.reranker")
    assert len(card["sets"]) > 10
    assert all(card["sets"].values())
    assert card["licence"].startswith("CC BY-SA")
    assert WEIGHTS.stat().st_size < 25_000_000


def test_a_cross_encoder_of_others_is_loaded_from_a_folder(tmp_path: Path) -> None:
    """A tiny one, made here: its own numbers come through, one a window."""
    from sentence_transformers import CrossEncoder

    folder = _tiny(tmp_path, labels=1)
    windows = [*OTHERS, ANSWER]
    found = load_named(str(folder)).scores(QUESTION, windows)
    pairs = [(QUESTION, " ".join(part for part in one.texts() if part)) for one in windows]
    assert found.shape == (4,)
    assert_allclose(1 / (1 + np.exp(-found)), CrossEncoder(str(folder), device="cpu").predict(pairs), atol=1e-4)
    assert load_named(str(folder)).scores(QUESTION, []).shape == (0,)


def test_what_is_no_cross_encoder_is_refused(tmp_path: Path) -> None:
    """Named, with what would be one."""
    with pytest.raises(EncoderUnavailable, match="gives 3 numbers a pair"):
        load_named(str(_tiny(tmp_path, labels=3)))
    with pytest.raises(EncoderUnavailable, match="neither a folder nor"):
        load_named(str(tmp_path / "nothing"))


def _tiny(folder: Path, labels: int) -> Path:
    from tokenizers import models, pre_tokenizers, processors
    from transformers import AutoModelForSequenceClassification, BertConfig, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"how many tanks did ukraine say were destroyed a the of".split()]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    pair = "[CLS] $A [SEP] $B:1 [SEP]:1"
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", pair, [("[CLS]", 2), ("[SEP]", 3)])
    fast: Any = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128
    )
    config = BertConfig(vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    config.num_labels = labels
    made: Any = AutoModelForSequenceClassification.from_config(config)  # type: ignore[no-untyped-call]
    made.save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder
