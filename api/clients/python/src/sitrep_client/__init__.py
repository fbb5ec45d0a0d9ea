"""Ask a Sitrep server: search results and cited answers over conflict reporting, typed, sync and async.

with Client() as sitrep:
    print(sitrep.ask("what was said about Bakhmut supply routes").to_markdown())
"""

from __future__ import annotations

from sitrep_client._answer import Answer, Citation, Statement
from sitrep_client._articles import Article, ArticleWhole, DateWords, Expansion, Filters, Hit, Interpreted, Passage
from sitrep_client._async_client import AsyncClient
from sitrep_client._client import Client
from sitrep_client._errors import (
    ArgumentInvalid,
    Conflict,
    ExtraMissing,
    Fault,
    Forbidden,
    NotFound,
    RateLimited,
    ReplyInvalid,
    RequestInvalid,
    RequestRefused,
    ServerFault,
    SitrepError,
    StatusError,
    StreamBroken,
    TimedOut,
    Unauthenticated,
    Unavailable,
    Unreachable,
)
from sitrep_client._events import CitationEvent, DoneEvent, Event, InterpretedEvent, OtherEvent, StatementEvent
from sitrep_client._pages import Articles, AsyncArticles, AsyncHits, Hits
from sitrep_client._replies import (
    Added,
    ArticlePage,
    FacetCount,
    Found,
    Info,
    Match,
    NewArticle,
    Verdict,
    Verification,
)
from sitrep_client._retries import Retries
from sitrep_client._streams import AnswerStream, AsyncAnswerStream
from sitrep_client._version import __version__

__all__ = [
    "Added",
    "Answer",
    "AnswerStream",
    "ArgumentInvalid",
    "Article",
    "ArticlePage",
    "ArticleWhole",
    "Articles",
    "AsyncAnswerStream",
    "AsyncArticles",
    "AsyncClient",
    "AsyncHits",
    "Citation",
    "CitationEvent",
    "Client",
    "Conflict",
    "DateWords",
    "DoneEvent",
    "Event",
    "Expansion",
    "ExtraMissing",
    "FacetCount",
    "Fault",
    "Filters",
    "Forbidden",
    "Found",
    "Hit",
    "Hits",
    "Info",
    "Interpreted",
    "InterpretedEvent",
    "Match",
    "NewArticle",
    "NotFound",
    "OtherEvent",
    "Passage",
    "RateLimited",
    "ReplyInvalid",
    "RequestInvalid",
    "RequestRefused",
    "Retries",
    "ServerFault",
    "SitrepError",
    "Statement",
    "StatementEvent",
    "StatusError",
    "StreamBroken",
    "TimedOut",
    "Unauthenticated",
    "Unavailable",
    "Unreachable",
    "Verdict",
    "Verification",
    "__version__",
]
