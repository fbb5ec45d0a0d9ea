"""The version, told to servers and to readers."""

from __future__ import annotations

VERSION = "0.1.0"
