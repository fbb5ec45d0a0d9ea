"""The questions of `../shared/train` and the sentences that answer them.

Of a paragraph whose answer is marked, the sentence that holds it is the positive and all others are negatives of the hardest
kind: same subject, no answer. Of a paragraph without a mark the sentence nearest to the question is taken, and later the one that
the reranker itself takes for the answer (`tests.training.mining`).
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
from tests.training.packing import RULE_MADE

TRAIN: Final = SHARED / "train"

HUMAN: Final = (
    "squad11_dev",
    "squad_train_nqg_test",
    "nq_open_gold",
    "hotpotqa_dev500",
    "timeqa_human",
    "foolmetwice",
    "contrast_quoref_drop",
    "qadiscourse",
    "qamr",
    "fairytaleqa",
    "boolq_dev",
)
"""Sets whose questions people wrote."""

UNANSWERABLE: Final = "squad20_dev_unanswerable"

ROUND: Final = {
    "fairytaleqa": 4_000,
    "qadiscourse": 5_000,
    "wikipedia_current_events when": 2_000,
    "wikipedia_current_events who": 5_000,
    "wikipedia_current_events what": 5_000,
    "wikipedia_current_events howmany": 4_000,
    "wikipedia_current_events where": 2_000,
    "wikipedia_current_events topic": 1_500,
    "wikipedia_current_events keywords": 6_000,
    "wikinews_2019_2020": 1_500,
    "isaf_press": 800,
    "centcom_airstrikes": 700,
}
"""How many of each are read at most in a round over everything, others every round: by set, and by kind where rules made several.
Those that rules made stay below half of all."""

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
        source: The set; of the largest one, the kind too.
        positives: Sentences one of which answers; which one is left to who reads them. Empty for an unanswerable question.
        negatives: Of the same paragraph, without the answer.
        family: Texts of one family are no negatives of each other: they may answer as well.
    """

    source: str
    question: str
    positives: tuple[Window, ...]
    negatives: tuple[Window, ...] = ()
    family: str = ""


def examples(seed: int) -> list[Example]:
    """Every set, in a fixed order."""
    draw = random.Random(seed)
    found = [_human(name, row) for name in HUMAN for row in _rows(name, "pairs") if row.get("label") != "REFUTES"]
    found += [
        Example(
            source=UNANSWERABLE,
            question=row["question"],
            positives=(),
            negatives=tuple(_windows(row, "negative")),
            family=row["title"],
        )
        for row in _rows(UNANSWERABLE, "hard_negatives")
    ]
    found += [_dated(_made(name, row), row, draw) for name in RULE_MADE for row in _rows(name, "pairs")]
    return [one for one in found if one.positives or one.negatives]


def _rows(name: str, file: str) -> Iterator[dict[str, Any]]:
    with gzip.open(TRAIN / name / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _human(name: str, row: dict[str, Any]) -> Example:
    windows = list(_windows(row, "positive"))
    answer = str(row.get("answer") or "").casefold()
    holding = tuple(one for one in windows if answer and answer in one.sentence.casefold())
    others = tuple(one for one in windows if one not in holding) if holding else ()
    return Example(
        source=name,
        question=row["question"],
        positives=holding or tuple(windows),
        negatives=others,
        family=row.get("title") or row["positive"],
    )


def _made(name: str, row: dict[str, Any]) -> Example:
    family = row.get("title") or row["positive"]
    source = f"{name} {row['kind']}" if name == RULE_MADE[0] else name
    return Example(
        source=source,
        question=row["question"],
        positives=tuple(_windows(row, "positive")),
        family=f"{family} {row.get('date', '')}",
    )


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
