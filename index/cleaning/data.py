"""The JSON files beside this one: what is known of conflicts, of pages and of names is data, not code."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_data(name: str) -> dict[str, Any]:
    """The content of `index/<name>.json`, read once; nobody may change it."""
    content: dict[str, Any] = json.loads((files("index.cleaning") / f"{name}.json").read_text("utf-8"))
    return content
