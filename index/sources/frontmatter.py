"""The block of `key: value` lines between `---` that opens many Markdown files."""

from __future__ import annotations

import re

import yaml

from index.errors import SourceError

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OTHER_NAMES = {"date": "published", "author": "authors", "lang": "language"}


def split(text: str, origin: str) -> tuple[dict[str, object], str]:
    """The fields under their names in `RawArticle`, all values as written, and the text below them.

    A text without such a block has no fields; a block that is no mapping is text.

    Raises:
        SourceError: If the block is not valid YAML; `origin` names the line.
    """
    found = _BLOCK.match(text)
    if found is None:
        return {}, text
    try:
        # BaseLoader builds only strings, lists and mappings: dates stay as printed, and nothing else can be made.
        fields = yaml.load(found[1], Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        raise SourceError(f"{origin}:{line}", f"the front matter is not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(f"{origin}:1", "the front matter is not valid YAML") from error
    if not isinstance(fields, dict):
        return {}, text
    named = {str(name).lower(): value for name, value in fields.items()}
    return {_OTHER_NAMES.get(name, name): value for name, value in named.items()}, text[found.end() :]
