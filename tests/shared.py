"""Where the real material lies that tests read and the repo never holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def shared(name: str) -> Path:
    """A path under `../shared`; skips the test where it is absent, but fails it under CI=true.

    `SITREP_TEST_SHARED` names another folder, for a clone that lies elsewhere.
    """
    path = Path(os.environ.get("SITREP_TEST_SHARED", SHARED)) / name
    if not path.exists():
        message = f"needs {name} in the folder shared/ beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path
