"""Article to passages: every sentence once and in order, and nothing that the encoder would cut off unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cutting.passages import PassageRules, encoder_input, paragraphs, split
from index.cutting.sections import headings
from index.cutting.tokens import counter
from index.encoding.encoder import SentenceEncoder
from index.types import Article, Passage, Span
from tests.index.corpus import real_articles, real_seeds, sample_articles
from tests.made import made_article

RULES = PassageRules()
TOKENS = counter(RULES.vocabulary)


def article(text: str, **changes: object) -> Article:
    return made_article(1, **({"text": text, "title": "A title", "outlet": "An outlet"} | changes))


def words(text: str) -> int:
    """A count by hand for tests where the encoder's own does not matter."""
    return len(text.split())


def cut(text: str, rules: PassageRules = RULES, count: Callable[[str], int] = words) -> list[Passage]:
    return split(article(text), rules, count)


def assert_fits(passage: Passage, encoder: SentenceEncoder, rules: PassageRules = RULES) -> None:
    text, spans = encoder_input(passage)
    assert TOKENS(passage.text) <= rules.max_tokens, passage.text
    assert encoder.count(text) + 2 <= rules.window, text
    assert [text[a:b] for a, b in spans] == [passage.article.text[a:b] for a, b in passage.sentences]


def assert_whole(source: Article, passages: list[Passage], without: frozenset[Span] = frozenset()) -> None:
    """All words outside headings stand in the sentences of exactly one passage, in order; between them is only white space."""
    blocks = paragraphs(source.text)
    left_out = headings(source.text, blocks) | without
    kept = [block for block in blocks if block not in left_out]
    spans = [span for passage in passages for span in passage.sentences]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = "".join("".join(source.text[a:b].split()) for a, b in spans)
    assert covered == "".join("".join(source.text[a:b].split()) for a, b in kept)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert (passage.start, passage.end) == (passage.sentences[0][0], passage.sentences[-1][1])
        joints = [source.text[one[1] : other[0]] for one, other in pairwise(passage.sentences)]
        assert "".join(joints).strip() == ""


def check(sources: list[Article], encoder: SentenceEncoder) -> int:
    total = 0
    for source in sources:
        passages = split(source, RULES, encoder.count)
        assert_whole(source, passages)
        for passage in passages:
            assert_fits(passage, encoder)
        total += len(passages)
    return total


def test_samples_are_cut_whole_and_fit(encoder: SentenceEncoder) -> None:
    """The articles of `seeds/`."""
    assert check(sample_articles(), encoder) > 40


def test_the_raw_seeds_are_cut_whole_and_fit(encoder: SentenceEncoder) -> None:
    """The two real articles."""
    assert check(real_seeds(), encoder) > 10


@pytest.mark.slow
def test_three_hundred_real_articles_are_cut_whole_and_fit(encoder: SentenceEncoder) -> None:
    """No word of them is lost, and none is cut off by the encoder unseen."""
    assert check(real_articles(300), encoder) > 2000


def test_the_model_reads_every_word_piece_of_its_input(encoder: SentenceEncoder) -> None:
    """What the model's own tokenizer makes of the input with its own limit is what it makes of it without any limit."""
    from transformers import AutoTokenizer

    from index.encoding.model import located

    tokenizer = AutoTokenizer.from_pretrained(str(located(None).folder), local_files_only=True)
    window = encoder.fingerprint.window
    for source in [*sample_articles()[:6], *real_articles(12)]:
        for passage in split(source, RULES, encoder.count):
            text, _ = encoder_input(passage)
            read = tokenizer(text, truncation=True, max_length=window)["input_ids"]
            assert len(read) == encoder.count(text) + 2
            assert read == tokenizer(text, truncation=False)["input_ids"]


