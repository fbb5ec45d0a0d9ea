"""Ask a Sitrep server from Slack: mentions, direct messages, `/sitrep`, and “Check this quote” on any message."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
