"""Typed results: tolerant of what is new, strict about what is needed, frozen, and as JSON again."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sitrep_client import Answer, Article, ExtraMissing, Filters, Found, NotFound, ReplyInvalid, SitrepError, Verification
from sitrep_client._tries import from_problem

from tests.api.clients.python.made import ANSWER, ARTICLE, CITATION, FOUND, INTERPRETED


def test_a_newer_servers_fields_and_words_are_tolerated() -> None:
    """Unknown fields at every depth, an unknown status, an unknown reason."""
    newer = ANSWER | {"status": "partly", "reason": "mood", "new": {"a": 1}, "citations": [CITATION | {"new": [1]}]}
    answer = Answer.from_dict(newer)
    assert (answer.status, answer.reason, answer.answered) == ("partly", "mood", False)
    assert answer.citations == Answer.from_dict(ANSWER).citations
    assert Verification.from_dict({"quote": "q", "verdict": "paraphrased", "matches": []}).stands is False


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"text": None}, "str for|NoneType for text"),
        ({"took_ms": "1"}, "str for took_ms"),
        ({"took_ms": True}, "bool for took_ms"),
        ({"citations": {}}, "dict for citations"),
        ({"citations": [CITATION | {"n": "1"}]}, r"str for citations\[0\]\.n"),
        ({"citations": [CITATION | {"article": ARTICLE | {"authors": [1]}}]}, r"citations\[0\]\.article\.authors\[0\]"),
        ({"interpreted": INTERPRETED | {"filters": {"after": "2022-13-01"}}}, r"interpreted\.filters\.after, not a day"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(change: dict[str, Any], place: str) -> None:
    """Its type is told, its value is not."""
    with pytest.raises(ReplyInvalid, match=place):
        Answer.from_dict(ANSWER | change)


def test_a_missing_field_is_named_by_its_path() -> None:
    """Of the needed ones; those that servers may leave out have their defaults."""
    short = {name: value for name, value in CITATION.items() if name != "quote"}
    with pytest.raises(ReplyInvalid, match=r"lacks citations\[0\]\.quote"):
        Answer.from_dict(ANSWER | {"citations": [short]})
    assert Found.from_dict(FOUND).facets is None


def test_json_comes_back_as_it_went() -> None:
    """Through text and back: equal, also days and nested lists."""
    answer = Answer.from_dict(ANSWER)
    assert answer.interpreted.filters.after == date(2022, 5, 1)
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    assert json.loads(json.dumps(answer.to_dict()))["interpreted"]["filters"]["after"] == "2022-05-01"


def test_results_are_frozen_and_can_be_copied_and_stored() -> None:
    """Hashable, picklable, unchangeable."""
    answer = Answer.from_dict(ANSWER)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.text = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(answer)) == copy.deepcopy(answer) == answer
    assert len({answer, Answer.from_dict(ANSWER)}) == 1


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2022-05", datetime(2022, 5, 1, tzinfo=UTC)),
        ("2022-05-16", datetime(2022, 5, 16, tzinfo=UTC)),
        ("2022-05-16T09:30:00+02:00", datetime(2022, 5, 16, 9, 30, tzinfo=timezone(timedelta(hours=2)))),
        (None, None),
    ],
)
def test_a_date_is_a_moment_to_its_precision(published: str | None, moment: datetime | None) -> None:
    """Aware, always."""
    assert Article.from_dict(ARTICLE | {"published": published}).published_at == moment


def test_a_table_needs_pandas_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that brings it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    for shown in (Answer.from_dict(ANSWER), Found.from_dict(FOUND)):
        with pytest.raises(ExtraMissing, match=r"pip install 'sitrep-client\[pandas\]'") as missing:
            shown.to_frame()
        assert isinstance(missing.value, ImportError)


def test_an_error_survives_a_process_boundary() -> None:
    """Pickled and back with all that it carries; the message names code and request."""
    told = {"title": "No such article", "detail": "no article 'a'", "code": "article_absent", "request_id": "r7"}
    error = from_problem(told | {"errors": [{"field": "f", "message": "m", "code": "c"}]}, 404, "Not Found", "other")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is NotFound
    assert (back.status, back.code, back.request_id, back.faults) == (404, "article_absent", "r7", error.faults)
    assert str(back) == "404 No such article: no article 'a'; f: m (article_absent, request r7)"
    assert isinstance(back, SitrepError)


def test_filters_are_compared_by_value() -> None:
    """And empty ones restrict nothing."""
    assert Filters(after=date(2023, 1, 1)) == Filters.from_dict({"after": "2023-01-01"})
    assert Filters() == Filters.from_dict({})
