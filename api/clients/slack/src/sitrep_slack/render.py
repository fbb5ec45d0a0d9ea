"""What the Sitrep server answered, as messages. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from sitrep_client import Answer, Citation, Hit, SitrepError, StatusError, Verification

from sitrep_slack import blocks, sources, text
from sitrep_slack.blocks import Piece
from sitrep_slack.parts import packed
from sitrep_slack.types import Reply

UP, DOWN, SHARE = "sitrep_vote_up", "sitrep_vote_down", "sitrep_share"

_NEAR_MOST = 400
"""Characters of a near miss; enough to see what it is about."""

_VERDICTS = {
    "exact": "These words stand in an article, exactly.",
    "normalised": "These words stand in an article; only typography differs.",
    "near": "Not these words. The true words are:",
    "absent": "No article holds these words.",
}
_PLACES_MOST = 3


def asked(question: str) -> Piece:
    """The question above a private answer: Slack hides a command once it is sent."""
    return blocks.small(f"You asked: {question}")


def shared_by(person: str, words: str) -> Piece:
    """Who lets all see it, and what was asked."""
    kept = text.shortened(text.line(words), 300)
    mention = f"<@{person}>" if person.isalnum() else "somebody"
    label = {"type": "mrkdwn", "text": f"Shared by {mention}: {text.escape(kept)}", "verbatim": True}
    return Piece({"type": "context", "elements": [label]}, f"Shared: {kept}")


def answered(answer: Answer, answer_id: str, head: Sequence[Piece] = (), *, private: bool = False) -> Reply:
    """An answer with its citations, or the reason for silence with the nearest misses.

    Args:
        private: Only one person sees it and may share it.
    """
    body = _statements(answer) if answer.answered else _silence(answer)
    tail = [blocks.small(note) for note in (*_understood(answer), *answer.warnings)]
    end = "answered" if answer.answered else "abstained"
    return Reply(end=end, parts=packed([*head, *body, *tail], [_buttons(answer_id, private=private)]))


def verified(checks: Sequence[Verification], answer_id: str, head: Sequence[Piece] = (), *, private: bool = True) -> Reply:
    """What became of each quotation that a message holds."""
    pieces = [piece for check in checks for piece in _verdict(check)]
    return Reply(end="checked", parts=packed([*head, *pieces], [_buttons(answer_id, private=private)]))


def unchecked(left: int) -> Piece:
    """That a message holds more quotations than were looked at."""
    return blocks.small(f"{left} more quotations in this message were not checked: check them one at a time.")


def failed(error: SitrepError) -> Reply:
    """An error, with the id that the server's log knows it by. What was sent is not repeated."""
    what = error.title if isinstance(error, StatusError) else "the Sitrep server did not answer"
    faults = "; ".join(fault.message for fault in error.faults) if isinstance(error, StatusError) else ""
    request = f"\nRequest id: {error.request_id}" if error.request_id else ""
    return noted("error", f"No answer: {what}{f' ({faults})' if faults else ''}. Please try again.{request}")


def noted(end: str, words: str) -> Reply:
    """A reply of the bot's own words."""
    return Reply(end=end, parts=packed(blocks.said(words)))


def _statements(answer: Answer) -> list[Piece]:
    """Statements stand above the citations where they are not simply their words."""
    quotes = {citation.quote for citation in answer.citations}
    cited = _citations(answer.citations)
    if all(one.text in quotes for one in answer.statements):
        return cited
    return [*(piece for one in answer.statements for piece in blocks.paragraph(_numbered(one.text, one.citations))), *cited]


def _numbered(words: str, numbers: Sequence[int]) -> str:
    return f"{words} {''.join(f'[{n}]' for n in numbers)}".rstrip()


def _citations(citations: Sequence[Citation]) -> list[Piece]:
    return [
        piece
        for citation in citations
        for piece in blocks.quoted(citation.quote, sources.cited(citation), f"[{citation.n}] {citation.to_plain()}")
    ]


def _silence(answer: Answer) -> list[Piece]:
    nearest = [piece for hit in answer.near_misses for piece in _near(hit)]
    head = [*blocks.said("Nearest, but not an answer:")] if nearest else []
    return [*blocks.said(answer.text), *head, *nearest]


def _near(hit: Hit) -> list[Piece]:
    words, source = text.shortened(hit.passage.text, _NEAR_MOST), sources.near(hit)
    return blocks.quoted(words, source, f"“{words}” {sources.plain(source)}")


def _understood(answer: Answer) -> list[str]:
    return [f"Read “{one.text}” as {one.after or '…'} to {one.before or '…'}" for one in answer.interpreted.dates]


def _verdict(check: Verification) -> list[Piece]:
    words = _VERDICTS.get(check.verdict, check.verdict)
    asked = blocks.small(f"Checked: “{check.quote}”")
    places = check.matches[:_PLACES_MOST] if check.verdict != "absent" else ()
    found = [
        piece
        for match in places
        for piece in blocks.quoted(match.text, sources.stands(match), f"“{match.text}” {sources.plain(sources.stands(match))}")
    ]
    return [asked, *blocks.said(words), *found]


def _buttons(answer_id: str, *, private: bool) -> Piece:
    share = [blocks.button("Share to channel", SHARE, answer_id)] if private else []
    return blocks.actions([*share, blocks.button("👍", UP, answer_id), blocks.button("👎", DOWN, answer_id)])
