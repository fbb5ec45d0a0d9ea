"""Settings: what is missing or cannot be used is named; tokens are not shown."""

from __future__ import annotations

import pytest
from sitrep_slack.errors import SettingsInvalid
from sitrep_slack.settings import from_environment

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s3cret"}


def test_tokens_are_not_in_what_is_printed() -> None:
    """A traceback or a log line may show the settings."""
    shown = repr(from_environment({**GOOD, "SITREP_API_KEY": "k3y"}))
    assert not any(secret in shown for secret in ("xoxb-1", "xapp-1", "s3cret", "k3y"))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({"SITREP_SLACK_CITATIONS": "21"}, "SITREP_SLACK_CITATIONS must be a whole number from 1 to 20"),
        ({"SITREP_SLACK_WORKERS": "٤"}, "SITREP_SLACK_WORKERS must be a whole number from 1 to 32"),
    ],
)
def test_what_cannot_be_used_is_named(changed: dict[str, str], named: str) -> None:
    """And nothing is started."""
    with pytest.raises(SettingsInvalid, match=named):
        from_environment(GOOD | changed)


def test_a_second_slash_is_not_needed_at_slacks_address() -> None:
    """The client joins method names to it."""
    assert from_environment({**GOOD, "SLACK_API_URL": "http://127.0.0.1:1/api"}).slack_api == "http://127.0.0.1:1/api/"
