"""Under whose name a quote is printed, and what is taken for the same dispatch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.cutting.sentences import sentences
from search.answer import _attributed
from search.evidence import Sentence, distinct
from search.reading import Near
from search.types import Hit
from tests.search.articles import article, hit


def _found(text: str, at: int, *, key: str = "a1", alike: bool = False) -> Sentence:
    """The sentence at `at`; its neighbours come as near to the question where `alike`."""
    whole = hit(article(text, id=key))
    spans = tuple(sentences(text))
    held = Hit(passage=replace(whole.passage, sentences=spans), score=1.0, rank=1)
    near = [Near(row=1, at=one, cosine=0.9 if alike or one == at else 0.0, covered=0.0, about=0.0) for one in range(len(spans))]
    return Sentence(held, near[at], near, 1.0)


@pytest.mark.parametrize(
    ("text", "at", "quoted", "who"),
    [
        ("Prigozhin said the town had fallen. It lies north of Bakhmut.", 1, "both", None),
        ("Sauli Niinistö spoke with the press. He said that it was calm.", 1, "both", "Sauli Niinistö"),
        ("Ada Byron said the road was cut. It is open, Sauli Niinistö said.", 1, "both", None),
        ("The road lies west of the town. Ada Byron said the road was cut.", 1, "second", "Ada Byron"),
    ],
)
def test_a_name_stands_only_by_what_its_bearer_said(text: str, at: int, quoted: str, who: str | None) -> None:
    found = _found(text, at, alike=quoted == "second")
    span, said_by = _attributed(text, found)
    assert said_by == who
    assert text[slice(*span)] == (text if quoted == "both" else text[text.index(". ") + 2 :])


def test_one_dispatch_with_other_neighbours_is_one_fact() -> None:
    said = "The bridge over the river was blown up before dawn by retreating troops."
    one = _found(f"{said} Nobody was hurt in the village near the mill.", 0, key="a1", alike=True)
    other = _found(f"{said} Trains had stopped running on that line weeks ago.", 0, key="a2", alike=True)
    assert one.text != one.core
    ((first, same),) = distinct([one, other], lambda _: True, 5)
    assert (first, same) == (one, [other])
