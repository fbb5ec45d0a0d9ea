"""The library with the encoder that is really used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.cutting.passages import PassageRules
from index.encoding.encoder import load_encoder
from index.library import Library
from tests.made import made_article


@pytest.mark.slow
def test_a_question_finds_the_article_that_answers_it_by_meaning(tmp_path: Path) -> None:
    """None of the question's nouns is in the text; vectors are stored as they were encoded, and everything is sound."""
    encoder = load_encoder(cache=tmp_path / "model")
    flood = made_article(40, title=None, text="The river burst its banks and whole streets of the village stood under water.")
    with Library.open(tmp_path / "library", encoder, rules=PassageRules(), create=True) as library:
        list(library.add([*(made_article(number) for number in range(5)), flood]))
        found = library.nearest(encoder.encode_question("Where was there flooding?"), 3)
        assert library.facts([one.row for one in found]).ids[0] == "a0040"
        row, passage = library.passages_of("a0040")[0]
        alone = encoder.encode_question(f"{flood.outlet}\n{passage.text}")
        assert float(library.cosines(alone, [row])[0]) > 0.99
        assert np.linalg.norm(library.sentence_vectors([row])[row], axis=1) == pytest.approx(1.0, abs=1e-5)
        assert library.check() == []
