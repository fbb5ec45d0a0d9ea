"""Markdown: one article a file, its front matter read as metadata, its marks taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import SourceError
from index.sources.charset import decoded
from index.sources.described import described
from index.sources.frontmatter import split
from index.types import RawArticle

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^>]*>|<[!?][^>]*>", re.DOTALL | re.IGNORECASE)
_SPOKEN = {"softbreak": " ", "hardbreak": "\n"}


def article(data: bytes, origin: str, *, url: str | None = None, charset: str | None = None) -> RawArticle:
    """One article: headings, list entries and paragraphs as plain lines, links and emphasis reduced to their text.

    The title is the front matter's, else the first-level heading that opens the text.

    Raises:
        SourceError: If it is a binary file, holds no text, or its front matter cannot be read.
    """
    fields, body = split(decoded(data, origin, charset=charset), origin)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    heading = _opening_title(tokens)
    if heading and fields.get("title", heading) in ("", heading):
        fields["title"] = heading
        tokens = tokens[3:]
    text = "\n\n".join(_blocks(tokens))
    if not text:
        raise SourceError(origin, "holds no text below its title and front matter")
    if url:
        fields["url"] = url
    return described(fields, origin, text=text)


def _opening_title(tokens: Sequence[Token]) -> str | None:
    return _spoken(tokens[1]) if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1" else None


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Blocks of text: a paragraph, a heading, a whole list or a whole table, one line an entry or row."""
    lines: list[str] = []
    for token, line in _lines(tokens):
        if line:
            lines.append(line)
        if token.level == 0 and token.nesting <= 0 and lines:
            yield "\n".join(lines)
            lines = []


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Every token with the line of text that it completes, if any."""
    marker, cells = "", list[str]()
    for token in tokens:
        line = ""
        match token.type:
            case "list_item_open":
                marker = f"{token.info}{token.markup} " if token.info else "- "
            case "th_open" | "td_open":
                cells.append("")
            case "inline" if cells:
                cells[-1] = _spoken(token)
            case "tr_close":
                line, cells = " | ".join(cells), []
            case "inline" | "fence" | "code_block" | "html_block":
                spoken = _spoken(token)
                line, marker = (marker + spoken if spoken else ""), ""
        yield token, line


def _spoken(token: Token) -> str:
    """What a reader of the printed page would see of one block."""
    if token.type == "html_block":
        return unescape(_TAG.sub("", token.content)).strip()
    if token.type != "inline":
        return token.content.strip()
    return "".join(_piece(child) for child in token.children or ()).strip()


def _piece(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "html_inline" and token.content.lower().startswith("<br"):
        return "\n"
    return _SPOKEN.get(token.type, "")
