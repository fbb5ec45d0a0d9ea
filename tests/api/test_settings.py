"""Settings: read from the environment, bounded, documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import settings_table
from api.errors import SettingsInvalid
from api.loading import load_settings
from api.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_a_variable_sets_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """`SITREP_` and the name in capitals."""
    monkeypatch.setenv("SITREP_PORT", "9001")
    monkeypatch.setenv("SITREP_LIBRARY", "/srv/news")
    settings = load_settings()
    assert (settings.port, settings.library) == (9001, Path("/srv/news"))


def test_an_argument_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--library` over `SITREP_LIBRARY`; `None` leaves it."""
    monkeypatch.setenv("SITREP_LIBRARY", "/srv/news")
    assert load_settings(library=Path("/tmp/mine")).library == Path("/tmp/mine")
    assert load_settings(library=None).library == Path("/srv/news")


def test_a_variable_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty line in an environment file changes nothing."""
    for name in ("SITREP_LLM", "SITREP_PORT", "SITREP_MODEL"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert (settings.llm, settings.port, settings.model) == (None, 8000, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITREP_PORT", "70000"),
        ("SITREP_PORT", "http"),
        ("SITREP_RUNTIME", "abacus"),
        ("SITREP_THREADS", "0"),
        ("SITREP_FETCH_TIMEOUT_S", "0"),
    ],
)
def test_a_value_out_of_bounds_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The message names the variable and not the value, which could be a secret in the wrong place."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid, match=name) as caught:
        load_settings()
    assert "abacus" not in str(caught.value)


def test_secrets_are_not_printed() -> None:
    """Neither keys nor the language model's key stand in a printed `Settings`."""
    shown = repr(load_settings(api_keys="top-secret", llm_api_key="also-secret"))
    assert "secret" not in shown


def test_every_setting_says_what_it_is() -> None:
    """A description for each, and bounds for each number."""
    for name, field in Settings.model_fields.items():
        assert field.description, name
        if field.annotation in (int, float):
            assert field.metadata, name


def test_the_example_file_is_what_the_code_says() -> None:
    """Stale? `python -m api.settings_table`."""
    assert (ROOT / ".env.example").read_text("utf-8") == settings_table.env_example()


def test_the_readmes_table_is_what_the_code_says() -> None:
    """Stale? `python -m api.settings_table`."""
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("no README.md in this tree")
    text = readme.read_text("utf-8")
    assert settings_table.with_table(text) == text


def test_a_table_goes_between_its_markers_only() -> None:
    """What stands before and after is kept; a text without markers is left alone."""
    filled = settings_table.with_table("before\n<!-- settings -->\nthe table of yesterday\n<!-- /settings -->\nafter")
    assert filled.startswith("before\n<!-- settings -->\n| variable |")
    assert filled.endswith("|\n<!-- /settings -->\nafter")
    assert "yesterday" not in filled
    assert settings_table.with_table("no markers") == "no markers"


def test_bounds_are_written_as_a_person_would() -> None:
    """Ranges, choices, switches."""
    bounds = {one.name: one.bounds for one in settings_table.settings()}
    assert bounds["SITREP_PORT"] == "0 to 65,535"
    assert bounds["SITREP_LLM_TIMEOUT_S"] == "above 0 to 600"
    assert bounds["SITREP_RUNTIME"] == "auto|openvino|torch"
    assert bounds["SITREP_ALLOW_OPEN"] == "true|false"
    assert bounds["SITREP_LLM"] == ""
