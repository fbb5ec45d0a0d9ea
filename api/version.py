"""The version as installed."""

from __future__ import annotations


def installed() -> str:
    """As the package says it; `0.0.0` in a checkout that was never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sitrep")
    except PackageNotFoundError:
        return "0.0.0"
