"""A citation in print: plain text, Markdown, BibTeX. Character for character what the server's own command line prints."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sitrep_client._answer import Answer, Citation
    from sitrep_client._articles import Article

_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+|~!])")
_LINE_MARK = re.compile(r"(?m)^(\s*)([-=])|^(\s*\d+)([.)])")
_URL_BREAKERS: Final = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\n": "", "\r": "", "\t": ""}


def plain(citation: Citation) -> str:
    """One line of plain text."""
    article = citation.article
    title = f"“{_line(article.title)}”" if article.title else None
    parts = [citation.speaker, _line(article.outlet), title, article.published, _place(citation), article.url]
    return f"“{_line(citation.quote)}” — {_joined(parts)}"


def markdown(citation: Citation) -> str:
    """A block quote and a line with the linked title."""
    article = citation.article
    quote = "\n".join(f"> {_marked(line)}".rstrip() for line in citation.quote.split("\n"))
    title = _marked(_line(article.title) or article.id)
    linked = f"[{title}](<{_escaped(article.url, _URL_BREAKERS)}>)" if is_web(article.url) else title
    outlet = f"*{_marked(_line(article.outlet) or '')}*" if article.outlet else None
    speaker = _marked(citation.speaker) if citation.speaker else None
    return f"{quote}\n>\n> — {_joined([speaker, linked, outlet, article.published, _place(citation)])}"


def answer(whole: Answer) -> str:
    """A Markdown page: statements with numbers, then the citations under theirs."""
    if not whole.answered:
        return f"{_marked(_line(whole.text) or '')}\n"
    lines = " ".join(f"{_marked(_line(one.text) or '')} {_numbers(one.citations)}".rstrip() for one in whole.statements)
    return "\n\n".join([lines, *(f"{_numbers([one.n])}\n\n{markdown(one)}" for one in whole.citations)]) + "\n"


def bibtex(citation: Citation) -> str:
    """An `@online` entry (biblatex) in UTF-8."""
    article = citation.article
    fields = {
        "author": _names(article.authors) or (f"{{{_tex(article.outlet)}}}" if article.outlet else None),
        "title": f"{{{_tex(article.title)}}}" if article.title else None,
        "organization": f"{{{_tex(article.outlet)}}}" if article.outlet else None,
        "date": article.published,
        "url": _escaped(article.url, {"{": "%7B", "}": "%7D", "\\": "%5C"} | _URL_BREAKERS) if article.url else None,
        "langid": article.language,
        "note": f"Quoted, {_tex(_place(citation))}: ``{_tex(citation.quote)}''",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{_key(citation)},\n" + ",\n".join(lines) + "\n}\n"


def bibliography(citations: Iterable[Citation]) -> str:
    """The BibTeX entries, each key once."""
    return "\n".join({_key(citation): bibtex(citation) for citation in citations}.values())


def is_web(url: str | None) -> bool:
    """Whether an address may become a link."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"\\[{n}\\]" for n in numbers)


def _key(citation: Citation) -> str:
    article = citation.article
    first = next((word for word in (article.title or "").split() if len(_ascii(word)) > 3), "")
    unique = hashlib.sha256(f"{article.id}:{citation.start}:{citation.end}".encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{_ascii(article.outlet or 'anon')[:20] or 'anon'}{_year(article)}{_ascii(first)[:16]}-{unique}"


def _year(article: Article) -> str:
    return str(int(article.published[:4])) if article.published else "nd"


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())


def _names(authors: tuple[str, ...]) -> str:
    """Joined by `and`; a name that holds `and`, a comma or no space is one body's or one word's and is kept together."""
    return " and ".join(_name(author) for author in authors)


def _name(author: str) -> str:
    is_one = re.search(r"\band\b|,", author, re.IGNORECASE) or " " not in author.strip()
    return f"{{{_tex(author)}}}" if is_one else _tex(author)


def _tex(text: str) -> str:
    return _escaped(_line(text) or "", _TEX)


def _escaped(text: str | None, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text or "")


def _marked(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", text).replace("&", "&amp;")
    return _LINE_MARK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}", escaped)


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) if text is not None else None


def _place(citation: Citation) -> str:
    return f"characters {citation.start}–{citation.end}"


def _joined(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
