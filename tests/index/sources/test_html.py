"""HTML files: their encodings."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from tests.index.sources.reading import only, refused

SENTENCE = "„Zełenski” powiedział: café"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="iso-8859-2">'),
        ("utf-16", '<meta charset="utf-8">'),
        ("cp1250", '<meta charset="windows-1250">'),
        ("cp1250", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1250", '<meta charset="utf-8"><meta name="no such" content="and wrong">'),
    ],
)
def test_a_page_is_decoded_by_its_mark_then_as_utf8_then_by_what_it_says(tmp_path: Path, encoding: str, head: str) -> None:
    """A page that lies about being UTF-8 is still read, by the Western code page at worst."""
    page = f"<!doctype html><html><head>{head}</head><body><p>{SENTENCE}</p></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    article = only(tmp_path / "a.html")
    assert article.text is None
    if "wrong" in head:
        assert "powiedzia" in (article.html or "")
    else:
        assert article.html == page


def test_an_xhtml_declaration_is_dropped_so_that_parsers_accept_the_page(tmp_path: Path) -> None:
    """lxml refuses a str that still claims an encoding."""
    page = '<?xml version="1.0" encoding="windows-1250"?>\n<html><body><p>Zełenski</p></body></html>'
    (tmp_path / "a.htm").write_bytes(page.encode("cp1250"))
    article = only(tmp_path / "a.htm")
    assert html.fromstring(article.html or "").text_content() == "Zełenski"


def test_a_charset_that_is_no_text_encoding_is_ignored(tmp_path: Path) -> None:
    """Python knows codecs that compress or rewrite; a page may not choose one."""
    for name in ("zlib", "unicode_escape", "utf-7", "no-such-charset", "hex"):
        (tmp_path / "a.html").write_bytes(f'<html><meta charset="{name}"><p>+AGE- \\u0041 caf'.encode() + b"\xe9</p>")
        assert r"+AGE- \u0041 café" in (only(tmp_path / "a.html").html or "")


def test_an_image_called_html_is_refused(tmp_path: Path) -> None:
    """The name does not make it a page."""
    (tmp_path / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    assert "binary" in refused(tmp_path / "a.html").reason
