"""What the bot is told when it starts. The environment is read here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitrep_slack.errors import SettingsInvalid

SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set.

    Attributes:
        bot_token: `xoxb-…`.
        app_token: `xapp-…`, for Socket Mode.
        signing_secret: For HTTP.
        sitrep_url: The Sitrep server; unset: the client's default.
        store: The SQLite file that survives a restart.
        citations: Citations in an answer at most, 1 to 20.
        workers: Questions worked on at a time, 1 to 32.
        waiting: Wishes that may wait; later ones are told to come back. 1 to 100,000.
        waiting_per_person: The same for one person.
        keep_days: Days that answers, votes and known deliveries are kept, 1 to 3,650.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(repr=False, default=None)
    signing_secret: str | None = field(repr=False, default=None)
    sitrep_url: str | None = None
    sitrep_key: str | None = field(repr=False, default=None)
    slack_api: str = SLACK_API
    store: Path = Path("sitrep-slack.sqlite")
    citations: int = 5
    workers: int = 4
    waiting: int = 500
    waiting_per_person: int = 10
    keep_days: int = 30


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingsInvalid: Naming the variable.
    """
    return Settings(
        bot_token=_token(environment, "SLACK_BOT_TOKEN", "xoxb-") or _missing("SLACK_BOT_TOKEN"),
        app_token=_token(environment, "SLACK_APP_TOKEN", "xapp-"),
        signing_secret=_text(environment, "SLACK_SIGNING_SECRET"),
        sitrep_url=_text(environment, "SITREP_URL"),
        sitrep_key=_text(environment, "SITREP_API_KEY"),
        slack_api=_slash(_text(environment, "SLACK_API_URL") or SLACK_API),
        store=store_path(environment),
        citations=_number(environment, "SITREP_SLACK_CITATIONS", 5, 20),
        workers=_number(environment, "SITREP_SLACK_WORKERS", 4, 32),
        waiting=_number(environment, "SITREP_SLACK_WAITING", 500, 100_000),
        waiting_per_person=_number(environment, "SITREP_SLACK_WAITING_PER_PERSON", 10, 100_000),
        keep_days=_number(environment, "SITREP_SLACK_KEEP_DAYS", 30, 3650),
    )


def store_path(environment: Mapping[str, str]) -> Path:
    """Where the store lies."""
    return Path(_text(environment, "SITREP_SLACK_STORE") or "sitrep-slack.sqlite").expanduser()


def _text(environment: Mapping[str, str], name: str) -> str | None:
    return environment.get(name, "").strip() or None


def _token(environment: Mapping[str, str], name: str, prefix: str) -> str | None:
    value = _text(environment, name)
    if value is not None and not value.startswith(prefix):
        raise SettingsInvalid(f"{name} must begin with {prefix}")
    return value


def _missing(name: str) -> str:
    raise SettingsInvalid(f"{name} is not set")


def _slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = _text(environment, name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsInvalid(f"{name} must be a whole number from 1 to {most}")
    return int(value)
