"""Who wrote an article, where a page says so in its own words: bylines, lists of names, biographies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PARTICLES = frozenset("al bin da dal de del della der di dos du e el ibn la le ter ul van von y zu".split())
# Capitalised words that make a section or an institution of what otherwise looks like a name.
_NO_NAME = frozenset(
    """affairs africa agence agency america analysis army asia associated breaking britain business central china conflict council
    correspondent court culture defence defense department desk east economy editor europe european exclusive experts federation force
    forces foreign france general germany global government home house india institute international iran iraq israel key latest life
    media middle military minister ministry monday morning nations national nato new news newspaper north office opinion politics press
    president report reporter republic reuters russia russian science security service society south special sport sports staff state
    states sunday syria takeaways team technology the times today ukraine ukrainian union united university video war west western
    white world writer""".split()  # noqa: SIM905
)
_ROLES = (
    r"(?:journalist|columnist|reporter|correspondent|editor|writer|author|contributor|blogger|producer|photographer|broadcaster|bureau chief|"
    r"analyst|fellow|researcher|scholar|historian|professor|lecturer|strategist|expert|commentator|specialist|novelist|director|veteran|intern)"
)
_BYLINE = re.compile(
    r"(?:(?:story|text|words|written|report(?:ed|ing)?|analysis|opinion|posted|additional reporting)\s+)?by:?\s+(.+)", re.IGNORECASE
)
_BYLINE_END = re.compile(r"\s*(?:[|•·;(@/–—]|\s-\s|,?\s+(?:in|at|for|updated|published|posted|on)\s|,?\s*\d).*$", re.IGNORECASE)
_NAME_BREAK = re.compile(r"\s*(?:,\s*(?:and|&|with)\s+|,|\s+and\s+|\s+&\s+|\s+with\s+)\s*", re.IGNORECASE)
_SUBJECT = r"(?P<name>[^\W\d_a-z][\w’'.-]*(?:\s+[\w’'.-]+){0,4}?)(?:,[^,]{2,60},|\s\([^)]{2,40}\))?"
_BIOGRAPHY = re.compile(
    rf"(?:about\s+)?(?:(?P<post>.{{2,90}}?\b{_ROLES}),\s+)?(?:(?:dr|prof|professor|mr|mrs|ms|lt|col|maj|gen|capt|sgt)\.?\s+)?{_SUBJECT}(?:\s*[:–—-]\s*|\s+)"
    rf"(?:(?:is|was|serves as|works as|worked as|has been)\s+(?:(?:currently|also|now|previously|formerly)\s+)?(?:an?|the|one of)?\s*"
    rf"(?:[^.]{{0,120}}?\b)?{_ROLES}s?\b|(?:covers|reports on|reports from|reports for|writes about|writes on|writes for|has written for|has covered|has reported)\b)",
    re.IGNORECASE | re.DOTALL,
)
_THE_AUTHOR = re.compile(rf"the (?:author|writer|columnist|reporter)s? (?:is|are|was|has|have|can be)\b|(?:you can )?follow (?:him|her|them|the author) (?:on|at)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"\W*(?:(?:expert|author|writer|short)?\s*bio(?:graphy)?s?|about(?: the)? (?:author|writer|reporter|expert|contributor)s?|(?:the )?authors?|meet the (?:author|writer)|(?:written|posted) by)\b\W*",
    re.IGNORECASE,
)
_POST_OUTLET = re.compile(r"(?:an?|the)\s+(?P<outlet>(?=\S*[^\W\d_])[^\W_a-z][\w.&-]*)\s", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Whether a phrase has the form of a person's full name: two to five words, capitalised, none of a section's."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    if any(not re.fullmatch(r"[^\W\d_]+(?:[.’'ʼ-][^\W\d_]*)*", word) or word.casefold().strip(".") in _NO_NAME for word in words):
        return False
    return words[0][0].isupper() and words[-1][0].isupper() and all(w[0].isupper() or w.casefold() in _PARTICLES for w in words)


def names(line: str) -> tuple[str, ...]:
    """The people of a line that is nothing but a list of two or more full names; else none."""
    parts = [part for part in _NAME_BREAK.split(line.strip().rstrip(".,")) if part]
    return tuple(map(_cased, parts)) if len(parts) > 1 and all(map(is_name, parts)) else ()


def byline(line: str) -> tuple[str, ...]:
    """The people whom a line names as authors ("By …", or a bare list of names); none where it is no byline."""
    if len(line) > 250:
        return ()
    said = _BYLINE.fullmatch(line.strip())
    if not said:
        return names(line)
    parts = _NAME_BREAK.split(_BYLINE_END.sub("", said.group(1)))
    return tuple(_cased(part.strip(" .")) for part in parts if is_name(part.strip(" .")))


def is_biography_heading(line: str) -> bool:
    """Whether a line announces a biography of the author."""
    return _HEADING.fullmatch(line) is not None


def described(paragraph: str, elsewhere: str, authors: Iterable[str]) -> tuple[str, str | None] | None:
    """Whom a paragraph introduces as its author, and the outlet it names in doing so ("A 19FortyFive … Columnist, …").

    Args:
        elsewhere: The article's other text. Whom it speaks of is its subject: a sentence about them is reporting.
        authors: Known from elsewhere; a paragraph may introduce one of them by part of the name.

    Returns:
        `None` where the paragraph is no biography.
    """
    if len(paragraph) > 1500:
        return None
    found = _BIOGRAPHY.match(paragraph)
    name = found["name"].strip() if found else ""
    known = next((author for author in authors if name and set(name.split()) <= set(author.split())), None)
    if not found or not (known or is_name(name) and name.split()[-1].casefold() not in elsewhere.casefold()):
        return None
    post = _POST_OUTLET.match(found["post"] or "")
    return known or name, post["outlet"] if post else None


def is_about_author(paragraph: str) -> bool:
    """Whether a paragraph speaks of "the author" without a name."""
    return len(paragraph) <= 600 and _THE_AUTHOR.match(paragraph) is not None


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


def first_named(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first group that names anyone."""
    return next((group for group in groups if group), ())
