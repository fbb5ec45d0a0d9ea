"""Words into Slack and out of it: nothing acts, nothing is lost, cuts come where a reader would make them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitrep_slack import text


def test_what_could_ping_a_channel_is_escaped() -> None:
    """The three characters by which Slack's markup begins and ends."""
    assert text.escape("<!channel> & <@U1|x>") == "&lt;!channel&gt; &amp; &lt;@U1|x&gt;"


def test_characters_that_cannot_be_seen_are_taken_out() -> None:
    """Bidirectional overrides and zero-width spaces hide words; a joiner within a word stays."""
    assert text.escape("a\u202eb\u200bc\x07d") == "abcd"
    assert text.literal("می\u200cشود <b>") == "می\u200cشود <b>"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@U0BOT> what of <#C1|general> &amp; <https://a.example/x|a.example>?", "what of #general & a.example?"),
        ("<@U0BOT|sitrep> &lt;5 km", "<5 km"),
        ("ask <@U7|ann> <!here> <mailto:a@b.example|a@b.example>", "ask @ann  a@b.example"),
        ("<https://a.example/?a=1&amp;b=2>", "https://a.example/?a=1&b=2"),
    ],
)
def test_what_a_person_typed_is_read_from_what_slack_sends(sent: str, meant: str) -> None:
    """Only the bot's own mention goes."""
    assert text.understood(sent, "U0BOT") == meant


def test_a_cut_comes_after_a_sentence_and_not_inside_a_quote() -> None:
    """The first sentence end lies inside quotation marks, so the one before is taken."""
    words = "One two three four. He said “Five six. Seven eight nine” and went on."
    assert text.pieces(words, 45) == ["One two three four.", "He said “Five six. Seven eight nine” and went", "on."]


def test_a_link_is_never_cut() -> None:
    """An address has no white space to cut at."""
    words = f"See it there: https://a.example/{'x' * 40} and there."
    assert text.pieces(words, 60) == ["See it there:", f"https://a.example/{'x' * 40}", "and there."]


def test_sizes_count_what_escaping_adds_and_wide_characters_twice() -> None:
    """& becomes five characters; an emoji is two UTF-16 units."""
    assert (text.size("a&b"), text.size("🙂")) == (7, 2)


@given(st.text(alphabet=st.sampled_from('ab .!?"“”<&\n🙂'), max_size=300), st.integers(12, 60))
def test_pieces_fit_and_hold_every_word(words: str, most: int) -> None:
    """Whatever the text: nothing but white space is lost."""
    found = text.pieces(words, most)
    assert all(0 < text.size(one) <= most for one in found)
    assert "".join("".join(found).split()) == "".join(words.split())


def test_what_is_shortened_says_so() -> None:
    """Whole sentences, then an ellipsis."""
    assert text.shortened("One two three. Four five six.", 20) == "One two three. …"
    assert text.shortened("One two three.", 20) == "One two three."
