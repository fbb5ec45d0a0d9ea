"""Counting tokens: the only file that knows tiktoken.

tiktoken downloads a vocabulary at first use; ours is read from the copy in the litellm wheel, without importing litellm.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_CARRIED = Path("litellm_core_utils") / "tokenizers"


@cache
def counter(vocabulary: str = "o200k_base") -> Callable[[str], int]:
    """A function that counts the tokens of a text; special tokens in it count as ordinary words.

    Args:
        vocabulary: A tiktoken encoding name; `o200k_base` and `cl100k_base` need no network.
    """
    import tiktoken

    if "TIKTOKEN_CACHE_DIR" not in os.environ and (folder := _carried_folder()):
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    encoding = tiktoken.get_encoding(vocabulary)
    return lambda text: len(encoding.encode_ordinary(text))


def _carried_folder() -> Path | None:
    spec = find_spec("litellm")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / _CARRIED
    return folder if folder.is_dir() else None
