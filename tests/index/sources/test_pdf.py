"""PDFs: text, metadata, what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.index.sources.pdfs import encrypted, pdf
from tests.index.sources.reading import both, only, refused

BODY = [
    "On day 82 of the invasion the Ukrainian military pushed back hard at the forces in the",
    "eastern part of the country. Ukrainian troops that advanced from Kharkiv have now rea-",
    "ched the border, the ministry (of defence) said.",
    "The supply route is under fire. Officials said the self-propelled guns were moved, and a",
    "second official said on the same evening that the “self-propelled” guns were lost on the",
    "way to the front.",
]
TEXT = (
    "On day 82 of the invasion the Ukrainian military pushed back hard at the forces in the eastern part of the country. "
    "Ukrainian troops that advanced from Kharkiv have now reached the border, the ministry (of defence) said.\n\n"
    "The supply route is under fire. Officials said the self-propelled guns were moved, and a second official said on the "
    "same evening that the “self-propelled” guns were lost on the way to the front."
)


def test_a_pdf_gives_its_paragraphs_and_its_own_metadata(tmp_path: Path) -> None:
    """Lines joined, a cut word whole again; the modification date is no publication date."""
    info = {
        "Title": "A border reached",
        "Author": "Ann Example",
        "CreationDate": "D:20220516093000+02'00'",
        "ModDate": "D:20240101000000Z",
    }
    (tmp_path / "a.pdf").write_bytes(pdf([BODY], info))
    article = only(tmp_path / "a.pdf")
    assert article.text == TEXT
    assert (article.title, article.authors, article.published) == (
        "A border reached",
        ("Ann Example",),
        "2022-05-16T09:30:00+02:00",
    )
    (tmp_path / "a.pdf").unlink()
    (tmp_path / "a.pdf.gz").write_bytes(gzip.compress(pdf([BODY])))
    assert only(tmp_path / "a.pdf.gz").text == TEXT


@pytest.mark.parametrize("title", ["Microsoft Word - report.docx", "untitled", "report_final.pdf", "Document1", " "])
def test_a_title_that_a_program_wrote_is_not_taken(tmp_path: Path, title: str) -> None:
    """And a date that is none is not either."""
    (tmp_path / "a.pdf").write_bytes(pdf([BODY], {"Title": title, "CreationDate": "last week"}))
    article = only(tmp_path / "a.pdf")
    assert (article.title, article.authors, article.published) == (None, (), None)


def test_a_pdf_that_needs_a_password_is_refused_and_one_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    """The second opens with the empty password."""
    (tmp_path / "a.pdf").write_bytes(encrypted(pdf([BODY]), "secret", "owner"))
    assert "encrypted" in refused(tmp_path / "a.pdf").reason
    (tmp_path / "a.pdf").write_bytes(encrypted(pdf([BODY]), "", "owner"))
    assert only(tmp_path / "a.pdf").text == TEXT


def test_a_pdf_of_images_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """Two pages without text but for page numbers and a stamp."""
    (tmp_path / "a.pdf").write_bytes(pdf([["Scanned", "1"], ["Scanned", "2"]]))
    assert "OCR" in refused(tmp_path / "a.pdf").reason


def test_damaged_pdfs_are_refused_and_never_raise(tmp_path: Path) -> None:
    """Not a PDF, cut off in its middle, and bytes overwritten at many places."""
    whole = pdf([BODY] * 3)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"A text.")
    assert "not a PDF" in refused(path).reason
    path.write_bytes(whole[:40])
    assert "damaged" in refused(path).reason
    for place in range(10, len(whole), 97):
        path.write_bytes(whole[:place] + b"\xff<<[(/" + whole[place + 6 :])
        articles, refusals = both(path)
        assert len(articles) + len(refusals) == 1
