"""When to try again, and how long to wait before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from sitrep_client._errors import ArgumentInvalid

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses that may be gone at the next try."""

_PASSING_FAULTS = (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError, httpx2.ProxyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often and how patiently a failed request is sent again.

    Attributes:
        most: Tries after the first; 0 turns them off.
        first_s: Seconds before the second try where the server names none; doubled with each further one.
        longest_s: Seconds that the doubling stops at.
        patience_s: Seconds of `Retry-After` that are waited for; a server that asks for more is not asked again.
    """

    most: int = 2
    first_s: float = 0.5
    longest_s: float = 8.0
    patience_s: float = 60.0

    def __post_init__(self) -> None:
        if self.most < 0 or min(self.first_s, self.longest_s, self.patience_s) < 0:
            raise ArgumentInvalid("retries: numbers below zero")

    def pause_s(self, tried: int, wanted_s: float | None, chance: float) -> float | None:
        """Seconds to wait before the next try, or `None` to give up.

        Args:
            tried: Tries so far, from 1.
            wanted_s: What the server asked for.
            chance: 0 to 1. It spreads clients that failed together: a quarter earlier than the doubling says, or a tenth
                later than the server asked, never earlier.
        """
        if tried > self.most or (wanted_s is not None and wanted_s > self.patience_s):
            return None
        if wanted_s is not None:
            return wanted_s * (1 + 0.1 * chance)
        doubled: float = min(self.first_s * 2 ** (tried - 1), self.longest_s)
        return doubled * (1 - 0.25 * chance)


def passes(outcome: httpx2.Response | httpx2.RequestError) -> bool:
    """Whether the same request may fare better at the next try."""
    if isinstance(outcome, httpx2.Response):
        return outcome.status_code in _PASSING
    return isinstance(outcome, _PASSING_FAULTS)


def retry_after_s(headers: httpx2.Headers) -> float | None:
    """Seconds that a reply asks to wait: a number, or a date, which is read by the reply's own clock."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.replace(".", "", 1).isdigit():
        return float(told)
    until = _moment(told)
    if until is None:
        return None
    now = _moment(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
