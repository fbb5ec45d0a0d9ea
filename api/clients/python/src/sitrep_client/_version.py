"""The version, told to servers and to readers."""

from __future__ import annotations

__version__ = "0.1.0"
