"""Settings → encoder, library, engine: the one file that wires the parts together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.cutting.passages import PassageRules
from index.encoding.encoder import load_encoder
from index.library import Library
from index.storage import current

if TYPE_CHECKING:
    from api.settings import Settings
    from index.sources import Fetcher
    from index.types import Encoder
    from search.engine import Engine
    from search.generate import Generator
    from search.reranking.reranker import Reranker

Say = Callable[[str], None]


def _quiet(_: str) -> None:
    return None


def open_encoder(settings: Settings, say: Say = _quiet) -> Encoder:
    """The encoder that the settings name.

    Raises:
        EncoderUnavailable: If it cannot be loaded.
    """
    return load_encoder(settings.model, settings.runtime, settings.cache.expanduser(), say)


def rules(settings: Settings, encoder: Encoder) -> PassageRules:
    """How articles are cut under these settings."""
    return PassageRules(max_tokens=settings.passage_tokens, window=encoder.fingerprint.window)


def open_library(settings: Settings, *, create: bool = False, say: Say = _quiet, say_encoder: Say = _quiet) -> Library:
    """The library, made first if `create` and it is not there.

    Args:
        say: Told what had to be made anew on disk.
        say_encoder: Told what computes the vectors.

    Raises:
        LibraryError: If there is none, or it cannot be used.
        EncoderUnavailable: If the encoder cannot be loaded.
    """
    if not create:
        current.read(settings.library.expanduser())  # told at once, before an encoder is loaded
    encoder = open_encoder(settings, say_encoder)
    return Library.open(settings.library, encoder, rules=rules(settings, encoder), create=create, say=say)


def rebuild(settings: Settings, say: Say = _quiet) -> None:
    """Cut and encode a library anew under these settings, also one that they cannot open as it is.

    Raises:
        LibraryError: If there is none, or another process is writing to it.
    """
    current.read(settings.library.expanduser())
    encoder = open_encoder(settings, say)
    Library.rebuild_at(settings.library, encoder, rules(settings, encoder))


def open_engine(settings: Settings, *, create: bool = False, say: Say = _quiet, say_encoder: Say = _quiet) -> Engine:
    """The library and what answers from it; raises as `open_library` does."""
    from search.engine import Engine
    from search.gazetteer import Gazetteer

    library = open_library(settings, create=create, say=say, say_encoder=say_encoder)
    return Engine(
        library,
        generator=open_generator(settings),
        gazetteer=Gazetteer.open(settings.cache.expanduser()),
        reranker=open_reranker(settings),
    )


def open_reranker(settings: Settings) -> Reranker | None:
    """What reads sentences with the question, unless that is switched off.

    Raises:
        EncoderUnavailable: If it cannot be loaded.
    """
    if settings.reranker == "off":
        return None
    if settings.reranker is None:
        from search.reranking.reranker import load_reranker

        return load_reranker(settings.runtime, settings.cache.expanduser())
    from search.reranking.named import load_named

    return load_named(settings.reranker)


def open_generator(settings: Settings) -> Generator | None:
    """What writes prose, where a language model is configured."""
    if settings.llm is None:
        return None
    from search.language_model import GeneratorRules, LanguageModel

    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return LanguageModel(
        GeneratorRules(model=settings.llm, api_base=settings.llm_api_base, key=key, timeout=settings.llm_timeout_s)
    )


def open_fetcher(settings: Settings) -> Fetcher:
    """What fetches addresses, within the settings' bounds."""
    from index.sources import Fetcher, FetchRules

    bounds = FetchRules(
        max_bytes=settings.fetch_max_bytes, timeout_s=settings.fetch_timeout_s, allow_private=settings.allow_private_urls
    )
    return Fetcher(bounds)
