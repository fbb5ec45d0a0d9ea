"""Broken characters repaired, white space in order; what was printed stays as printed.

Typographic quotes, dashes, ligatures, diacritics and full-width letters are never exchanged for others. What changes:
mojibake and C1 controls (ftfy), entities left in text that holds no markup, decomposed letters (NFC), line ends; every other
space (no-break, thin, tab) becomes a plain one of the same count; control characters go, and invisible ones as `repaired` says.
"""

from __future__ import annotations

import re

import ftfy

_CONFIG = ftfy.TextFixerConfig(
    unescape_html="auto",
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    fix_line_breaks=True,
    remove_control_chars=False,
    normalization="NFC",
)
# "ï¿½" once was U+FFFD: what stood there is lost, and decoding it again repairs nothing.
_LOST = "ï¿½"
_BREAKS, _SEPARATORS = re.compile(r"[\x0b\x0c]"), re.compile(r"[\x1c-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_C1 = re.compile(r"[\x80-\x84\x86-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffc]+")
_INVISIBLE_IN_WORD = re.compile(r"(?<=\w)" + _INVISIBLE.pattern + r"(?=\w)")
# Between letters of Arabic, Persian or Indic script, and in emoji, joiners are spelling; between others they are residue.
_JOINER = re.compile("(?<![\u0600-\u0dff\u2190-\U000e0000])[\u200c\u200d]+(?![\u0600-\u0dff\u2190-\U000e0000])")
_SPACES = re.compile(r"[^\S\n ]")
_BLANK = re.compile(r"\n[ \n]*\n")
_HARD_WRAP = range(45, 100)
"""Characters: widths at which programs break lines by themselves (72 in mail, 80 on terminals, narrower with ragged words)."""


def repaired(text: str, *, keep_invisible: bool = False) -> str:
    """`text` as it was printed, its characters whole.

    Args:
        text: Any plain text.
        keep_invisible: Whether soft hyphens, zero-width spaces and direction marks stay where they part no word. True for a
            body handed over as such, so that its sentences are found again in the source character for character.
    """
    text = _BREAKS.sub("\n", _SEPARATORS.sub(" ", text))
    fixed = _LOST.join(ftfy.fix_text(part, _CONFIG) for part in _CONTROL.sub("", text).split(_LOST))
    # What is left of C1 controls then stood for no letter.
    fixed = _SPACES.sub(" ", _C1.sub("", fixed))
    invisible = _INVISIBLE_IN_WORD if keep_invisible else _INVISIBLE
    return invisible.sub("", _JOINER.sub("", fixed))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of repaired text, none empty, none with white space at an end of a line.

    Blank lines part paragraphs; a text without any has a paragraph a line. Lines broken by a program at a fixed width are joined.
    """
    lines = "\n".join(line.strip() for line in text.split("\n")).strip("\n")
    blocks = _BLANK.split(lines) if _BLANK.search(lines) else _unbroken(lines)
    return [joined for joined in (_joined(block) for block in blocks) if joined]


def _unbroken(lines: str) -> list[str]:
    return [lines] if _is_wrapped(lines.split("\n")) else lines.split("\n")


def _joined(block: str) -> str:
    lines = block.split("\n")
    return " ".join(lines) if _is_wrapped(lines) else block


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a program broke these lines: all but the last fill one width, and break inside sentences."""
    if len(lines) < 3:
        return False
    widths = [len(line) for line in lines[:-1]]
    width = max(*widths, len(lines[-1]))
    inside = sum(not re.search(r"[.!?:;”\"]$", line) for line in lines[:-1])
    return width in _HARD_WRAP and min(widths) > 0.65 * width and inside > 0.6 * len(widths)
