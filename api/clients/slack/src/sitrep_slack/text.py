"""Words on their way into Slack and out of it: escaped, measured, cut where a reader would. Pure."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*(?=\s)")
_LINE_END = re.compile(r"(?=\n)")
_GAP = re.compile(r"(?=\s)")
_MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """For mrkdwn and top-level text: no character can begin a mention, a link or an entity of Slack's."""
    return _CONTROL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """For rich text, which parses nothing: only what cannot be seen, or turns the direction of writing, is taken out."""
    return _CONTROL.sub("", text)


def size(text: str) -> int:
    """Characters as Slack may count them at worst: after escaping, and in UTF-16 units."""
    escaped = escape(text)
    return len(escaped) + len(_WIDE.findall(escaped))


def line(text: str) -> str:
    """White space folded."""
    return " ".join(text.split())


def understood(text: str, bot: str = "") -> str:
    """What a person typed, from what Slack sends: the bot's own mention goes, links and channels keep their names."""

    def name(found: re.Match[str]) -> str:
        mark, target, label = found[1], found[2], found[3]
        if mark == "@":
            return "" if target == bot else f"@{label or target}"
        if mark == "!":
            return label or ""
        return f"#{label or target}" if mark == "#" else label or target.removeprefix("mailto:")

    said = _MARKUP.sub(name, text)
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def pieces(text: str, most: int) -> list[str]:
    """The text in stretches of at most `most` by `size`: cut outside quotation marks, after a sentence, else
    at a line's end, else between words; within a quotation only where it is longer than a piece, within a word likewise."""
    found, rest = [], text.strip()
    while size(rest) > most:
        cut = _cut(rest, _fitting(rest, most))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def shortened(text: str, most: int) -> str:
    """The text, or its beginning in whole sentences or words with an ellipsis."""
    if size(text.strip()) <= most:
        return text.strip()
    return f"{pieces(text, most - 2)[0]} …"


def _fitting(text: str, most: int) -> int:
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= most else (low, middle - 1)
    return low


def _cut(text: str, most: int) -> int:
    window = text[: most + 1]  # one more, so that a sentence that ends exactly here is seen to end
    ends = _places(_SENTENCE_END, window, most)
    gaps = _places(_GAP, window, most)
    for places in (ends, _places(_LINE_END, window, most), gaps):
        outside = [place for place in places if not _is_quoted(text, place)]
        if outside:
            return outside[-1]
    anywhere = [found.start() for found in _GAP.finditer(window) if 0 < found.start() <= most]
    return max(ends or gaps or anywhere, default=most)


def _places(wanted: re.Pattern[str], window: str, most: int) -> list[int]:
    """Where a cut could come, not so early that pieces become crumbs."""
    return [found.end() for found in wanted.finditer(window) if most // 3 <= found.end() <= most]


def _is_quoted(text: str, at: int) -> bool:
    before = text[:at]
    curly = before.count("“") > before.count("”") or before.count("«") > before.count("»")
    return curly or before.count('"') % 2 == 1
