"""Markdown: front matter, marks taken away, words kept."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.index.sources.reading import only, refused


def _read(tmp_path: Path, text: str) -> str | None:
    (tmp_path / "a.md").write_text(dedent(text))
    return only(tmp_path / "a.md").text


def test_front_matter_is_read_as_metadata_under_its_usual_names(tmp_path: Path) -> None:
    """A date stays as printed; unknown keys are ignored."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 'Bridge: fallen'\ndate: 2022-05-16\nauthor: Ann Example\noutlet: Sample Courier\n"
        "url: https://example.org/1\nid: a-1\nlang: en\ndraft: true\n---\n\nIt fell.\n"
    )
    article = only(tmp_path / "a.md")
    assert (article.title, article.published, article.authors) == ("Bridge: fallen", "2022-05-16", ("Ann Example",))
    assert (article.outlet, article.url, article.id, article.language) == ("Sample Courier", "https://example.org/1", "a-1", "en")
    assert article.text == "It fell."


def test_several_authors_may_be_listed(tmp_path: Path) -> None:
    """As YAML lists are written."""
    (tmp_path / "a.md").write_text("---\nauthors:\n  - Ann Example\n  - Bo Example\n---\nIt fell.\n")
    assert only(tmp_path / "a.md").authors == ("Ann Example", "Bo Example")


@pytest.mark.parametrize(
    ("front", "line", "reason"),
    [("title: [a\ndate: b", 3, "not valid YAML"), ("title: [a, b]", 0, "`title` must be text, not a list")],
)
def test_front_matter_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, front: str, line: int, reason: str) -> None:
    """Rather than printed as if it were reporting."""
    (tmp_path / "a.md").write_text(f"---\n{front}\n---\nIt fell.\n")
    refusal = refused(tmp_path / "a.md")
    assert refusal.origin == f"{tmp_path}/a.md" + (f":{line}" if line else "")
    assert reason in refusal.reason


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    """Neither one that is never closed nor one around plain words."""
    assert _read(tmp_path, "---\n\nIt fell.\n") == "It fell."
    assert "Only words" in (_read(tmp_path, "---\nOnly words\n---\nIt fell.\n") or "")


def test_the_heading_that_opens_a_text_is_its_title(tmp_path: Path) -> None:
    """It is not repeated in the text; a title in the front matter goes before it, and then the heading is text."""
    (tmp_path / "a.md").write_text("# Bridge *falls*\n\nIt fell.\n")
    article = only(tmp_path / "a.md")
    assert (article.title, article.text) == ("Bridge falls", "It fell.")
    (tmp_path / "a.md").write_text("---\ntitle: Other\n---\n# Bridge falls\n\nIt fell.\n")
    article = only(tmp_path / "a.md")
    assert (article.title, article.text) == ("Other", "Bridge falls\n\nIt fell.")


def test_marks_go_and_words_stay(tmp_path: Path) -> None:
    """Headings, emphasis, links, images, code, quotations, entities, line breaks, HTML."""
    text = _read(
        tmp_path,
        """\
        ## In the *east*

        The **army** said [it advanced](https://example.org/x "t") near
        `H-20` &amp; _held_ “the line”. ![a map](map.png)

        > “We will not leave,”
        > he said.\\
        > Twice.

        <div class="ad">Signed <b>here</b><!-- no --></div>

        ***

        Last_words_here: 5 * 3 \\* 2.
        """,
    )
    assert text == (
        "In the east\n\n"
        "The army said it advanced near H-20 & held “the line”.\n\n"
        "“We will not leave,” he said.\nTwice.\n\n"
        "Signed here\n\n"
        "Last_words_here: 5 * 3 * 2."
    )


def test_lists_and_tables_keep_their_text_one_line_an_entry(tmp_path: Path) -> None:
    """Bullets, numbers, nesting, two paragraphs in one entry."""
    text = _read(
        tmp_path,
        """\
        Losses:

        - ten *tanks*
        - two guns
          1. old
          2. new

          and a truck

        | day | lost |
        | --- | ---: |
        | 81  | 1,228 |
        """,
    )
    assert text == "Losses:\n\n- ten tanks\n- two guns\n1. old\n2. new\nand a truck\n\nday | lost\n81 | 1,228"


def test_a_text_of_nothing_but_front_matter_is_refused(tmp_path: Path) -> None:
    """There is nothing to quote."""
    (tmp_path / "a.md").write_text("---\ntitle: Other\n---\n\n")
    assert "holds no text" in refused(tmp_path / "a.md").reason
