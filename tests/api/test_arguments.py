"""The command line, read: what the shell hands over and what is meant by it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from api.arguments import parse


def test_the_words_of_a_query_need_no_quotation_marks() -> None:
    """They are joined later; options may stand anywhere."""
    asked = parse(["search", "--limit", "3", "supply", "roads", "--mode", "keyword"])
    assert (asked.query, asked.limit, asked.mode) == (["supply", "roads"], 3, "keyword")


@pytest.mark.parametrize(
    ("argv", "query"),
    [
        (["search", "roads", "-Odesa"], ["roads", "-Odesa"]),
        (["search", "-hospital", "roads"], ["roads", "-hospital"]),
        (["search", "roads", "-two words"], ["roads", '-"two words"']),
        (["search", "roads -Odesa"], ["roads -Odesa"]),
        (["search", "roads", "-Odesa", "--limit", "2", "-Lviv"], ["roads", "-Odesa", "-Lviv"]),
    ],
)
def test_a_word_with_a_minus_leaves_something_out(argv: list[str], query: list[str]) -> None:
    """As in the query box, and not as an option."""
    assert parse(argv).query == query


def test_the_same_holds_for_questions() -> None:
    """`ask` reads as `search` does."""
    assert parse(["ask", "who", "-Odesa"]).question == ["who", "-Odesa"]


@pytest.mark.parametrize(
    "argv", [["search", "x", "--surprise"], ["status", "-x"], ["search", "-Odesa"], ["show", "\udcff"], ["search", "\udcff"]]
)
def test_what_cannot_be_meant_is_refused(argv: list[str]) -> None:
    """Unknown options, exclusions alone, bytes that are no UTF-8: exit status 2."""
    with pytest.raises(SystemExit) as ended:
        parse(argv)
    assert ended.value.code == 2


def test_file_names_may_hold_any_bytes() -> None:
    """Only `add` takes them."""
    assert parse(["add", "\udcff.txt"]).places == ["\udcff.txt"]


def test_the_library_given_after_the_command_wins() -> None:
    """Before it is kept where there is none after it."""
    assert parse(["--library", "a", "status"]).library == Path("a")
    assert parse(["--library", "a", "status", "--library", "b"]).library == Path("b")
    assert parse(["status"]).library is None


def test_days_are_dates() -> None:
    """YYYY-MM-DD."""
    assert parse(["ask", "x", "--after", "2022-11-01"]).after == datetime.date(2022, 11, 1)


def test_help_and_version_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    """And print to standard output."""
    for argv, words in ((["--help"], "usage: sitrep"), (["search", "-h"], "usage: sitrep search"), (["--version"], "sitrep ")):
        with pytest.raises(SystemExit) as ended:
            parse(argv)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(words)
