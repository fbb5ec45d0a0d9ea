"""The quotations that a message holds. Pure."""

from __future__ import annotations

import re

_MARKED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"\n]+)\"")
_WORDS_LEAST = 3
"""Shorter ones are names and scare quotes."""

MOST = 5


def quotations(message: str) -> list[str]:
    """What is set as a quotation, by quotation marks or as a block; a message without any is one itself."""
    outside = "\n".join(one for one in message.splitlines() if not one.startswith(">"))
    found = [*_blocks(message), *(_inside(one) for one in _MARKED.finditer(outside))]
    kept = list(dict.fromkeys(one.strip() for one in found if len(one.split()) >= _WORDS_LEAST))
    return kept or [message.strip()]


def _inside(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _blocks(message: str) -> list[str]:
    blocks: list[list[str]] = [[]]
    for one in message.splitlines():
        if one.startswith(">"):
            blocks[-1].append(one.lstrip("> ").strip())
        elif blocks[-1]:
            blocks.append([])
    return [" ".join(block) for block in blocks if block]
