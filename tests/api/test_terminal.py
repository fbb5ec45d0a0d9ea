"""Printing for people: articles cannot take the terminal over."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from api.commands.search import highlighted
from api.terminal import harmless, indented, one_line, source_line
from index.types import Article, Passage
from search.types import Hit
from tests.api.articles import BRIDGE, UNDATED


def test_escapes_and_turned_directions_are_replaced_letter_for_letter() -> None:
    """The length stays, so that offsets into the text still hold."""
    wild = "a\x1b[31mb\u202ec\x07d\x9be\ud800f"
    assert harmless(wild) == "a\ufffd[31mb\ufffdc\ufffdd\ufffde\ufffdf"
    assert len(harmless(wild)) == len(wild)


def test_what_was_printed_stays_as_printed() -> None:
    """Typographic quotes, dashes, diacritics, line ends and other scripts."""
    kept = "“Niinistö” — it’s\nЧасів Яр\té"
    assert harmless(kept) == kept


def test_a_quotation_over_lines_prints_as_one() -> None:
    """White space folded."""
    assert one_line("one\n\n two\tthree ") == "one two three"


def test_a_source_shows_what_is_known() -> None:
    """Outlet, title, date; nothing invented for what is not."""
    assert source_line(BRIDGE).plain == "Daily Sample · Bridge repaired · 2022-11-01T09:30:00+00:00"
    assert source_line(UNDATED).plain == "Sample Courier · no date"


def test_highlights_keep_their_places_through_cleaning() -> None:
    """The styled span covers the same letters."""
    text = "ab\x1bcd road\nend"
    article = Article(
        id="a",
        url=None,
        title=None,
        outlet=None,
        authors=(),
        published=None,
        language=None,
        text=text,
        added_at=datetime.now(UTC),
    )
    passage = Passage(article=article, ordinal=0, start=0, end=len(text), heading=None, sentences=((0, len(text)),))
    shown = highlighted(Hit(passage=passage, score=1.0, rank=1, highlights=((6, 10),)))
    (span,) = shown.spans
    assert shown.plain[span.start : span.end] == "road"
    assert "\x1b" not in shown.plain
    assert "\n" not in shown.plain


def test_a_long_line_is_wrapped_on_a_terminal_only() -> None:
    """A pipe gets it whole."""
    for is_terminal, count in ((True, 3), (False, 1)):
        out = Console(file=StringIO(), force_terminal=is_terminal, width=20, soft_wrap=not is_terminal, color_system=None)
        indented("word " * 9, 4, out)
        assert isinstance(out.file, StringIO)
        printed = out.file.getvalue().splitlines()
        assert len(printed) == count
        assert all(line.startswith("    word") for line in printed)
