"""Where sentences end: cases of news English, other scripts, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cutting.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


# In each case "|" stands where a sentence ends; white space beside it belongs to the text.
ENGLISH = [
    "The U.S. Senate met. |It voted.",
    "He lives in the U.S. |The visit was short.",
    "Aid from the U.N. Security Council came. |It helped.",
    "Gen. Zaluzhny spoke. |Lt. Gen. Smith and Maj. Gen. Mamlouk listened.",
    "Mr. Putin met Mrs. Pelosi and Dr. Islam. |They spoke.",
    "It began on Feb. 24 at dawn. |On Sept. 19 it ended.",
    "It struck at 5 a.m. on Monday. |The next came at 9 p.m. |No one was hurt.",
    "Shells fell around 3 a.m. (0000 GMT). |Nobody was hurt.",
    "J. D. Vance met V. I. Petrov. |Vice President J.D. Vance left.",
    "They bought Sputnik V. |As of today it is in use.",
    "Order No. 79 was signed. |Was it read? |No. |They did not care.",
    "He said no. |The rest said yes.",
    "It was a state of the art. |Your tournament helped.",
    "At 3pm EST. |Book tickets here.",
    "Tanks, shells, etc. |The list goes on.",
    "The firm Acme Inc. makes shells, e.g. Grads, i.e. rockets. |It is rich.",
    "St. Petersburg is cold. |Mt. Hermon is high.",
    "Losses rose by 3.5 per cent to 1,228.5. |That is much.",
    "They use vol. 705, col. 372 and p. 12. |It is dull.",
]
QUOTATIONS = [
    "“We will win.” |The crowd cheered.",
    "“We will win,” he said. |“They will lose.”",
    "“We will win.” Zelensky said. |Others agreed.",
    "“That is not true.” |He said he had seen it himself.",
    "“The days will be worse.” |Biden warned that more was to come.",
    "“Where are you now?” Zelensky asked in return. |No one knew.",
    '"Ukraine counts on you!" Zelenskyy said. |The President left.',
    "“Why?” he asked. |“Because.”",
    "He called it “a war crime”. |Others did not.",
    "They spoke of ‘peace’. |‘War’ was not said.",
    "It is a dialogue. |“No,” she said.",
    "(He smiled.) |Then he left.",
    'Its highest body.|"Supervise hard" was the word.',
    'It reads, in part:"We are glad."|The president said so.',
]
MARKS = [
    "The bridge was hit.[12] |It held.[3][4] |Nobody knew.",
    "It went on… |And on... |Then it stopped.",
    "They shall fight in the hills … |And I add: on the beaches.",
    "Wait... he said. |Yes!.. |Indeed.",
    "The war ended in 2020.|Asked about it he smiled.",
    "Attack!!! |Who did it?! |Nobody.",
    "This ended the war.|But peace did not come.",
    "A speech began.|IAEA puts its centre in alert.",
    "He cannot remain in power.”|“Mr President, do you agree?",
    "They were sorry”.|She has been on leave.",
    "A first paragraph ends,,|A second begins,,|A third",
    "It began in January 2023.,|Western officials reported it. |So.",
    "They broke the axis.,,|Russian forces left!,|Others stayed.”,|One fell (there),|It held.[3],|Ukraine won",
    "They fled to the U.S.,Canada and Lyman,Kyiv. |It was on May 2.,then.",
    "Signed by all.|***| Speech of the president: Friends! |<…> |Thank you.",
    "It was signed. |* * *| President: Colleagues.",
    "See www.example.com/x.The page or a.Name@example.org for more. |Thanks.",
    "Their court (Ukraine's court - ed.) - they know. |Fine.",
    "The mission left. |al-Jolani stayed. |The end",
]
LINES = [
    "Key Takeaways\n|Russian forces advanced near Lyman\n|Ukrainian forces held Bakhmut",
    "Losses:\n|- tanks 12\n|- guns 4\n|3. Sumy is safe",
    "1. First came the tanks. |2. Then came the guns.",
    "A line that was wrapped at some width by a program goes on\nin the next line and ends there. |So.",
    "A line that was wrapped at some width by a program goes on.\n|The next line is another sentence.",
    "• one\n|• two",
]
SCRIPTS = [
    "Он жил в г. Киеве. |Потом уехал. |Ему было 30 лет.",
    "Это было в 2022 г. |Россия напала.",
    "Президент України В. Зеленський виступив. |Він подякував.",
    "قال الرئيس ذلك. |هل حدث هذا؟ |نعم.",
    "他说了。|然后走了！|「是。」|好",
    "यह हुआ। |वह गया।",
]
CASES = [*QUOTATIONS, *MARKS, *LINES, *SCRIPTS]


@pytest.mark.parametrize("marked", [*ENGLISH, *CASES])
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    """Abbreviations, quotations, note marks, missing spaces, lists, other scripts."""
    assert split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_only_the_asked_range_is_read() -> None:
    """Offsets count in the whole text; what stands outside is not looked at."""
    text = "Mr. |One two. Three four.| Five."
    start, end = text.index("One"), text.index("|", 5)
    assert [text[a:b] for a, b in sentences(text, start, end)] == ["One two.", "Three four."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t"])
def test_white_space_holds_no_sentence(text: str) -> None:
    """Nothing comes of nothing."""
    assert sentences(text) == []


def test_a_long_text_takes_no_time_to_speak_of() -> None:
    """A megabyte without a stop, with nothing but stops, of short lines, and of quotation marks: all linear."""
    for piece in ("word ", ".", "line\n", '"Yes."A', "* ", "U.S. "):
        text = piece * (200_000 // len(piece))
        assert sentences(text)[-1][1] == len(text.rstrip())


def holds(text: str, start: int, end: int) -> None:
    spans = sentences(text, start, end)
    assert all(start <= a < b <= end for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    borders = [start, *(place for span in spans for place in span), end]
    assert all(text[a:b].strip() == "" for a, b in zip(borders[::2], borders[1::2], strict=True))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


PIECES = (
    *(
        "U.S.",
        "Gen.",
        "word",
        "He",
        "said",
        " ",
        "  ",
        "\n",
        ".",
        "!",
        "…",
        "...",
        ",,",
        ",",
        "”",
        "“",
        '"',
        "[12]",
        "3",
        "***",
        "a.m.",
    ),
    *("<…>", "(", ")", "-", "•", "Київ", "。", "؟", "é", "\u00a0", "A", "I", "http://x.y/z", "🙂", "that"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(0, 8), st.integers(0, 8))
def test_spans_ascend_and_leave_only_white_space_outside(text: str, before: int, behind: int) -> None:
    """In any range of any mixture of what makes boundaries hard."""
    start = min(before, len(text))
    holds(text, start, max(start, len(text) - behind))


@given(st.text(max_size=120))
def test_the_same_holds_for_any_characters(text: str) -> None:
    """Controls, surrogate-free Unicode, whatever comes."""
    holds(text, 0, len(text))


@given(st.lists(st.sampled_from([*ENGLISH, *QUOTATIONS[:4]]), min_size=1, max_size=5))
def test_what_ended_a_paragraph_does_not_change_the_next(cases: list[str]) -> None:
    """Paragraphs joined by a blank line have the sentences that they have alone."""
    texts = [case.replace("|", "") for case in cases]
    whole = "\n\n".join(texts)
    found: list[str] = []
    at = 0
    for text in texts:
        found += [whole[a:b] for a, b in sentences(whole, at, at + len(text))]
        at += len(text) + 2
    assert found == [sentence for text in texts for sentence in split(text)]
