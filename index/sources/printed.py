"""Printed pages, line by line → the paragraphs that were set in them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page among which running headers, footers and page numbers are looked for."""

RUNNING_SHARE = 0.4
"""Share of the pages that must repeat a line for it to be a running one: left and right pages may differ."""

COUNTED_PAGES = 3
"""Pages on which a number must count with the pages for its line to be a running one: chapters have their own."""

_FULL_SHARE = 0.75
_HEADING_SHARE = 0.6
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# War diaries count their days, often one a page.
_NUMBER = re.compile(r"(?<!\bday )\b\d{1,4}\b", re.IGNORECASE)
_ONLY_PAGE = re.compile(r"(page\s*)?[-–—\[(]?\s*1\s*[-–—\])]?(\s*(of|/)\s*1)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•▪◦‣●■]\s")
_ENTRY = re.compile(r"[•▪◦‣●■–—-]\s|\(?\d{1,2}[.)]\s")
_CUT = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """Paragraphs in reading order, without running lines, with words that were cut at a line's end whole again."""
    tidy = [[" ".join(line.translate(_LIGATURES).split()) for line in page] for page in pages]
    lines = [line for page in _without_running_lines(tidy) for line in page]
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    joined = (_joined(paragraph, words) for paragraph in _paragraphs(lines))
    return [paragraph for paragraph in joined if paragraph.strip()]


def _without_running_lines(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    edges = [_edges(page) for page in pages]
    seen = Counter(
        key for number, page in enumerate(pages) for key in {key for at in edges[number] for key in _keys(page[at], number)}
    )
    enough = max(2, RUNNING_SHARE * len(pages))
    counted = min(enough, COUNTED_PAGES)
    for number, page in enumerate(pages):
        if len(pages) == 1:
            running = {at for at in edges[number] if _ONLY_PAGE.fullmatch(page[at])}
        else:
            running = {
                at
                for at in edges[number]
                if any(seen[key] >= (counted if "\0" in key else enough) for key in _keys(page[at], number))
            }
        yield "\n".join(line for at, line in enumerate(page) if at not in running).strip("\n").split("\n")


def _edges(page: Sequence[str]) -> set[int]:
    printed = [at for at, line in enumerate(page) if line]
    return {*printed[:EDGE_LINES], *printed[-EDGE_LINES:]}


def _keys(line: str, page: int) -> Iterator[str]:
    """What a line shares with its like on other pages: its words, or its words around a number that counts with the pages."""
    yield line
    for number in _NUMBER.finditer(line):
        yield f"{line[: number.start()]}\0{int(number[0]) - page}\0{line[number.end() :]}"


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    full = _usual_length(lines)
    if _double_spaced(lines):
        lines = [line for line in lines if line]
    paragraph: list[str] = []
    for line, after in pairwise([*lines, ""]):
        if line:
            paragraph.append(line)
        if paragraph and (not line or not after or _ends(paragraph, after, full)):
            yield paragraph
            paragraph = []


def _usual_length(lines: Sequence[str]) -> int:
    """Characters of a full line: nine tenths of the lines are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _double_spaced(lines: Sequence[str]) -> bool:
    """Whether a blank follows on every line, so that it is no sign of a paragraph."""
    printed = [line for line in lines if line]
    ended = sum(bool(_SENTENCE_END.search(line)) for line in printed)
    return (len(lines) - len(printed)) * 2 >= len(lines) - 2 and ended * 2 < len(printed)


def _ends(paragraph: Sequence[str], after: str, full: int) -> bool:
    """Whether a paragraph is over before the line `after`."""
    last = paragraph[-1]
    if _BULLET.match(after) or (_ENTRY.match(after) and (_SENTENCE_END.search(last) or _ENTRY.match(paragraph[0]))):
        return True
    if _SENTENCE_END.search(last):
        return len(last) < _FULL_SHARE * full or _heading(after, full)
    if _ENTRY.match(paragraph[0]):
        return len(last) < _FULL_SHARE * full and not after[:1].islower()
    return len(paragraph) == 1 and _heading(last, full) and not after[:1].islower()


def _heading(line: str, full: int) -> bool:
    return len(line) < _HEADING_SHARE * full and not line[:1].islower() and not re.search(r"[.,;:!?-][\"'”’»)]*$", line)


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    parts = [lines[0]]
    for line in lines[1:]:
        cut = _CUT.search(parts[-1])
        if cut and line[:1].islower():
            parts[-1] = parts[-1][: cut.end(1)] + ("-" if _keeps_hyphen(cut, line, words) else "")
            parts.append(line)
        else:
            parts.append(f" {line}")
    return "".join(parts).replace("\u00ad", "")


def _keeps_hyphen(cut: re.Match[str], line: str, words: Counter[str]) -> bool:
    """Whether "supply-" + "routes" is "supply-routes": judged by how the rest of the text writes it."""
    left, right = cut[1].lower(), (_WORD.match(line) or [""])[0].lower()
    if cut[0].endswith("\u00ad") or words[left + right]:
        return False
    return words[f"{left}-{right}"] > 0 or (min(len(left), len(right)) > 2 and words[left] > 1 and words[right] > 1)
