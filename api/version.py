"""The version as installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("sitrep")
except PackageNotFoundError:  # run from a checkout that was never installed
    VERSION = "0.0.0"
