"""The questions of `../shared/train` and the sentences that answer them.

Of a paragraph whose answer is marked, the sentence that holds it is the positive and all others are negatives of the hardest
kind: same subject, no answer. Of a paragraph without a mark the sentence nearest to the question is taken
(`tests.training.mining`).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from index.cutting.sentences import sentences
from search.reranking.window import Window
from tests.shared import SHARED

TRAIN: Final = SHARED / "train"

HUMAN: Final = {
    "squad11_dev": 11_000,
    "squad_train_nqg_test": 12_000,
    "nq_open_gold": 3_300,
    "hotpotqa_dev500": 1_000,
    "timeqa_human": 1_700,
    "foolmetwice": 1_200,
    "contrast_quoref_drop": 2_000,
    "qadiscourse": 4_000,
    "qamr": 4_500,
    "fairytaleqa": 4_000,
    "boolq_dev": 2_000,
}
"""Sets whose questions people wrote, and how many of each are taken at most."""

UNANSWERABLE: Final = ("squad20_dev_unanswerable", 5_000)

RULE_MADE: Final = {
    ("wikipedia_current_events", "when"): 2_000,
    ("wikipedia_current_events", "who"): 2_500,
    ("wikipedia_current_events", "what"): 2_500,
    ("wikipedia_current_events", "howmany"): 2_500,
    ("wikipedia_current_events", "where"): 1_000,
    ("wikipedia_current_events", "why"): 489,
    ("wikipedia_current_events", "topic"): 1_500,
    ("wikipedia_current_events", "keywords"): 2_500,
    ("wikinews_2019_2020", None): 1_500,
    ("isaf_press", None): 800,
    ("centcom_airstrikes", None): 700,
}
"""Sets whose questions a rule made, by kind; together below half of all."""

LICENCES: Final = {
    "squad11_dev": "CC BY-SA 4.0",
    "squad_train_nqg_test": "CC BY-SA 4.0",
    "squad20_dev_unanswerable": "CC BY-SA 4.0",
    "nq_open_gold": "CC BY-SA 3.0",
    "hotpotqa_dev500": "CC BY-SA 4.0",
    "timeqa_human": "BSD-3-Clause, texts CC BY-SA",
    "foolmetwice": "Apache-2.0, texts CC BY-SA",
    "contrast_quoref_drop": "CC BY 4.0",
    "qadiscourse": "CC BY 4.0",
    "qamr": "MIT, texts CC BY 2.5 and CC BY-SA",
    "fairytaleqa": "Apache-2.0",
    "boolq_dev": "CC BY-SA 3.0",
    "wikipedia_current_events": "CC BY-SA 4.0",
    "wikinews_2019_2020": "CC BY 2.5",
    "isaf_press": "CC BY-SA 4.0",
    "centcom_airstrikes": "public domain",
    "state_milestones": "public domain",
}
"""Of every set, as its authors state it, those included that only questions of our own are asked of; several are share-alike, and
so are the weights."""

_WHOLE = 300  # characters; a text up to this length is one window
_IN_WORDS: Final = (
    "On {day} {month} {year}, {rest}",
    "In {month} {year}, {rest}",
    "{question} ({month} {year})",
    "{question} {year}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question, and windows to choose from.

    Attributes:
        positives: Sentences one of which answers; the nearest to the question is taken. Empty for an unanswerable question.
        negatives: Of the same paragraph, without the answer.
        family: Texts of one family are no negatives of each other: they may answer as well.
    """

    question: str
    positives: tuple[Window, ...]
    negatives: tuple[Window, ...] = ()
    family: str = ""


def examples(seed: int) -> list[Example]:
    """Every set, capped, in a fixed order."""
    draw = random.Random(seed)
    found: list[Example] = []
    for name, most in HUMAN.items():
        rows = [row for row in _rows(name, "pairs") if row.get("label") != "REFUTES"]
        found += [_human(row) for row in _some(rows, most, draw)]
    name, most = UNANSWERABLE
    found += [
        Example(question=row["question"], positives=(), negatives=tuple(_windows(row, "negative")), family=row["title"])
        for row in _some(list(_rows(name, "hard_negatives")), most, draw)
    ]
    for (name, kind), most in RULE_MADE.items():
        rows = [row for row in _rows(name, "pairs") if kind is None or row["kind"] == kind]
        found += [_dated(_made(row), row, draw) for row in _some(rows, most, draw)]
    return [one for one in found if one.positives or one.negatives]


def _rows(name: str, file: str) -> Iterator[dict[str, Any]]:
    with gzip.open(TRAIN / name / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _some(rows: list[dict[str, Any]], most: int, draw: random.Random) -> list[dict[str, Any]]:
    return rows if len(rows) <= most else draw.sample(rows, most)


def _human(row: dict[str, Any]) -> Example:
    windows = list(_windows(row, "positive"))
    answer = str(row.get("answer") or "").casefold()
    holding = tuple(one for one in windows if answer and answer in one.sentence.casefold())
    others = tuple(one for one in windows if one not in holding) if holding else ()
    return Example(
        question=row["question"],
        positives=holding or tuple(windows),
        negatives=others,
        family=row.get("title") or row["positive"],
    )


def _made(row: dict[str, Any]) -> Example:
    family = row.get("title") or row["positive"]
    return Example(question=row["question"], positives=tuple(_windows(row, "positive")), family=f"{family} {row.get('date', '')}")


def _windows(row: dict[str, Any], key: str) -> Iterator[Window]:
    text, title = " ".join(str(row[key]).split()), str(row.get("title") or "")
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    if len(text) <= _WHOLE:
        yield Window(sentence=text, title=title, day=day)
        return
    before = ""
    for start, end in sentences(text):
        yield Window(sentence=text[start:end], before=before, title=title, day=day)
        before = text[start:end]


def _dated(one: Example, row: dict[str, Any], draw: random.Random) -> Example:
    """Four in ten name the day, month or year in the question, as people do who know when something was."""
    if not row.get("date") or row["kind"] in ("when", "topic") or draw.random() > 0.4:
        return one
    day = date.fromisoformat(row["date"])
    form = draw.choice(_IN_WORDS)
    question = one.question.rstrip("?")
    rest = question[:1].lower() + question[1:]
    words = form.format(day=day.day, month=f"{day:%B}", year=day.year, rest=rest, question=question)
    return replace(one, question=words + ("?" if one.question.endswith("?") else ""))
