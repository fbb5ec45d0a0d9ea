"""PDF: one article a file, its paragraphs put together again from printed lines."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from pypdf import PdfReader
from pypdf.errors import DependencyError

from index.errors import SourceError
from index.sources.printed import paragraphs
from index.types import RawArticle

MAX_PAGES = 2_000
"""Pages of one PDF. A page takes 10 to 100 ms to read: this bounds one file to a few minutes."""

_MIN_LETTERS = 20
"""Letters in a whole PDF below which it is a scan: what is there is a stamp or a watermark."""

_NO_TITLE = re.compile(
    r"untitled\b|microsoft (word|powerpoint) - |(document|slide|page) ?\d*$|.*\.(docx?|pdf|indd|odt|rtf|tex|pptx?|qxp)$",
    re.IGNORECASE,
)
"""What programs write where nobody gave a title."""


def article(data: bytes, origin: str, *, url: str | None = None) -> RawArticle:
    """One article: text of all pages, title, author and creation date as the file's own metadata give them.

    Raises:
        SourceError: If the file is damaged, encrypted, or holds images of pages only.
    """
    try:
        reader = _opened(data, origin)
        text = "\n\n".join(paragraphs([page.extract_text().split("\n") for page in reader.pages]))
        title, author, created = _metadata(reader)
    except SourceError:
        raise
    except DependencyError as error:
        raise SourceError(origin, "encrypted: save it without protection") from error
    # pypdf lets any error through on a damaged file, KeyError and RecursionError included.
    except Exception as error:
        raise SourceError(origin, f"a damaged PDF ({type(error).__name__}: {error})") from error
    if sum(character.isalpha() for character in text) < _MIN_LETTERS:
        raise SourceError(origin, "holds no text, only images of its pages: run text recognition (OCR) on it first")
    return RawArticle(origin=origin, text=text, url=url, title=title, authors=(author,) if author else (), published=created)


def _opened(data: bytes, origin: str) -> PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise SourceError(origin, "not a PDF: it does not begin with %PDF")
    reader = PdfReader(io.BytesIO(data))
    # Many files are encrypted only to forbid printing; those open with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(origin, "encrypted with a password: save it without one")
    if len(reader.pages) > MAX_PAGES:
        raise SourceError(origin, f"has {len(reader.pages)} pages; at most {MAX_PAGES} are read of one PDF: split it")
    return reader


def _metadata(reader: PdfReader) -> tuple[str | None, str | None, str | None]:
    given = reader.metadata
    if given is None:
        return None, None, None
    title = _printable(lambda: given.title)
    created = _printable(lambda: given.creation_date and given.creation_date.isoformat())
    return (None if title and _NO_TITLE.match(title) else title), _printable(lambda: given.author), created


def _printable(value: Callable[[], object]) -> str | None:
    try:
        words = value()
    except (ValueError, AttributeError):
        return None
    return " ".join(words.replace("\x00", "").split()) or None if isinstance(words, str) else None
