"""The questions of our own that the reranker learns from: every one can be traced to the text that answers it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.shared import shared
from tests.training import written
from tests.training.written import FILE

ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
QUESTIONS = [asked for row in ROWS for asked in row["questions"]]


def test_no_text_is_asked_the_same_twice() -> None:
    asked = Counter((row["docs"][0], one["question"].casefold()) for row in ROWS for one in row["questions"])
    assert [question for question, times in asked.items() if times > 1] == []


def test_only_the_unanswerable_have_no_answer_and_are_more_than_a_third() -> None:
    assert all((one["kind"] == "unanswerable") == (not one["answers"]) for one in QUESTIONS)
    unanswerable = sum(not one["answers"] for one in QUESTIONS)
    assert 0.33 < unanswerable / len(QUESTIONS) < 0.45


def test_every_answer_stands_in_its_text() -> None:
    shared("train")
    for row in ROWS:
        for one in row["questions"]:
            for doc, start, end in one["answers"]:
                assert doc in row["docs"]
                assert written.text(row["set"], doc)[start:end].strip(), (doc, start, end)


def test_the_answering_sentence_is_the_positive_and_all_others_are_not() -> None:
    shared("train")
    found = written.written()
    assert len(found) == len(QUESTIONS)
    for one, asked in zip(found, QUESTIONS, strict=True):
        assert bool(one.example.positives) == bool(asked["answers"])
        assert not set(one.example.positives) & set(one.example.negatives)


def test_a_text_is_kept_aside_with_all_its_questions() -> None:
    shared("train")
    aside = Counter(one.is_aside for one in written.written())
    assert aside[True] / aside.total() == pytest.approx(0.1, abs=0.03)
    by_family: dict[str, set[bool]] = {}
    for one in written.written():
        by_family.setdefault(one.example.family, set()).add(one.is_aside)
    assert all(len(kept) == 1 for kept in by_family.values())
