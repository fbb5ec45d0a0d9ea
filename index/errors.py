"""Everything that can go wrong below the API, as a tree.

SitrepError                     catch this to catch all of them
├── LibraryError                the folder on disk
│   ├── LibraryMissing          no library there
│   ├── LibraryBusy             another process is writing to it
│   ├── LibraryIncompatible     made with another encoder, schema or passage rules
│   ├── LibraryCorrupt          the SQLite file itself is damaged
│   └── CacheDamaged            a cache's files are not what was written; caught within, the cache is made anew
├── SourceError                 an input that cannot be read: becomes a named Refusal, never stops the rest
├── EncoderError
│   ├── EncoderUnavailable      the model is not installed, or its weights are not the pinned ones
│   └── TextTooLong             a text exceeds the encoder's window
└── QueryError                  what was asked cannot be searched
    ├── EmptyQuery
    ├── QueryTooLong
    ├── InvalidFilter
    └── CursorExpired           the library changed since the cursor was given
"""

from __future__ import annotations


class SitrepError(Exception):
    """The root: its text says what, where and what to do."""


class LibraryError(SitrepError):
    """The folder on disk cannot be used as asked."""


class LibraryMissing(LibraryError):
    """No library at this place."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"no library at {folder}: make one with `sitrep --library {folder} add PATH`")
        self.folder = folder


class LibraryBusy(LibraryError):
    """Another process holds the writer's lock."""

    def __init__(self, folder: object, holder: str) -> None:
        super().__init__(f"the library at {folder} is being written by {holder}: one writer at a time, try again when it is done")
        self.folder = folder
        self.holder = holder


class LibraryIncompatible(LibraryError):
    """The library was made with other rules than this program runs with."""

    def __init__(self, what: str, expected: object, found: object, remedy: str) -> None:
        super().__init__(f"{what}: this program has {expected}, the library was made with {found}; {remedy}")
        self.what = what
        self.expected = expected
        self.found = found


class LibraryCorrupt(LibraryError):
    """The SQLite file is damaged; caches never raise this, they are rebuilt."""


class CacheDamaged(LibraryError):
    """The files of a cache are not what was written; never leaves the library."""


class SourceError(SitrepError):
    """An input that cannot be read."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(f"{origin}: {reason}")
        self.origin = origin
        self.reason = reason


class EncoderError(SitrepError):
    """The encoder cannot do what was asked."""


class EncoderUnavailable(EncoderError):
    """The model cannot be loaded, or is not the one that was pinned."""


class TextTooLong(EncoderError):
    """A text has more word pieces than the encoder reads."""

    def __init__(self, pieces: int, window: int) -> None:
        super().__init__(f"a text of {pieces} word pieces exceeds the encoder's window of {window}: it would be cut off unseen")
        self.pieces = pieces
        self.window = window


class QueryError(SitrepError):
    """What was asked cannot be searched."""


class EmptyQuery(QueryError):
    """Nothing to search for."""

    def __init__(self, message: str = "the query is empty: type a question, words, or a filter such as outlet:guardian") -> None:
        super().__init__(message)


class QueryTooLong(QueryError):
    """The query exceeds the limit."""

    def __init__(self, length: int, limit: int, what: str = "query") -> None:
        super().__init__(f"the {what} has {length} characters; at most {limit} are read: shorten it")
        self.length = length
        self.limit = limit


class InvalidFilter(QueryError):
    """A filter that cannot be applied."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class CursorExpired(QueryError):
    """The cursor belongs to another generation of the library, or to another query."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: search again from the first page")
