"""A page's paragraphs parted: what stands above the reporting (headline, byline, date), the reporting, what comes behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.cleaning.byline import byline, described, first_named, is_about_author, is_biography_heading, is_name
from index.cleaning.clutter import is_chrome, without_clutter
from index.cleaning.dates import is_date_line
from index.cleaning.headline import headline, is_prose, same

_LEAD_REACH = 8
"""Paragraphs within which a repeated one is the page's lead printed twice; further apart it is reporting that recurs."""
_LEAD_WORDS = 6
_TAIL_REACH = 14
"""Paragraphs from the end in which an author's biography is looked for, with the links that follow it."""
_TITLE_REACH = 12
_COPYRIGHT = re.compile(
    r"\W*(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*\d{2,4})?)?,?\s*(?:by\s+)?"
    r"(?P<name>(?-i:[^\W\d_a-z])[^.,|·•]{2,40}?)(?=\s*(?:[.,|·•]|all rights|$))",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, parted.

    Attributes:
        opening: The lines above the reporting and those that chrome or a byline took, in order: where a date may stand.
        body: The reporting's paragraphs.
    """

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    opening: tuple[str, ...]
    body: tuple[str, ...]


def read_page(paragraphs: Sequence[str], *, title: str | None = None, exact: bool = False) -> Page:
    """Part the paragraphs that `index.cleaning.clean.paragraphs` gives.

    Args:
        title: The headline, where the source gave it; else it is looked for above the reporting.
        exact: Whether this is an article's body handed over as such: then nothing but what is plainly a page's goes.
    """
    reporting, tail_authors, tail_outlet = _without_tail(paragraphs)
    reporting = without_clutter(reporting)
    first = _first_prose(reporting)
    above = [line for paragraph in reporting[:first] for line in paragraph.split("\n")]
    found = headline(above, reporting[first:]) if title is None else None
    lines = above[found.line + 1 :] if found else above
    signed = first_named([byline(line) for line in above]) or _signed_alone(above)
    if not exact:
        lines = [line for line in lines if not (byline(line) or is_date_line(line) or line in signed)]
    chosen = title or (found.title if found else None)
    body = _without_repeated_lead(_without_title([*lines, *reporting[first:]], chosen))
    return Page(
        title=chosen,
        authors=signed or tail_authors,
        outlet=(found.outlet if found else None) or tail_outlet or _owner(paragraphs),
        opening=tuple(above),
        body=tuple(body),
    )


def _without_tail(paragraphs: Sequence[str]) -> tuple[list[str], tuple[str, ...], str | None]:
    """The paragraphs up to the author's biography or the list of other stories, and whom the biography names."""
    signed = first_named([byline(line) for paragraph in paragraphs[:_TITLE_REACH] for line in paragraph.split("\n")])
    kept = list(paragraphs)
    authors: list[str] = []
    outlet = None
    for at in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 1 - _TAIL_REACH), -1):
        paragraph = paragraphs[at]
        elsewhere = "\n".join(other for other in kept[:at] if not described(other, "", ()))
        introduced = described(paragraph, elsewhere, (*signed, *authors))
        if introduced:
            authors = [*([introduced[0]] if introduced[0] not in authors else []), *authors]
            outlet = introduced[1] or outlet
        if introduced or is_about_author(paragraph) or is_biography_heading(paragraph) or is_chrome(paragraph):
            kept = kept[:at]
        elif is_prose(paragraph) or (not authors and not any(map(is_chrome, paragraphs[at + 1 :]))):
            break
    return kept, tuple(authors), outlet


def _first_prose(reporting: Sequence[str]) -> int:
    """Where the reporting begins; in a text of short sentences alone with the first that ends in a full stop."""
    prose = (at for at, paragraph in enumerate(reporting) if is_prose(paragraph))
    ended = (at for at, paragraph in enumerate(reporting) if at and paragraph.endswith("."))
    return next(prose, next(ended, len(reporting)))


def _signed_alone(above: Sequence[str]) -> tuple[str, ...]:
    """A single name on a line of its own, which next to a date is a byline."""
    pairs = pairwise(above)
    return next(((name,) for pair in pairs for name, other in (pair, pair[::-1]) if is_name(name) and is_date_line(other)), ())


def _owner(paragraphs: Sequence[str]) -> str | None:
    """Whom the page's copyright line names."""
    lines = (line for paragraph in paragraphs[-_TAIL_REACH:] for line in paragraph.split("\n"))
    return next((owner["name"].strip() for line in lines if is_chrome(line) and (owner := _COPYRIGHT.match(line))), None)


def _without_title(body: Sequence[str], title: str | None) -> list[str]:
    """The body without the line at its beginning that says the headline again; a bulletin may be nothing else."""
    at = next((i for i, paragraph in enumerate(body[:_TITLE_REACH]) if title and same(paragraph, title)), None)
    return [paragraph for i, paragraph in enumerate(body) if i != at] or list(body)


def _without_repeated_lead(body: Sequence[str]) -> list[str]:
    """The body with a lead that stands twice, or first cut short, standing once."""
    kept: list[str] = []
    for at, paragraph in enumerate(body):
        nearby = body[at + 1 : at + _LEAD_REACH] if at < _LEAD_REACH else ()
        if len(paragraph.split()) < _LEAD_WORDS or not any(_says_again(later, paragraph) for later in nearby):
            kept.append(paragraph)
    return kept


def _says_again(later: str, paragraph: str) -> bool:
    cut = _CUT.sub("", paragraph)
    return same(later, paragraph) or (cut != paragraph and later.startswith(cut))
