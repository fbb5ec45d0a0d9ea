"""Citations in print: nothing of the source can break the format it is printed in."""

from __future__ import annotations

import pytest

from search.citing import bibliography, bibtex, markdown, plain
from tests.search.articles import article, citation

QUOTE = "Losses of 5% & more_or_less"


def test_plain_text_names_everything_that_is_known() -> None:
    """Speaker, outlet, title, date, offsets, address."""
    made = citation(article(f"The mayor said. {QUOTE}."), QUOTE, speaker="The mayor")
    assert plain(made) == (
        "“Losses of 5% & more_or_less” — The mayor, The Daily Example, “Day 82: What We Know”, 2022-05-16, characters 16–43, "
        "https://daily.example/war/1"
    )


def test_plain_text_leaves_out_what_is_not_known() -> None:
    """A text without any metadata still has offsets."""
    bare = article("The road\nwas cut.", url=None, title=None, outlet=None, published=None)
    assert plain(citation(bare, "The road\nwas cut.")) == "“The road was cut.” — characters 0–17"


def test_markdown_is_a_quotation_with_a_link() -> None:
    """The underscore is escaped, the ampersand an entity."""
    made = citation(article(f"{QUOTE}."), QUOTE)
    assert markdown(made) == (
        "> Losses of 5% &amp; more\\_or\\_less\n>\n"
        "> — [Day 82: What We Know](<https://daily.example/war/1>), *The Daily Example*, 2022-05-16, characters 0–27"
    )


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", "[a](javascript:x)", "# head", "1. list", "- item", "a `b` *c*", "![i](x)"]
)
def test_a_hostile_quote_stays_text_in_markdown(hostile: str) -> None:
    """Every character that could act is behind a backslash."""
    quoted = markdown(citation(article(hostile), hostile)).split("\n", 1)[0].removeprefix("> ")
    for at, character in enumerate(quoted):
        if character in "<>[]`*!#":
            assert quoted[at - 1] == "\\"
    assert not quoted.startswith(("- ", "1. ", "# "))


def test_only_web_addresses_become_links() -> None:
    """Neither a script nor a closing bracket gets through."""
    quote = "The road was cut."
    assert "](" not in markdown(citation(article(quote, url="javascript:alert(1)"), quote))
    assert "<https://x.example/a%3Eb%29>" in markdown(citation(article(quote, url="https://x.example/a>b)"), quote))


def test_bibtex_escapes_what_tex_would_read() -> None:
    """Percent, ampersand and underscore; the key is letters, digits and a hyphen."""
    entry = bibtex(citation(article(f"{QUOTE}."), QUOTE))
    assert entry.startswith("@online{thedailyexample2022what-")
    assert "  note = {Quoted, characters 0–27: ``Losses of 5\\% \\& more\\_or\\_less''}" in entry
    assert "  author = {Ada Byron}" in entry
    assert "  date = {2022-05-16}" in entry


def test_a_body_with_and_in_its_name_is_one_author() -> None:
    """Without its own braces BibTeX would make two of it."""
    made = citation(article("Words here.", authors=("Ada Byron", "Ministry of Trade and War", "Reuters")), "Words here.")
    assert "author = {Ada Byron and {Ministry of Trade and War} and {Reuters}}" in bibtex(made)


@pytest.mark.parametrize("title", ["a } b", "a { b", "\\input{x}", "100% {", "}}}"])
def test_braces_balance_whatever_the_title(title: str) -> None:
    """Escaped braces aside, as many open as close, and never fewer."""
    entry = bibtex(citation(article("Words here.", title=title), "Words here.")).replace("\\{", "").replace("\\}", "")
    depth = 0
    for character in entry:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


def test_a_bibliography_has_each_entry_once() -> None:
    """Two quotes of one article are two entries; one quote twice is one."""
    source = article("One thing. Another thing.")
    one, other = citation(source, "One thing."), citation(source, "Another thing.")
    assert bibliography([one, other, one]).count("@online{") == 2
