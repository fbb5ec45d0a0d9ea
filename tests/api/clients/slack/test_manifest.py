"""The manifest asks for what the code uses, and the README names what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sitrep_slack import app, settings

_ROOM = Path(__file__).resolve().parents[4] / "api/clients/slack"


@pytest.fixture
def manifest() -> dict[str, Any]:
    """As Slack would read it."""
    read: dict[str, Any] = yaml.safe_load((_ROOM / "manifest.yaml").read_text())
    return read


def test_the_command_and_the_shortcut_are_those_that_the_code_listens_to(manifest: dict[str, Any]) -> None:
    """A typo would leave them without an answer."""
    features = manifest["features"]
    assert [one["command"] for one in features["slash_commands"]] == [app.COMMAND]
    assert [(one["callback_id"], one["type"]) for one in features["shortcuts"]] == [(app.SHORTCUT, "message")]
    assert features["app_home"]["home_tab_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_each_event_has_the_scope_that_it_needs(manifest: dict[str, Any]) -> None:
    """Slack refuses a manifest whose events lack theirs."""
    needed = {
        "app_mention": "app_mentions:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "message.mpim": "mpim:history",
    }
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {*needed, "app_home_opened"}
    assert set(needed.values()) | {"chat:write", "chat:write.public", "commands", "im:write"} == set(
        manifest["oauth_config"]["scopes"]["bot"]
    )


def test_names_keep_within_slacks_limits(manifest: dict[str, Any]) -> None:
    """Of the manifest's reference: 35 for a name, 140 for a description, 24 and 150 for a shortcut."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in manifest["features"]["shortcuts"])


def test_the_readme_names_every_setting() -> None:
    """Those that the code reads, and no others; one is for tests only."""
    told = set(re.findall(r"\b(?:SLACK|SITREP)_[A-Z_]+\b", (_ROOM / "README.md").read_text()))
    read = set(re.findall(r'"((?:SLACK|SITREP)_[A-Z_]+)"', Path(settings.__file__).read_text()))
    assert told == read - {"SLACK_API_URL"}
