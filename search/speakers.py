"""Who is reported to have said a sentence, as printed: rules on reporting verbs, quotation marks and pronouns.

Knows "X said that …", "…, X said", "…”, said X", "according to X", quotations that go on over sentences and paragraphs, turns in
a transcript, and "he" or "she" for whoever spoke or was named just before. Where the words fit no rule the answer is `None`: no
speaker is invented.
Precision and recall on annotated news: `python -m tests.evaluation.speakers`.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final, NamedTuple

from index.cutting.passages import paragraphs
from index.cutting.sentences import sentences
from index.types import Span
from search.sources import is_person, is_phrase, phrase_after, phrase_before

_SAYING = (
    "said say says told tells stated states claimed claims noted notes reported reports assessed assesses added adds announced "
    "announces confirmed confirms wrote writes argued argues warned warns explained explains acknowledged acknowledges "
    "insisted insists denied denies declared declares replied asserted asserts remarked commented observed estimated "
    "estimates reiterated emphasized emphasised stressed suggested suggests alleged alleges predicted indicated recalled "
    "admitted testified tweeted concluded responded asked vowed pledged published posted specified clarified accused "
    "disclosed revealed cautioned complained countered "
)
_VERB: Final = rf"(?:{'|'.join(_SAYING.split())})"
_SAY = re.compile(rf"\b{_VERB}\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|am|as|to|get|got|it['’]s|that['’]s)(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_INVERTED = re.compile(rf"[,?!…”\"\x00]\s*(?!told|tells)(?:{_VERB})\s+(?!that\b)(?=[A-Z]|the\s|a\s|an\s)")
_AFTER_INVERTED = re.compile(r"\s*(?:[,.;:(\x00]|$)|\s+(?:on|in|at|during|after|of|who|to|from|as|last|this|when)\b|\s+\w+day\b")
_SAID_BEFORE = re.compile(r"[,\x00]")
_ASIDE = re.compile(r"\([^()]*\)")
_BOUNDARY = re.compile(r"[,;:—–“”\"\x00()\[\]]|\s-\s")
_RELATIVE = re.compile(
    r"\b(?:which|who|whom|whose|where|that)\b(?:\s*,[^,]*,)?[^,;:—–“”\"\x00()\[\]]*$",
    re.IGNORECASE,
)
"""What leads up to a verb in a clause on somebody or something: "the town, which Russian forces"."""
_THAT = re.compile(r"\s*(?:that\b|,?\s*[“\"\x00]|:|,)|\s+\w")
_PRONOUN = re.compile(
    r"^(?:(?:and|but|as|then|while)\s+)?(?P<word>he|she)(?:\s+(?:also|later|then|has|had|\w+ly))*$", re.IGNORECASE
)
_SUBJECT = re.compile(r"(?:[A-Z][\w.’'-]*\s+){2,4}(?=[a-z])")
_LOOK_BACK: Final = 2
"""Sentences before, in which a pronoun's name is looked for."""
_PARAGRAPHS_BACK: Final = 30
"""How many paragraphs a quotation may have gone on for."""
_LABEL = re.compile(r"(?:^|(?<=[.?!…] ))((?:[A-Z][\w.’'-]*[ ]){0,3}[A-Z][\w.’'-]*):(?=\s)", re.MULTILINE)
_TALK = re.compile(r"\b(?:I['’ ](?:am|m|ve|have|will|ll|would|think|want|know|believe)|my|me|you|your)\b")


class Attribution(NamedTuple):
    """A source as the sentence has it, and the name it stands for.

    Attributes:
        mention: Span of the phrase or pronoun, in the text.
        name: The phrase itself, or what the pronoun refers to; `None` where that is unsure.
    """

    mention: Span
    name: str | None


def is_reported(sentence: str) -> bool:
    """Whether the sentence has a word that marks it as somebody's saying."""
    return bool(_SAY.search(sentence) or _ACCORDING.search(sentence))


def speaker(text: str, start: int, end: int) -> str | None:
    """Who is reported to have said the sentence at `start`..`end`; `None` when the words do not tell.

    Args:
        text: The whole article, so that earlier sentences can be looked at.
    """
    found = attribution(text, start, end)
    return found.name if found else None


