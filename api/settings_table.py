"""The settings as the README's table and as `.env.example`, so that neither can tell anything else than the code.

`python -m api.settings_table` writes both anew; `tests/api/test_settings.py` fails when they are stale.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import annotated_types
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from api.settings import PREFIX, Settings

START, END = "<!-- settings -->", "<!-- /settings -->"

_HEAD = """# Settings of Sitrep. Every line shows a default; uncomment what should differ.
# To use: set -a; . ./.env; set +a   (or docker run --env-file .env)
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in words; `bounds` may be empty."""

    name: str
    default: str
    bounds: str
    description: str


def settings() -> Iterator[Setting]:
    """All settings in the order of the code."""
    for name, field in Settings.model_fields.items():
        yield Setting(PREFIX + name.upper(), _default(field), _bounds(field), field.description or "")


def table() -> str:
    """A Markdown table."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.bounds.replace('|', ' or ')} | {one.description} |"
        for one in settings()
    ]
    return "\n".join(["| variable | default | bounds | what it does |", "| --- | --- | --- | --- |", *rows])


def env_example() -> str:
    """The text of `.env.example`."""
    return "\n".join([_HEAD, *map(_entry, settings())])


def with_table(readme: str) -> str:
    """A README with the table between its markers; as it was where it has none."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}" if start and end else readme


def _entry(one: Setting) -> str:
    words = f"{one.description} {one.bounds.replace('|', ' or ').capitalize()}." if one.bounds else one.description
    comment = textwrap.fill(words, 118, initial_indent="# ", subsequent_indent="# ")
    return f"{comment}\n# {one.name}={one.default}\n"


def _default(field: FieldInfo) -> str:
    match field.default:
        case None:
            return ""
        case SecretStr() as secret:
            return secret.get_secret_value()
        case bool() as on:
            return str(on).lower()
        case value:
            return str(value)


def _bounds(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return "|".join(map(str, get_args(field.annotation)))
    if field.annotation is bool:
        return "true|false"
    low, high = _limit(field, annotated_types.Ge, annotated_types.Gt), _limit(field, annotated_types.Le, annotated_types.Lt)
    return f"{low} to {high}" if low and high else low or high


def _limit(field: FieldInfo, closed: type[Any], opened: type[Any]) -> str:
    for bound in field.metadata:
        if isinstance(bound, closed):
            return f"{getattr(bound, closed.__name__.lower()):,}"
        if isinstance(bound, opened):
            return f"above {getattr(bound, opened.__name__.lower()):,}"
    return ""


def _write(root: Path) -> None:
    (root / ".env.example").write_text(env_example(), "utf-8")
    readme = root / "README.md"
    if readme.exists():
        readme.write_text(with_table(readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    _write(Path(__file__).resolve().parents[1])
