"""Style and script of the page, put into it so that it loads in one round trip, and the policy that lets only these run."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(r'^import [^;]* from "\./([a-z0-9_]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function|async function|class|const)", re.MULTILINE)
_STYLES = ("base.css", "found.css", "media.css")


@dataclass(frozen=True, slots=True)
class Assembled:
    """What every page of the server carries.

    Attributes:
        policy: The Content-Security-Policy: this style and this script by their SHA-256, requests to this server, nothing else.
            With trusted types and no policy for them, a script that tried to write markup would be stopped as well.
    """

    style: str
    script: str
    policy: str


def assembled(folder: Path) -> Assembled:
    """The styles and the modules of a folder, each as one text."""
    style = "".join((folder / name).read_text("utf-8") for name in _STYLES)
    script = joined(folder, "main.js")
    directives = [
        "default-src 'none'",
        f"script-src '{_digest(script)}'",
        f"style-src '{_digest(style)}'",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return Assembled(style, script, "; ".join(directives))


def joined(folder: Path, first: str) -> str:
    """A module and all that it imports as one text, each once, what is imported before what imports it.

    Top-level names must differ between modules; an engine refuses the whole text where they do not.
    """
    seen: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in seen:
            return
        text = (folder / name).read_text("utf-8")
        seen[name] = ""
        for imported in _IMPORT.findall(text):
            visit(imported)
        seen[name] = _EXPORT.sub("", _IMPORT.sub("", text))
        order.append(name)

    order: list[str] = []
    visit(first)
    return "\n" + "\n".join(seen[name] for name in order)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