def attribution(text: str, start: int, end: int) -> Attribution | None:
    """As `speaker`, with the place of the mention."""
    block = _block(text, start)
    quoted = _quotations(text, *block)
    found = _direct(text, (start, end), quoted)
    if found is None and (region := _covering(quoted, (start, end))):
        found = _of_quotation(text, block, quoted, region)
    found = found or _of_label(text, start, block)
    return _named(text, found) if found else None


def _block(text: str, at: int) -> Span:
    """The paragraph around a place."""
    begin = text.rfind("\n\n", 0, at)
    stop = text.find("\n\n", at)
    return (0 if begin < 0 else begin + 2, len(text) if stop < 0 else stop)


def _quotations(text: str, start: int, end: int) -> list[Span]:
    """Spans between quotation marks of one paragraph; one that is not closed there runs to its end."""
    spans: list[Span] = []
    opened: int | None = None
    for at in range(start, end):
        sign = text[at]
        if opened is None and sign in '“"':
            opened = at
        elif opened is not None and sign in '”"':
            spans.append((opened, at + 1))
            opened = None
    return spans if opened is None else [*spans, (opened, end)]


def _covering(quoted: list[Span], sentence: Span) -> Span | None:
    """The quotation that most of the sentence stands in."""
    for start, end in quoted:
        if min(end, sentence[1]) - max(start, sentence[0]) > 0.6 * (sentence[1] - sentence[0]):
            return start, end
    return None


def _masked(text: str, sentence: Span, quoted: list[Span]) -> str:
    """The sentence with quoted words blanked out, every place kept."""
    start, end = sentence
    words = list(text[start:end])
    for a, b in quoted:
        for at in range(max(a, start), min(b, end)):
            words[at - start] = "\x00"
    return "".join(words)


def _direct(text: str, sentence: Span, quoted: list[Span]) -> Span | None:
    """The source that the sentence itself names: after its words first, since what stands before may be part of them."""
    words = _ASIDE.sub(lambda match: " " * len(match.group()), _masked(text, sentence, quoted))
    found = _according(words) or _inverted(words) or _before_verb(words)
    return (sentence[0] + found[0], sentence[0] + found[1]) if found else None


def _according(words: str) -> Span | None:
    match = _ACCORDING.search(words)
    return _span(match.end(), phrase_after(words[match.end() :])) if match else None


def _inverted(words: str) -> Span | None:
    match = _INVERTED.search(words)
    found = _span(match.end(), phrase_after(words[match.end() :])) if match else None
    return found if found and _AFTER_INVERTED.match(words, found[1]) else None


def _span(at: int, phrase: str | None) -> Span | None:
    return (at, at + len(phrase)) if phrase else None


def _before_verb(words: str) -> Span | None:
    verbs = [match for match in _SAY.finditer(words) if not _is_aside(words[: match.start()])]
    closing = [match for match in verbs if _is_closing(words, match)]
    for match in [*closing[-1:], *verbs]:
        if _THAT.match(words, match.end()) is None and match not in closing:
            continue
        if found := _subject(words, match.start()):
            return found
    return None


def _is_aside(lead: str) -> bool:
    """Whether a verb after these words is a passive, or has its own subject in a relative clause: not the sentence's verb."""
    return _PASSIVE.search(lead) is not None or _RELATIVE.search(lead) is not None


def _is_closing(words: str, verb: re.Match[str]) -> bool:
    """Whether the verb ends what was said: “…, X said on Monday.”"""
    rest = words[verb.end() :].strip(" .\x00")
    return _SAID_BEFORE.search(words, 0, verb.start()) is not None and len(rest.split()) <= 6 and not rest.startswith("that ")


def _subject(words: str, at: int) -> Span | None:
    """The phrase that ends at `at`, or the one before an insertion between commas that ends there."""
    pieces = _pieces(words, at)
    candidates = pieces[-1:] if words[pieces[-1][0] : at].strip() else pieces[:-2]
    for start, end in candidates:
        piece = words[start:end]
        phrase = phrase_before(piece.strip()) or _pronoun(piece)
        if phrase:
            begin = start + piece.rindex(phrase)
            return begin, begin + len(phrase)
    return None


