"""Floors of extraction on real pages; they may rise, never fall."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from index.cleaning.byline import byline
from index.cleaning.clean import repaired
from tests.evaluation.extraction import Share, assessments, extraction, figures, share
from tests.shared import shared

FLOOR = 0.955


def test_shingles_of_a_page_are_compared_as_multisets() -> None:
    """Gold a b c d e has shingles abcd, bcde; ours a b c d x has abcd, bcdx: one in common, one extra, one missing."""
    assert share("a b c d x", "a b c d e") == Share(1 / 3, 1 / 3, 1 / 3)
    assert share("a b c d x", "a b c d e").f1 == pytest.approx(0.5)


def test_a_page_of_which_nothing_was_read_scores_zero() -> None:
    """The empty shingle of nothing agrees with no gold text."""
    assert share("", "a b c d e").f1 == 0.0


def test_means_are_taken_over_pages_not_over_words() -> None:
    """Precision (1 + 1/2) / 2, recall (1/2 + 1) / 2: F1 of means 3/4; the pages' own F1 is 2/3 each."""
    measured = figures([Share(0.5, 0.0, 0.5), Share(0.5, 0.5, 0.0)])
    assert (measured.precision, measured.recall, measured.f1) == (0.75, 0.75, 0.75)
    assert measured.mean_f1 == pytest.approx(2 / 3)


@pytest.mark.slow
def test_the_bodies_of_181_news_pages_are_found_by_both_measures() -> None:
    """Mean F1 over all pages of the gold set, both as its authors publish it and page by page."""
    measured = figures(list(extraction(shared("corpora/article_extraction")).values()))
    assert measured.pages == 181
    assert min(measured.f1, measured.mean_f1) >= FLOOR


@pytest.mark.slow
def test_headlines_and_days_of_66_assessments_are_exact_and_no_reference_list_remains() -> None:
    """Their `og:title` is wrong, their date stands in RDFa alone, and each ends in a list of numbered addresses."""
    pages = list(assessments(shared("corpora/isw_html")))
    assert len(pages) == 66
    assert sum(bool(article.authors) for _, _, article in pages) >= 64
    for day, shown, article in pages:
        assert article.title == shown
        assert article.published is not None
        assert (article.published.iso()[:10], article.published.found) == (day, "rdfa")
        assert not [line for line in article.text.split("\n\n") if line.startswith("[1]")]


@pytest.mark.slow
def test_no_paragraph_of_the_assessments_is_lost_and_their_headings_stay() -> None:
    """Against the same 66 days as bodies: every paragraph of more than twelve words, but for invisible characters and links."""
    lines = gzip.decompress(shared("eval/corpus.jsonl.gz").read_bytes()).decode("utf-8").splitlines()
    bodies = {each["id"]: each["text"] for each in map(json.loads, lines) if each["id"].startswith("isw-")}
    lost, headed = [], 0
    for day, _, article in assessments(shared("corpora/isw_html")):
        told = _folded(article.text)
        wanted = [part for part in bodies[f"isw-{day}"].split("\n\n") if len(part.split()) > 12 and not byline(part)]
        lost += [part for part in wanted if _folded(part) not in told and not re.match(r"\[\d+\]", part)]
        headed += "Key Takeaways" in article.text.split("\n\n")
    assert len(lost) <= 1
    assert headed >= 62


def _folded(text: str) -> str:
    return " ".join(repaired(text).split())
