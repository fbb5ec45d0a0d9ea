"""Text → paragraphs under their headings.

A heading leaves the text of the passages, so a line that may be reported fact must never be taken for one: sentence-case lines
with a finite verb, lines with figures and the last entry of a list stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from index.cutting.sentences import sentences
from index.types import Span

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*\n[ \t]*\n|\s*\Z)", re.S)
_CHARACTERS = 100
_LABEL_CHARACTERS = 120
_LABELLED_CHARACTERS = 280
_PROSE_CHARACTERS = 80
_PLAIN_WORDS = 7
"""A sentence-case heading has at most this many words; a longer line is more likely a statement without its full stop."""

_VERBS = (
    "is are was were has have had will would can could may might must say says said die dies kill kills beat began bought broke "
    "built came caught cut drew drove fell fled flew fought gave grew held hit kept led left lost made met ran retake retook "
    "rose sank saw sent set shot spoke stood struck threw told took went withdrew won wrote"
)
_FINITE = re.compile(rf"(?<!-)\b(?:{'|'.join(_VERBS.split())}|\w{{3,}}ed)\b")
"""What makes a statement of a line: common verbs, and nearly every past tense."""

_CLAUSE = re.compile(r"(?:What|How|Why|Who|Where|When|Which|Whose)\b|.*?\b(?:that|which|who|where)\b")
_ASIDE = re.compile(r"\s*\([^()\d.]*\)\s*$")
_NUMBER = re.compile(r"\s?#\s?\d{1,2}[a-z]?\b|\s\d[a-z]?(?=\s?[—–-])")
_JOINT = re.compile(r"\s?[—–]\s?|\s?-\s")
_STATING = re.compile(r"[\d.!?;:“”\"]|[…,”\"'’]$")
_SUMMARY = re.compile(
    r"(?:key|main)\s(?:takeaways?|points?|findings|developments)|highlights|(?:executive\s)?summary|at a glance|in brief", re.I
)
_SUMMARY_SENTENCES = 3


def paragraphs(text: str) -> list[Span]:
    """Spans of the blocks between blank lines, without the white space around them."""
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def sections(text: str, without: Collection[Span] = frozenset()) -> Iterator[tuple[str | None, list[Span]]]:
    """Runs of paragraphs under one heading, unbroken by a paragraph that is left out.

    A heading reaches to the next one; that of a summary ("Key Takeaways") only as far as its short entries.
    """
    blocks = paragraphs(text)
    titles = headings(text, blocks)
    heading: str | None = None
    run: list[Span] = []
    for block in blocks:
        ends = block not in titles and heading is not None and _outgrows(text, heading, block)
        if run and (ends or block in titles or block in without):
            yield heading, run
            run = []
        if block in titles:
            heading = text[slice(*block)]
        elif ends:
            heading = None
        if block not in titles and block not in without:
            run.append(block)
    if run:
        yield heading, run


def headings(text: str, blocks: list[Span]) -> frozenset[Span]:
    """Which paragraphs are headings. Found from the last, for a heading may stand above another but never above nothing."""
    found: set[Span] = set()
    for at in range(len(blocks) - 2, -1, -1):
        words, below = text[slice(*blocks[at])], text[slice(*blocks[at + 1])]
        labelled = _is_labelled(words)
        chained = blocks[at + 1] in found and (labelled or _is_labelled(below))
        above = text[slice(*blocks[at - 1])] if at else ""
        if (chained or _is_prose(below, words)) and (labelled or (_is_plain(words) and not _is_list_entry(above))):
            found.add(blocks[at])
    return frozenset(found)


def essence(heading: str) -> str:
    """A heading without its aside, and without its label where a name follows: "Supporting Effort #2—Southern Axis (…)"."""
    bare = _ASIDE.sub("", heading).rstrip(":; ")
    parts = _JOINT.split(bare, maxsplit=1)
    return parts[1] if len(parts) == 2 and parts[1] and _NUMBER.sub("", parts[0]).casefold().endswith("effort") else bare


def _outgrows(text: str, heading: str, block: Span) -> bool:
    return _SUMMARY.fullmatch(heading.strip(": ")) is not None and len(sentences(text, *block)) > _SUMMARY_SENTENCES


def _is_prose(below: str, words: str) -> bool:
    return (
        len(below) > min(len(words), _CHARACTERS)
        and len(below) >= _PROSE_CHARACTERS
        and any(mark in below for mark in ".!?。！？؟")
    )


def _is_plain(words: str) -> bool:
    """A short line without a stop. A line with a number stays in the text: it may be a reported figure."""
    if len(words) > _CHARACTERS or "\n" in words or words[-1] in ".!?…:;,”\"'’。！？؟" or any(c.isdigit() for c in words):
        return False
    if not words[0].isupper():
        return False
    if _is_title_case(words):
        return True
    return len(words.split()) <= _PLAIN_WORDS and (not _FINITE.search(words) or _CLAUSE.match(words) is not None)


def _is_labelled(words: str) -> bool:
    """ "Main Effort #1—Eastern Ukraine (objective: …)", "Eastern Ukraine: (Kreminna Line)"."""
    if len(words) > _LABELLED_CHARACTERS or "\n" in words or not words[0].isupper():
        return False
    whole = words.rstrip(":; ")
    bare = _ASIDE.sub("", whole)
    core = _NUMBER.sub("", bare).rstrip(": ")
    if not core or len(core) > _LABEL_CHARACTERS or _STATING.search(core) or _FINITE.search(core):
        return False
    label, *named = _JOINT.split(core, maxsplit=1)
    named = [name for name in named if name[:1].isupper()]
    if named and label.casefold().endswith("effort"):
        return True
    if len(bare) < len(whole) and len(core.split()) > 1 and all(word[0].isupper() for word in core.split()):
        return True
    return _is_title_case(core) and bool(named or len(bare) < len(whole))


def _is_title_case(words: str) -> bool:
    """Whether most of the longer words behind the first are capitalised, and there are two of them at least."""
    longer: list[str] = re.findall(r"[^\W\d_]{4,}", words)[1:]
    return len(longer) >= 2 and sum(word[0].isupper() for word in longer) >= 0.6 * len(longer)


def _is_list_entry(above: str) -> bool:
    """Whether the paragraph above is itself a short line without a stop: then both may be entries of a list."""
    return 0 < len(above) <= _CHARACTERS and above[-1] not in ".!?…:”\"'’)" and "\n" not in above and not _is_title_case(above)