def _pieces(words: str, at: int) -> list[Span]:
    marks = [match.span() for match in _BOUNDARY.finditer(words, 0, at)]
    starts = [0, *(end for _, end in marks)]
    return list(zip(starts, [*(start for start, _ in marks), at], strict=True))


def _pronoun(piece: str) -> str | None:
    match = _PRONOUN.match(piece.strip())
    return match.group("word") if match else None


def _of_quotation(text: str, block: Span, quoted: list[Span], region: Span, back: int = _PARAGRAPHS_BACK) -> Span | None:
    """The source of a quotation: named where it ends, where it begins, in the sentence before, or some paragraphs before."""
    inside = sentences(text, *block)
    touching = [span for span in inside if span[0] < region[1] + 2 and region[0] < span[1]]
    before = [span for span in inside if span[1] <= region[0]][-1:]
    for span in [*touching[-1:], *touching[:1], *before]:
        if found := _direct(text, span, quoted):
            return found
    return _of_paragraph_before(text, block, back) if region[0] == block[0] and back else None


def _of_paragraph_before(text: str, block: Span, back: int) -> Span | None:
    """A quotation left open by the paragraph before goes on in this one."""
    end = len(text[: block[0]].rstrip())
    earlier = (_block(text, end)[0], end)
    quoted = _quotations(text, *earlier)
    if not quoted or quoted[-1][1] < end or text[end - 1] in '”"':
        return None
    return _of_quotation(text, earlier, quoted, quoted[-1], back - 1)


_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


def is_speech(text: str) -> bool:
    """Whether somebody speaks here who is not introduced: an address, an interview, a transcript."""
    return bool(_FIRST_PERSON.search(_QUOTED.sub(" ", text)))


def _of_label(text: str, at: int, block: Span) -> Span | None:
    """The name before the colon whose turn it is in a transcript; the last turn is not known to outlast its paragraph."""
    labels = list(_LABEL.finditer(text))
    turns = list(zip_longest(labels, [label.start() for label in labels[1:]]))
    label, end = next((turn for turn in reversed(turns) if turn[0].start() <= at), (None, None))
    if label is None or (end is None and label.start() < block[0]):
        return None
    name = label[1]
    own = [text[turn.end() : stop] for turn, stop in turns if turn[1] == name]
    is_talk = len(own) > 1 and any(_TALK.search(words) for words in own)
    return label.span(1) if is_talk and _is_somebody(text, name) else None


def _is_somebody(text: str, label: str) -> bool:
    """Whether a label is a person's full name whose last word is also used inside of a sentence: "Read More" is not."""
    first, _, last = label.rpartition(" ")
    return bool(first) and is_phrase(label) and is_person(label) and bool(re.search(rf"\w,? {re.escape(last)}\b(?!:)", text))


def _named(text: str, mention: Span) -> Attribution:
    words = text[slice(*mention)]
    if words.casefold() not in {"he", "she"}:
        return Attribution(mention, words)
    return Attribution(mention, _antecedent(text, mention[0]))


def _antecedent(text: str, at: int) -> str | None:
    """Who spoke, else who was named first, in the last sentences before; `None` unless it can be one person."""
    block = _block(text, at)
    start = _block(text, block[0] - 3)[0] if block[0] > 2 else block[0]
    earlier = [span for part in paragraphs(text[start : block[1]]) for span in sentences(text, start + part[0], start + part[1])]
    for span in reversed([span for span in earlier if span[1] <= at][-_LOOK_BACK:]):
        found = _direct(text, span, _quotations(text, *_block(text, span[0])))
        name = text[slice(*found)] if found else _first_name(text[slice(*span)])
        if name and is_person(name):
            return name
        if found and name and name.casefold() not in {"he", "she"}:
            return None
    return None


def _first_name(sentence: str) -> str | None:
    match = _SUBJECT.match(sentence)
    return phrase_before(match.group().strip()) if match else None
