"""Reading server-sent events as a browser does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """One event: id, name, data as JSON."""

    id: str
    name: str
    data: Any


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Events of a stream, by the rules of the HTML standard: comments are skipped, a blank line ends an event."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        if not line:
            if "data" in fields:
                yield Event(
                    fields.get("id", [""])[-1], fields.get("event", ["message"])[-1], json.loads("\n".join(fields["data"]))
                )
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
