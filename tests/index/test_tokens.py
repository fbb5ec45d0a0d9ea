"""Counting tokens, without a network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from index.cutting.tokens import counter
from tests.offline import NO_SOCKETS


@pytest.mark.parametrize(
    ("vocabulary", "text", "tokens"),
    [
        ("o200k_base", "", 0),
        ("o200k_base", "hello world", 2),
        ("cl100k_base", "hello world", 2),
        ("o200k_base", "hello hello hello", 3),
        ("cl100k_base", " ", 1),
    ],
)
def test_known_texts_have_their_known_number_of_tokens(vocabulary: str, text: str, tokens: int) -> None:
    """The common words of either vocabulary are one token each."""
    assert counter(vocabulary)(text) == tokens


def test_the_two_vocabularies_differ() -> None:
    """Cyrillic is shorter in the larger one."""
    text = "Президент України виступив зі зверненням"
    assert counter("o200k_base")(text) < counter("cl100k_base")(text)


@pytest.mark.parametrize("vocabulary", ["o200k_base", "cl100k_base"])
@pytest.mark.parametrize("special", ["<|endoftext|>", "<|fim_prefix|>", "<|endofprompt|>"])
def test_a_special_token_in_a_text_is_ordinary_words(vocabulary: str, special: str) -> None:
    """It neither raises nor counts as one."""
    assert counter(vocabulary)(f"said {special} twice") > 4


@pytest.mark.parametrize("vocabulary", ["o200k_base", "cl100k_base"])
def test_no_network_is_needed(vocabulary: str) -> None:
    """In a new process whose sockets are blocked, without litellm being imported."""
    code = f"""
{NO_SOCKETS}
import os, sys
os.environ.pop("TIKTOKEN_CACHE_DIR", None)
from index.cutting.tokens import counter
assert "tiktoken" not in sys.modules
print(counter({vocabulary!r})("hello world"), "litellm" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["2", "False"]


def test_an_unknown_vocabulary_is_named() -> None:
    """The message lists what there is."""
    with pytest.raises(ValueError, match="o999k_base"):
        counter("o999k_base")
