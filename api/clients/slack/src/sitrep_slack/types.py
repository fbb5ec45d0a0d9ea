"""Asked ▸ Job ▸ Reply: what was wanted, its place in the queue, and what becomes visible of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

Block = dict[str, Any]
"""A block of Block Kit, as JSON holds it."""


class Kind(StrEnum):
    """What is wanted."""

    ASK = "ask"
    VERIFY = "verify"
    HELP = "help"
    HOME = "home"
    SHARE = "share"
    VOTE = "vote"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a reply goes.

    Attributes:
        thread: The timestamp of the thread's first message; `None`: the channel itself.
        response_url: Where Slack takes a private reply for half an hour; `None`: the reply is public.
    """

    channel: str
    person: str
    thread: str | None = None
    response_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that somebody wants.

    Attributes:
        key: The same for every delivery of the same wish, whatever event it comes in.
        words: The question, or the text to check; for a share or a vote, the answer's id.
        vote: 1 or -1.
        since: The timestamp that every message of the reply is younger than.
    """

    key: str
    kind: Kind
    target: Target
    words: str = ""
    vote: int = 0
    since: str = "0"

    @property
    def lane(self) -> str:
        """What is replied to in the order of asking: a thread. A private wish has a lane of its own."""
        private = self.target.response_url is not None or self.target.thread is None
        return self.key if private else f"{self.target.channel}:{self.target.thread}"

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What `dataclasses.asdict` was made of."""
        return cls(**{**data, "kind": Kind(data["kind"]), "target": Target(**data["target"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message: its blocks, the words that stand for them where blocks are not shown, and those words unshortened."""

    blocks: list[Block]
    text: str
    plain: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What becomes visible.

    Attributes:
        end: The state that the wish ends in, for the log: "answered", "abstained", "error" …
    """

    end: str
    parts: list[Part]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What `dataclasses.asdict` was made of."""
        return cls(end=data["end"], parts=[Part(**part) for part in data["parts"]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something asked that this process works on.

    Attributes:
        starts: How often work on it was begun since it last ended in order, this time included.
        failures: How often Slack could not be reached with its reply.
        reply: What was worked out before an interruption.
    """

    n: int
    asked: Asked
    at: float
    starts: int
    failures: int
    reply: Reply | None

    @property
    def may_be_posted(self) -> bool:
        """Whether an earlier start may have come as far as posting."""
        return self.reply is not None and (self.starts > 1 or self.failures > 0)
