"""Blocks of Block Kit, each together with the words that stand for it. Pure.

What comes from articles is set in rich text: it has no markup, so that nothing in a quote can become a mention, a link or
bold type, and the quote's own asterisks and underscores stay what they are. mrkdwn is for the bot's own words.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitrep_slack import text
from sitrep_slack.types import Block

SECTION_MOST = 3000
"""Characters in a section's text, from Slack's reference; rich text has no documented limit and is held to the same."""

LINK_MOST = 2000
"""Characters of an address that becomes a link; Slack takes 3,000 in a button and names no limit for rich text."""

BUTTON_MOST = 75
VALUE_MOST = 2000

_LABEL_MOST = 300
_QUOTE_MOST = 2500
_PLACE_MOST = 1200


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, and the same as plain words, unescaped; empty words: a block that only offers something to press."""

    block: Block
    plain: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: words, maybe a link, maybe italic."""

    words: str
    url: str | None = None
    italic: bool = False

    def element(self) -> Block:
        """The element of rich text."""
        kind: Block = {"type": "link", "url": self.url} if self.url else {"type": "text"}
        style: Block = {"style": {"italic": True}} if self.italic else {}
        return {**kind, "text": self.words, **style}


def said(words: str) -> list[Piece]:
    """The bot's own words as sections, as many as their length needs."""
    return [Piece(_section(one), one) for one in text.pieces(words, SECTION_MOST)]


def small(words: str) -> Piece:
    """One line in small type, shortened."""
    kept = text.shortened(text.line(words), _LABEL_MOST)
    return Piece({"type": "context", "elements": [_mrkdwn(kept)]}, kept)


def paragraph(words: str) -> list[Piece]:
    """Words from elsewhere as rich text, literally."""
    kept = text.pieces(text.literal(words), _QUOTE_MOST)
    return [Piece(_rich(_spans("rich_text_section", [Span(one)])), one) for one in kept]


def quoted(words: str, source: list[Span], plain: str) -> list[Piece]:
    """A quote and the line that says where it stands: one block, so that no cut can come between them.

    A quote longer than a block holds goes on in the next, from the end of a sentence; the source stands under the last.

    Args:
        plain: The same in one line of plain text.
    """
    parts = text.pieces(text.literal(words), _QUOTE_MOST) or ["…"]
    kept = [Piece(_rich(_spans("rich_text_quote", [Span(one)])), f"“{one}”") for one in parts[:-1]]
    last = _rich(_spans("rich_text_quote", [Span(parts[-1])]), _spans("rich_text_section", _within(source)))
    return [*kept, Piece(last, plain if not kept else f"“{parts[-1]}” {_joined(source)}")]


def button(label: str, action: str, value: str, style: str | None = None) -> Block:
    """A button; what it is about is told by an id, and kept by the bot."""
    face = {"type": "plain_text", "text": label[:BUTTON_MOST], "emoji": True}
    styled = {"style": style} if style else {}
    return {"type": "button", "text": face, "action_id": action, "value": value[:VALUE_MOST], **styled}


def actions(buttons: list[Block]) -> Piece:
    """A row of buttons."""
    return Piece({"type": "actions", "elements": buttons}, "")


def _within(source: list[Span]) -> list[Span]:
    left, kept = _PLACE_MOST, []
    for span in source:
        words = text.literal(span.words)
        words = text.shortened(words, _LABEL_MOST) if text.size(words) > _LABEL_MOST else words
        if words and (left := left - text.size(words)) >= 0:
            url = span.url if span.url and len(span.url) <= LINK_MOST else None
            kept.append(Span(words, url, span.italic))
    return kept


def _joined(source: list[Span]) -> str:
    return "".join(span.words for span in source)


def _spans(kind: str, spans: list[Span]) -> Block:
    return {"type": kind, "elements": [span.element() for span in spans if span.words]}


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(words: str) -> Block:
    return {"type": "section", "text": _mrkdwn(words)}


def _mrkdwn(words: str) -> Block:
    return {"type": "mrkdwn", "text": text.escape(words), "verbatim": True}
