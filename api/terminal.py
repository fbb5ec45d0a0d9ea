"""Printing for people: what articles hold is shown, never obeyed."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from pydantic import BaseModel

    from index.types import Article

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def console() -> Console:
    """Standard output; colours on a terminal only, and long lines stay whole elsewhere."""
    return Console(soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False, emoji=False)


def note(words: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"{harmless(words)}\n")
    sys.stderr.flush()


def line(words: str) -> None:
    """One line on standard output, at once: what is reported as done can be relied on when the program is killed."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def harmless(words: str) -> str:
    """Without characters that could move the cursor, change colours or turn the direction of writing."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


def json_line(shape: BaseModel) -> None:
    """A shape as JSON on standard output."""
    line(shape.model_dump_json(indent=2))


def indented(words: Text | str, columns: int, out: Console) -> None:
    """A paragraph set in; wrapped on a terminal, one line elsewhere."""
    if out.is_terminal:
        out.print(Padding(words, (0, 0, 0, columns)))
    else:
        out.print(" " * columns, words, sep="")


def source_line(article: Article) -> Text:
    """Outlet, title and date of an article, those that are known."""
    line = Text()
    if article.outlet:
        line.append(harmless(article.outlet), "bold")
    if article.title:
        line.append(f"{' · ' if line else ''}{one_line(article.title)}")
    line.append(f"{' · ' if line else ''}{article.published.iso() if article.published else 'no date'}", "cyan")
    return line


def one_line(words: str) -> str:
    """White space folded, so that a quotation over several lines prints as one."""
    return harmless(" ".join(words.split()))
