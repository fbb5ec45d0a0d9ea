"""What many tests share: the real encoder and libraries of the sample articles, made once a run."""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shared import shared

if TYPE_CHECKING:
    from index.encoding.encoder import SentenceEncoder
    from index.library import Library
    from search.reranking.reranker import Reranker

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ENCODER_CACHE = Path(tempfile.gettempdir()) / f"sitrep-tests-{getpass.getuser()}"
"""Where the converted encoder is kept between runs: converting it takes longer than most tests."""

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The real encoder."""
    from index.encoding.encoder import load_encoder

    return load_encoder(cache=ENCODER_CACHE)


@pytest.fixture(scope="session")
def reranker() -> Reranker:
    """The real reranker."""
    from search.reranking.reranker import load_reranker

    return load_reranker(cache=ENCODER_CACHE)


@pytest.fixture(scope="session")
def seed_library(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample articles of `seeds/`. Shared: tests only read it."""
    yield from made_library(SEEDS / "articles", tmp_path_factory.mktemp("seeds"), encoder)


@pytest.fixture(scope="session")
def real_seed_library(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The two raw articles of `../shared/seeds`. Shared: tests only read it."""
    yield from made_library(shared("seeds"), tmp_path_factory.mktemp("real-seeds"), encoder)


def made_library(source: Path, folder: Path, encoder: SentenceEncoder) -> Iterator[Library]:
    """A library below `folder` with the articles of `source`, by the road of `sitrep add`; closed behind it."""
    from index.cleaning.prepare import prepare
    from index.cutting.passages import PassageRules
    from index.library import Library
    from index.sources import read
    from index.types import RawArticle

    raw = list(read(str(source)))
    assert all(isinstance(one, RawArticle) for one in raw), raw
    with Library.open(folder / "library", encoder, rules=PassageRules(), create=True) as library:
        list(library.add(prepare(one, now=NOW) for one in raw if isinstance(one, RawArticle)))
        yield library
