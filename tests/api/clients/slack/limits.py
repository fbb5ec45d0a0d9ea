"""What Slack's reference allows in a message, written down a second time: the bot's own limits are not asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

SECTION, LINK, BUTTON, VALUE, ID = 3000, 3000, 75, 2000, 255
CONTEXT, ACTIONS, BLOCKS, VIEW = 10, 25, 50, 100
TOTAL = 12_000
TEXT = 4000
KINDS = {"section", "context", "actions", "rich_text", "divider", "header"}
RICH = {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"}

_MARKUP = re.compile(r"<[^>]*>|[<>]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")


def faults(message: dict[str, Any], blocks_most: int = BLOCKS) -> list[str]:
    """Everything that is wrong with a message; empty: Slack takes it."""
    blocks = message.get("blocks") or []
    found = [fault for block in blocks for fault in _block(block)]
    if len(blocks) > blocks_most:
        found.append(f"{len(blocks)} blocks")
    if _size(json.dumps(blocks, ensure_ascii=False)) > TOTAL:
        found.append("msg_blocks_too_long")
    words = message.get("text") or ""
    if not words.strip():
        found.append("no text")
    if _size(words) > TEXT:
        found.append(f"text of {_size(words)}")
    return [*found, *_markup(words)]


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KINDS:
        yield f"block {kind}"
    if kind == "section":
        yield from _text(block["text"], SECTION)
    if kind == "context":
        yield from [] if 1 <= len(block["elements"]) <= CONTEXT else ["context elements"]
        for one in block["elements"]:
            yield from _text(one, SECTION)
    if kind == "actions":
        yield from [] if 1 <= len(block["elements"]) <= ACTIONS else ["actions"]
        for one in block["elements"]:
            yield from _button(one)
    if kind == "rich_text":
        for part in block["elements"]:
            yield from _rich(part)


def _text(one: dict[str, Any], most: int) -> Iterator[str]:
    size = _size(one["text"])
    if not 1 <= size <= most:
        yield f"text of {size}"
    if one["type"] == "mrkdwn":
        yield from _markup(one["text"])
        if one.get("verbatim") is not True:
            yield "names and addresses in the text would be made links"


def _markup(words: str) -> Iterator[str]:
    """Nothing but the bot's own mention of who shared an answer may be markup."""
    for found in _MARKUP.findall(words):
        if not re.fullmatch(r"<@[A-Z0-9]+>", found) or f"Shared by {found}" not in words:
            yield f"markup {found}"
    if _ENTITY.search(words):
        yield "a bare ampersand"


def _button(one: dict[str, Any]) -> Iterator[str]:
    if not 1 <= _size(one["text"]["text"]) <= BUTTON or one["text"]["type"] != "plain_text":
        yield "button text"
    if _size(one["value"]) > VALUE or not 1 <= len(one["action_id"]) <= ID:
        yield "button"


def _rich(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] not in RICH:
        yield f"rich text {part['type']}"
    whole = 0
    for one in part["elements"]:
        if one["type"] not in ("text", "link"):
            yield f"element {one['type']}"
        if not one["text"]:
            yield "empty element"
        if one["type"] == "link" and (_size(one["url"]) > LINK or not one["url"].startswith(("http://", "https://"))):
            yield "link"
        whole += _size(one["text"])
    if not part["elements"] or whole > SECTION:
        yield f"rich text of {whole}"


def _size(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