EXTREMES = {
    "one long word": "x" * 50_000,
    "one long word among others": "He said " + "y" * 50_000 + " and left. Then came peace.",
    "a sentence of ten thousand words": "tank " * 10_000,
    "a sentence of clauses": "He came, he saw; " * 2_000,
    "Chinese": "他说了很多话然后就走了没有人知道为什么。" * 400,
    "Chinese without stops": "他说了很多话然后就走了" * 900,
    "Thai": "เขาพูดแล้วก็จากไป" * 400,
    "emoji": "👨‍👩‍👧‍👦🇺🇦🧑🏽‍🚀" * 600,
    "Hebrew": "הנשיא אמר היום כי הלחימה תימשך עד הודעה חדשה. " * 150,
    "Arabic": "قال الرئيس اليوم إن القتال سيستمر حتى إشعار آخر. " * 150,
    "Korean": "대통령은 오늘 전투가 계속될 것이라고 말했다. " * 150,
    "accents": "e\u0301\u0323" * 6_000,
    "stops": "." * 5_000,
    "numbers": "1,234.5 " * 3_000,
    "addresses": "https://example.org/a/b/c?d=e&f=g " * 300,
    "lines": "tanks 12\n" * 2_000,
    "paragraphs": "He left.\n\n" * 1_000,
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_texts_are_cut_whole_and_fit(name: str, encoder: SentenceEncoder) -> None:
    """Whatever the script and however long the word."""
    source = article(EXTREMES[name].strip())
    passages = split(source, RULES, encoder.count)
    assert_whole(source, passages)
    for passage in passages:
        assert_fits(passage, encoder)


@pytest.mark.parametrize("title", ["대한민국 대통령실 " * 30, "🇺🇦" * 100, "Ж" * 300, "w" * 300, "! " * 90, "Über " * 40])
def test_no_title_takes_the_room_of_the_text(title: str, encoder: SentenceEncoder) -> None:
    """Title, outlet and heading leave at least a fifth of the window, whatever script they are in."""
    text = "A Heading In Title Case Here\n\n" + "He said that the tanks had left. " * 60
    source = article(text.strip(), title=title, outlet=title)
    passages = split(source, RULES, encoder.count)
    assert_whole(source, passages)
    for passage in passages:
        assert_fits(passage, encoder)
    assert len(passages) <= 15


def test_emoji_are_not_taken_apart(encoder: SentenceEncoder) -> None:
    """Where a text without spaces must be divided, it is between signs that are drawn apart."""
    family = "👨‍👩‍👧‍👦"
    for passage in split(article(family * 300), RULES, encoder.count):
        assert set(passage.text.split(family)) == {""}


@pytest.mark.parametrize("text", ["", "   \n\n ", "\n"])
def test_an_empty_text_has_no_passages(text: str) -> None:
    """Nor does white space."""
    assert cut(text) == []


def test_a_text_of_nothing_but_headings_keeps_its_lines() -> None:
    """A heading needs something below it; without that a line is text."""
    text = "One Short Line\n\nAnother Short Line\n\nA Third Short Line"
    assert [passage.text for passage in cut(text)] == [text]


def test_short_paragraphs_share_a_passage_and_long_ones_are_evened_out() -> None:
    """Five sentences of ten words with room for 28 words make 20 + 20 + 10 at worst: three passages, none of a lone remainder."""
    sentence = "One two three four five six seven eight nine ten."
    text = " ".join([sentence] * 5)
    tight = replace(RULES, window=32)  # less two special pieces and the four words of title and outlet: 26
    assert [len(passage.sentences) for passage in cut(text, tight)] == [2, 2, 1]
    roomy = replace(RULES, window=48)  # 42: greedy would be 4 + 1
    assert [len(passage.sentences) for passage in cut(text, roomy)] == [3, 2]


def test_a_passage_is_at_most_so_many_tokens() -> None:
    """The setting, not the window, decides where it is the smaller."""
    text = "Tanks left the town today. " * 30
    for passage in cut(text.strip(), replace(RULES, max_tokens=20)):
        assert TOKENS(passage.text) <= 20


def test_an_overlong_sentence_is_divided_at_its_clauses() -> None:
    """After a comma near the middle, not in the middle of a clause."""
    text = "One two three four five, six seven eight nine ten"
    found = cut(text, replace(RULES, window=12))  # six words of room
    assert [passage.text for passage in found] == ["One two three four five,", "six seven eight nine ten"]


def test_a_paragraph_that_is_left_out_is_in_no_passage_and_parts_its_neighbours() -> None:
    """So that a passage's text never runs over it."""
    text = "First came tanks.\n\nClick here.\n\nThen came guns."
    click = paragraphs(text)[1]
    source = article(text)
    found = split(source, RULES, words, without={click})
    assert [passage.text for passage in found] == ["First came tanks.", "Then came guns."]
    assert_whole(source, found, without=frozenset({click}))


def test_a_note_number_goes_with_the_sentence_it_belongs_to() -> None:
    """Not a sentence of its own."""
    (passage,) = cut("The bridge was hit.\n\n[12]\n\nIt held.")
    assert [passage.article.text[a:b] for a, b in passage.sentences] == ["The bridge was hit.\n\n[12]", "It held."]


def test_what_is_encoded_is_led_by_title_outlet_and_heading() -> None:
    """One line, then the passage; the spans of the sentences count in that."""
    prose = "The tanks left. " + "They were many and they were slow and nobody stopped them on the way."
    source = article("The Road South\n\n" + prose, title="Tanks leave", outlet="The Daily Record")
    (passage,) = split(source, RULES, words)
    text, spans = encoder_input(passage)
    assert text == "Tanks leave. The Daily Record. The Road South\n" + prose
    assert text[slice(*spans[0])] == "The tanks left."
    bare = replace(passage, article=replace(source, title=None, outlet=None), heading=None)
    assert encoder_input(bare)[0] == passage.text


def test_a_long_title_is_shortened_at_a_word() -> None:
    """110 characters at most; the passage itself is never shortened."""
    (passage,) = split(article("He left.", title="Word " * 50, outlet=None), RULES, words)
    lead = encoder_input(passage)[0].split("\n")[0]
    assert lead == " ".join(["Word"] * 22)


def test_rules_survive_the_manifest() -> None:
    """A library compares them when it is opened."""
    rules = PassageRules(max_tokens=120, window=128)
    assert PassageRules.from_json(rules.as_json()) == rules


PROSE = "Russian forces continued attacks on the town and its roads. The garrison held on through the night, officials said."
LINES = [
    "Key Takeaways",
    "Main Effort—Eastern Ukraine",
    "Killed 14",
    PROSE,
    "He left. She stayed.",
    "[3]",
    "•",
    "他说了。",
    "x" * 300,
    "",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(12, 60), st.integers(5, 60))
def test_any_article_is_cut_whole(lines: list[str], window: int, max_tokens: int) -> None:
    """Within both limits, whatever they are; counted by words, and a word that no limit could hold stands alone."""
    source = article("\n\n".join(lines))
    rules = replace(RULES, window=window, max_tokens=max_tokens)
    passages = split(source, rules, words)
    assert_whole(source, passages)
    for passage in passages:
        assert TOKENS(passage.text) <= max_tokens
        assert words(encoder_input(passage)[0]) + 2 <= window or len(re.findall(r"\S+", passage.text)) == 1
