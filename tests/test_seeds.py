"""The sample articles and judged questions in `seeds/` are whole, consistent and listed."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.identity import article_id

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ARTICLES = SEEDS / "articles"
NEEDED = {"id", "url", "title", "outlet", "published", "language", "text"}
KINDS = {"lookup", "figure", "who_said", "when", "temporal", "alias", "paraphrase", "compare", "unanswerable"}


class _Page(HTMLParser):
    """Collects the canonical address and the text of every paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.canonical = ""
        self.paragraphs: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href") or ""
        if tag == "p":
            self._open = True
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.paragraphs[-1] += data


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _samples() -> list[dict[str, Any]]:
    return _lines(ARTICLES / "samples.jsonl")


def _page() -> _Page:
    page = _Page()
    page.feed((ARTICLES / "azovstal.html").read_text(encoding="utf-8"))
    return page


def _texts() -> dict[str, str]:
    """Article id to text, for every article whose id does not depend on how its text is cleaned."""
    texts: dict[str, str] = {sample["id"]: sample["text"] for sample in _samples()}
    page = _page()
    texts[article_id(page.canonical, "")] = "\n\n".join(page.paragraphs)
    markdown = (ARTICLES / "bakhmut-khromove-road.md").read_text(encoding="utf-8")
    _, front, body = markdown.split("---\n", 2)
    texts[dict(line.split(": ", 1) for line in front.splitlines())["id"]] = body
    return texts


def _questions() -> list[dict[str, Any]]:
    return _lines(SEEDS / "questions.jsonl")


def test_every_line_of_the_samples_has_the_fields_of_an_article() -> None:
    """No field is missing or empty, and no id stands twice."""
    for sample in _samples():
        assert set(sample) == NEEDED
        assert all(isinstance(value, str) and value.strip() for value in sample.values()), sample["id"]
    ids = [sample["id"] for sample in _samples()]
    assert len(set(ids)) == len(ids)


def test_the_outlets_cannot_be_taken_for_real_ones() -> None:
    """Every outlet calls itself a sample and every address is reserved for examples."""
    for sample in _samples():
        assert "sample" in sample["outlet"].lower()
        assert re.match(r"https://\w+\.example/", sample["url"])
    assert len({sample["outlet"] for sample in _samples()}) == 5


def test_there_are_twenty_two_articles_of_a_readable_length() -> None:
    """Each has 250 to 700 words."""
    texts = list(_texts().values()) + [path.read_text(encoding="utf-8") for path in ARTICLES.glob("*.txt")]
    assert len(texts) == 22
    assert all(250 <= len(text.split()) <= 700 for text in texts)


def test_the_dispatch_printed_twice_is_nearly_the_same_text_a_day_later() -> None:
    """The copy differs by its credit line only."""
    samples = {sample["id"]: sample for sample in _samples()}
    first, second = samples["wire-2023-06-06-kakhovka"], samples["courier-2023-06-07-kakhovka"]
    assert SequenceMatcher(None, first["text"], second["text"], autojunk=False).ratio() > 0.98
    assert second["text"].startswith(first["text"])
    assert first["outlet"] != second["outlet"]
    assert date.fromisoformat(second["published"][:10]) - date.fromisoformat(first["published"][:10]) == timedelta(days=1)


def test_the_plain_text_is_dated_by_the_day_of_the_war_alone() -> None:
    """No year, no month: only day 200, which is 11 September 2022 when 24 February is day 1."""
    text = (ARTICLES / "kharkiv-day-200.txt").read_text(encoding="utf-8")
    assert "day 200 of the Russian invasion" in text
    assert not re.search(r"\b20\d\d\b|January|February|March|April|June|July|August|September|October|November|December", text)
    assert date(2022, 2, 24) + timedelta(days=199) == date(2022, 9, 11)
    lead = "Russia’s front in the Kharkiv region has given way: On day 200"
    assert text.count(lead) == 2


def test_three_articles_and_more_bear_on_the_routes_into_bakhmut() -> None:
    """The question of the demonstration has an answer from several outlets in April 2023."""
    april = [text for key, text in _texts().items() if "-2023-04-" in key]
    assert sum(bool(re.search(r"\b(0506|T0504)\b", text) and "supply route" in text) for text in april) >= 3


def test_there_are_thirty_questions_of_every_kind() -> None:
    """Seven of them cannot be answered."""
    questions = _questions()
    kinds = Counter(question["kind"] for question in questions)
    assert len(questions) == 30
    assert set(kinds) == KINDS
    assert kinds["unanswerable"] == 7
    assert len({question["id"] for question in questions}) == 30


@pytest.mark.parametrize("question", _questions(), ids=lambda question: question["id"])
def test_evidence_is_the_exact_words_of_an_article(question: dict[str, Any]) -> None:
    """Every quote stands in its article; every pattern finds evidence; a question that cannot be answered has none."""
    assert bool(question["evidence"]) == question["answerable"] == (question["kind"] != "unanswerable")
    texts = _texts()
    for evidence in question["evidence"]:
        assert evidence["quote"] in texts[evidence["doc"]]
    for pattern in question["accept"]:
        assert any(re.search(pattern, texts[evidence["doc"]], re.I | re.S) for evidence in question["evidence"])


@pytest.mark.parametrize("question", [each for each in _questions() if each["filters"]], ids=lambda question: question["id"])
def test_the_dates_a_question_means_hold_its_evidence(question: dict[str, Any]) -> None:
    """A judged article outside of its question's own dates would be a wrong judgement."""
    published = {sample["id"]: sample["published"][:10] for sample in _samples()} | {"courier-2023-04-27-khromove": "2023-04-27"}
    for evidence in question["evidence"]:
        assert question["filters"]["after"] <= published[evidence["doc"]] <= question["filters"]["before"]


def test_the_readme_lists_every_file_and_every_article() -> None:
    """Nothing lies in the folder that a reader is not told of."""
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)`", readme, re.M))
    assert listed == {path.name for path in ARTICLES.iterdir()} | {sample["id"] for sample in _samples()}
    assert "questions.jsonl" in readme
    assert "samples, not journalism" in readme
