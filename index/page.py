"""A page copied as plain text: which line is its headline, who wrote it, where its reporting begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.byline import biography, byline
from index.clutter import is_caption, is_chrome, without_clutter
from index.dates import is_date_line

_PROSE_WORDS = 25
"""A paragraph this long is reporting even where its end is no full stop."""
_LONGEST_TITLE = 30
"""Words; the longest headline of the 3,258 articles measured on has 29."""
_LEAD_REACH = 8
"""Paragraphs within which a repeated one is the page's lead printed twice."""
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*$")
_WORD = re.compile(r"[^\W\d_]{3,}|\d[\d,.]*\d")
_HEADER = re.compile(r"(title|headline|author|by|source|outlet|publisher|date|published|url|link)\s*:\s+(\S.*)", re.IGNORECASE)
_SMALL_WORDS = frozenset("the and for with from that this are was has have but its his her not you can how why what who".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a copied page says, parted.

    Attributes:
        opening: The lines above the reporting, chrome included: where a date may stand.
        body: The reporting's paragraphs.
    """

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    opening: tuple[str, ...]
    body: tuple[str, ...]


def read_page(paragraphs: Sequence[str], *, title: str | None = None) -> Page:
    """Part a page's paragraphs, as from `index.clean.paragraphs`.

    Args:
        title: The headline, where the source gave it; else it is looked for above the reporting.
    """
    kept = without_clutter(paragraphs)
    tail = biography(kept)
    reporting = kept[: tail.start]
    first = _first_prose(reporting)
    opening = [line for paragraph in reporting[:first] for line in paragraph.split("\n")]
    ...
