"""Bytes of any usual encoding → text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Names that are used on the web for a larger encoding than the one they name; browsers read them so."""

_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Python codecs that no page is written in, and that cost much or rewrite the text."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LETTER = re.compile(rb"[A-Za-z]")

MAX_CONTROL_SHARE = 0.002
"""Control characters per character above which a file is taken for a binary one; print-outs hold a few form feeds."""

_MIN_LETTER_SHARE = 0.5
"""Basic Latin letters among letters and high bytes above which a legacy text is Western: other scripts use few."""

_WIDE_SAMPLE_BYTES = 1024


def decoded(data: bytes, origin: str, *, charset: str | None = None) -> str:
    r"""Text with `\n` line ends.

    By its byte order mark, else UTF-8 where it can be, else as `charset` says, else by the likeliest legacy encoding. UTF-8 goes
    before what a server or page says: many announce ISO-8859-1 for everything, and nothing else is valid UTF-8 by chance.

    Raises:
        SourceError: If it is a binary file, or blank.
    """
    text = _decoded(data, charset).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise SourceError(origin, "a binary file, not text")
    if not text.strip():
        raise SourceError(origin, "blank: white space only")
    return text


def _decoded(data: bytes, charset: str | None) -> str:
    certain = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if certain:
        return data.decode(certain, errors="replace")
    known = _known(charset)
    # Stateful Asian encodings are written in ASCII bytes only.
    for encoding in (known, "utf-8") if data.isascii() else ("utf-8", known):
        try:
            if encoding:
                return data.decode(encoding)
        except UnicodeError:
            continue
    return data.decode(_legacy(data), errors="replace")


def _known(charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name.replace("_", "-") in _NO_CHARSETS:
        return None
    wider = _WIDER.get(name, name)
    try:
        # Python lists compressors among its codecs; only this tells them from encodings of text.
        b"a".decode(wider)
    except LookupError:
        return None
    except UnicodeError:
        return wider
    return wider


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte."""
    sample = data[:_WIDE_SAMPLE_BYTES]
    if sample[1::2].count(0) * 10 > len(sample) * 4 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) * 10 > len(sample) * 4 and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _legacy(data: bytes) -> str:
    """The encoding of a text that is not UTF-8.

    Statistics fail on a Western text, where a few quotation marks are all there is to judge by; they are good at other scripts.
    """
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    letters = len(_LETTER.findall(data))
    if letters >= _MIN_LETTER_SHARE * (letters + high):
        return "utf-8" if _mostly_utf8(data) else "cp1252"
    best = from_bytes(data).best()
    return best.encoding if best else "cp1252"


def _mostly_utf8(data: bytes) -> bool:
    """Whether the text is UTF-8 with a few broken bytes rather than another encoding."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 4 < beyond_ascii
