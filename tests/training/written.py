"""Questions of our own on the news of `../shared/train`: the kind that is asked, about the kind of text that is read.

`written.jsonl` has a line for every article, and for every month of briefs on one conflict, written from the texts without any
search engine:

    {"set": "isaf_press", "docs": ["isaf-x-5"],
     "questions": [{"question": "…", "kind": "figure", "answers": [["isaf-x-5", 120, 241]]}, …]}

Each of `answers` is a span of a text that answers by itself, best first. Without any, the texts are on the very subject and do
not tell. The texts are read from `../shared`; none is kept here.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from index.cutting.sentences import sentences
from search.reranking.window import Window
from tests.training.packing import WRITTEN
from tests.training.sets import TRAIN, Example

FILE: Final = Path(__file__).with_name("written.jsonl")

_ASIDE = 10  # of so many articles one is kept aside, with all its questions


@dataclass(frozen=True, slots=True)
class Written:
    """A question, its texts read."""

    example: Example
    is_aside: bool


def written() -> list[Written]:
    """Every question, in the order of the file."""
    with FILE.open(encoding="utf-8") as lines:
        return [one for text in lines for one in _of_texts(json.loads(text))]


def _of_texts(row: Mapping[str, Any]) -> Iterator[Written]:
    windows = _windows(row["set"], tuple(row["docs"]))
    is_aside = crc32(row["docs"][0].encode()) % _ASIDE == 0
    for asked in row["questions"]:
        holding = [any(_meet(one, answer) for answer in asked["answers"]) for one in windows]
        yield Written(
            Example(
                source=WRITTEN,
                question=asked["question"],
                positives=tuple(one.window for one, holds in zip(windows, holding, strict=True) if holds),
                negatives=tuple(one.window for one, holds in zip(windows, holding, strict=True) if not holds),
                family=f"{row['set']} {row['docs'][0]}",
            ),
            is_aside,
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A window and where its sentence stands."""

    doc: str
    start: int
    end: int
    window: Window


def _meet(one: _Placed, answer: Sequence[Any]) -> bool:
    doc, start, end = answer
    return bool(one.doc == doc and one.start < end and start < one.end)


def _windows(name: str, docs: Sequence[str]) -> list[_Placed]:
    return [one for doc in docs for one in _of(_texts(name)[doc], whole=len(docs) > 1)]


def _of(doc: Mapping[str, Any], *, whole: bool) -> Iterator[_Placed]:
    text, title = doc["text"], doc["title"] or ""
    day = date.fromisoformat(doc["date"]) if doc["date"] else None
    before = ""
    for start, end in [(0, len(text))] if whole else sentences(text):
        yield _Placed(doc["id"], start, end, Window(sentence=text[start:end], before=before, title=title, day=day))
        before = text[start:end]


def text(name: str, doc: str) -> str:
    """The text of an article of a set."""
    return str(_texts(name)[doc]["text"])


@cache
def _texts(name: str) -> dict[str, Mapping[str, Any]]:
    with gzip.open(TRAIN / name / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {doc["id"]: doc for doc in map(json.loads, lines)}
