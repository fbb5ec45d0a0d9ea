"""Pieces into messages, none above what Slack takes. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sitrep_slack import text
from sitrep_slack.blocks import Piece
from sitrep_slack.types import Part

BLOCKS_MOST = 50
"""Blocks in a message, from Slack's reference."""

MESSAGE_MOST = 12_000
"""Characters of a message's blocks as JSON. Slack documents no such limit but refuses with `msg_blocks_too_long` from about
13,200 of them on, and messages of rich text with less than 12,000 characters of text: so what is measured here is the JSON."""

HOME_MOST = 100
"""Blocks in a Home tab."""

TEXT_MOST = 3900
"""Characters of top-level text; Slack recommends 4,000."""


def packed(pieces: Sequence[Piece], ending: Sequence[Piece] = ()) -> list[Part]:
    """The pieces in order, in as few messages as take them; what ends the reply stays with the last piece."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if groups[-1] and not _fits([*groups[-1], piece]):
            groups.append([])
        groups[-1].append(piece)
    if ending and not _fits([*groups[-1], *ending]):
        groups.append([groups[-1].pop()] if len(groups[-1]) > 1 else [])
    groups[-1].extend(ending)
    return [_part(group) for group in groups if group]


def length(blocks: list[dict[str, object]]) -> int:
    """Characters of the blocks as JSON, in UTF-16 units."""
    return len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2


def _fits(group: list[Piece]) -> bool:
    return len(group) <= BLOCKS_MOST and length([piece.block for piece in group]) <= MESSAGE_MOST


def _part(group: list[Piece]) -> Part:
    words = [piece.plain for piece in group if piece.plain]
    whole = text.shortened("\n\n".join(words), TEXT_MOST)
    return Part(blocks=[piece.block for piece in group], text=text.escape(whole), plain=_plain(words))


def _plain(words: list[str]) -> list[str]:
    """The same without blocks: messages of whole pieces, for when Slack refuses the blocks."""
    messages: list[str] = []
    for one in (short for whole in words for short in text.pieces(whole, TEXT_MOST)):
        joined = f"{messages[-1]}\n\n{one}" if messages else one
        if messages and text.size(joined) <= TEXT_MOST:
            messages[-1] = joined
        else:
            messages.append(one)
    return [text.escape(message) for message in messages]
