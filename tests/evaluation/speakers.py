"""How often the named speaker is right: `python -m tests.evaluation.speakers` on the articles of ../shared/corpora/polnear.

A sentence counts as attributed when an annotator marked a source for words of which at least half stand in it. An answer is right
when the mention it rests on overlaps the span of such a source. Whom a pronoun stands for is not annotated and not judged.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.cutting.passages import paragraphs
from index.cutting.sentences import sentences
from index.types import Span
from search.speakers import attribution
from tests.shared import SHARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of sentences.

    Attributes:
        answered: A speaker was named.
        right: … and the mention is an annotated source of that sentence.
        attributed: Sentences that have an annotated source.
    """

    sentences: int
    answered: int
    right: int
    attributed: int

    @property
    def precision(self) -> float:
        """Share of the named speakers that are right."""
        return self.right / self.answered

    @property
    def recall(self) -> float:
        """Share of the attributed sentences whose speaker is named rightly."""
        return self.right / self.attributed


def measure(articles: list[dict[str, Any]]) -> Figures:
    """Over all sentences of the articles."""
    judged = [judgement for article in articles for judgement in _judged(article)]
    return Figures(
        sentences=len(judged),
        answered=sum(mention is not None for _, mention, _ in judged),
        right=sum(is_right(mention, gold) for _, mention, gold in judged),
        attributed=sum(bool(gold) for _, _, gold in judged),
    )


def read() -> list[dict[str, Any]]:
    """The annotated articles."""
    with gzip.open(SHARED / "corpora/polnear/dev.json.gz", "rt", encoding="utf-8") as lines:
        found: list[dict[str, Any]] = json.load(lines)
    return found


def is_right(mention: Span | None, gold: list[Span]) -> bool:
    """Whether the mention overlaps a source."""
    return mention is not None and any(mention[0] < end and start < mention[1] for start, end in gold)


def _judged(article: dict[str, Any]) -> Iterator[tuple[Span, Span | None, list[Span]]]:
    text = article["text"]
    claims = [claim for annotation in article["annotations"] for claim in annotation["attributions"]]
    for block in paragraphs(text):
        for span in sentences(text, *block):
            found = attribution(text, *span)
            gold = [source for claim in claims if _is_of(claim, span) for source in _spans(claim, "source")]
            yield span, found.mention if found and found.name else None, gold


def _is_of(claim: dict[str, Any], sentence: Span) -> bool:
    length = sentence[1] - sentence[0]
    return any(
        min(end, sentence[1]) - max(start, sentence[0]) >= 0.5 * min(end - start, length)
        for start, end in _spans(claim, "content")
    )


def _spans(claim: dict[str, Any], role: str) -> list[Span]:
    return [(start, end) for part in claim.get(role, []) for start, end in part["spans"]]


def _misses(articles: list[dict[str, Any]]) -> Iterator[str]:
    for article in articles:
        for span, mention, gold in _judged(article):
            if mention is not None and not is_right(mention, gold):
                named = [article["text"][slice(*source)] for source in gold]
                yield f"{article['text'][slice(*mention)]!r} not in {named}: {article['text'][slice(*span)]!r}"


def main() -> None:
    """Print the figures; with `--misses` also what was wrong."""
    articles = read()
    figures = measure(articles)
    lines = [
        f"sentences {figures.sentences}, attributed {figures.attributed}, answered {figures.answered}, right {figures.right}",
        f"precision {figures.precision:.3f}  recall {figures.recall:.3f}",
        *(_misses(articles) if "--misses" in sys.argv else ()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
