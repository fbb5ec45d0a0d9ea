"""One function for each thing a server can be asked: arguments to a request and a way to read the reply. Pure, sync or async."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote as percent
from uuid import uuid4

import httpx2

from sitrep_client._answer import Answer
from sitrep_client._articles import ArticleWhole, Filters
from sitrep_client._errors import ArgumentInvalid, ReplyInvalid
from sitrep_client._reading import Shape
from sitrep_client._replies import Added, ArticlePage, Found, Info, NewArticle, Verification

T = TypeVar("T")
ShapeT = TypeVar("ShapeT", bound=Shape)
Where = Filters | Mapping[str, Any] | None
"""Filters as an object, or as the JSON that the server reads: `{"after": "2023-04-01", "outlets": ["Guardian"]}`."""
New = NewArticle | Mapping[str, Any]
"""An article to add, as an object or as a line of the JSONL import."""
Mode = Literal["hybrid", "semantic", "keyword"]
Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["outlet", "month"]

MOST_ARTICLES = 500
"""Articles in one request; the server takes 1,000."""

MOST_BYTES = 8 * 1024 * 1024
"""Bytes of articles in one request; the server takes 16 MiB as it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """A request, and how its reply is read."""

    method: str
    path: str
    read: Callable[[httpx2.Response], T]
    body: bytes | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def search(
    query: str,
    filters: Where,
    *,
    limit: int | None,
    cursor: str | None = None,
    mode: Mode | None,
    facets: Iterable[Facet] = (),
    sort: Sort | None,
    explain: bool,
    per_article: int | None,
    expand: bool | None,
) -> Call[Found]:
    """Find passages."""
    asked = {
        "query": query,
        "filters": _where(filters),
        "limit": limit,
        "cursor": cursor,
        "mode": mode,
        "facets": list(facets) or None,
        "sort": sort,
        "explain": explain or None,
        "per_article": per_article,
        "expand": expand,
    }
    return Call(method="POST", path="/v1/search", read=_reader(Found), body=_json(asked))


def ask(question: str, filters: Where, *, limit: int | None, generate: bool | None, expand: bool | None) -> Call[Answer]:
    """Ask a question."""
    body = _asked(question, filters, limit, generate, expand)
    return Call(method="POST", path="/v1/ask", read=_reader(Answer), body=body)


def ask_stream(
    question: str, filters: Where, *, limit: int | None, generate: bool | None, expand: bool | None
) -> Call[httpx2.Response]:
    """Ask a question and have the answer as it comes."""
    body = _asked(question, filters, limit, generate, expand)
    accept = {"Accept": "text/event-stream"}
    return Call(method="POST", path="/v1/ask", read=lambda response: response, body=body, headers=accept)


def add(articles: New | Iterable[New], key: str | None) -> Iterator[Call[Added]]:
    """Add articles, in as many requests as their number and size need; each with its own Idempotency-Key.

    A key is drawn by chance and not made from the articles: adding again what was removed in between must be done, not answered
    from memory.
    """
    key = key or uuid4().hex
    for place, body in enumerate(_bodies(articles)):
        headers = {"Idempotency-Key": f"{key}-{place}" if place else key}
        yield Call(method="POST", path="/v1/articles", read=_reader(Added), body=body, headers=headers)


def together(parts: Iterable[Added]) -> Added:
    """Several replies as one, the verdicts numbered through."""
    held = list(parts)
    sent = [verdict for part in held for verdict in part.verdicts]
    return Added(
        verdicts=tuple(replace(verdict, n=place) for place, verdict in enumerate(sent, start=1)),
        added=sum(part.added for part in held),
        unchanged=sum(part.unchanged for part in held),
        replaced=sum(part.replaced for part in held),
        refused=sum(part.refused for part in held),
        request_id=held[-1].request_id if held else None,
    )


def articles(page_size: int, cursor: str | None) -> Call[ArticlePage]:
    """One page of cards."""
    params: dict[str, str | int] = {"limit": page_size} | ({"cursor": cursor} if cursor else {})
    return Call(method="GET", path="/v1/articles", read=_reader(ArticlePage), params=params)


def article(article_id: str) -> Call[ArticleWhole]:
    """An article with its text."""
    return Call(method="GET", path=_path(article_id), read=_reader(ArticleWhole))


def remove(article_id: str) -> Call[None]:
    """Remove an article."""
    return Call(method="DELETE", path=_path(article_id), read=lambda _: None)


def verify(quote: str, article_id: str | None, url: str | None) -> Call[Verification]:
    """Check a quotation."""
    asked = {"quote": quote, "article": article_id, "url": url}
    return Call(method="POST", path="/v1/verify", read=_reader(Verification), body=_json(asked))


def info() -> Call[Info]:
    """What the server is and holds."""
    return Call(method="GET", path="/v1/info", read=_reader(Info))


def _reader(kind: type[ShapeT]) -> Callable[[httpx2.Response], ShapeT]:
    def read(response: httpx2.Response) -> ShapeT:
        try:
            data = json.loads(response.content)
        except ValueError:
            raise ReplyInvalid("the reply is not JSON: is this the address of a Sitrep server?") from None
        if isinstance(data, dict) and "request_id" not in data:
            data["request_id"] = response.headers.get("x-request-id")
        return kind.from_dict(data)

    return read


def _asked(question: str, filters: Where, limit: int | None, generate: bool | None, expand: bool | None) -> bytes:
    asked = {"question": question, "filters": _where(filters), "limit": limit, "generate": generate, "expand": expand}
    return _json(asked)


def _where(filters: Where) -> dict[str, Any] | None:
    """What is set of the filters; what is left at its default is left to the server."""
    given = filters.to_dict() if isinstance(filters, Filters) else dict(filters or {})
    days = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
    return {name: value for name, value in days.items() if value not in (None, [], ())} or None


def _json(asked: Mapping[str, Any]) -> bytes:
    return _encoded({name: value for name, value in asked.items() if value is not None})


def _encoded(value: Any) -> bytes:
    """JSON in UTF-8; with half of a surrogate pair in ASCII, so that the server can name the field that holds it."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()
    except (TypeError, ValueError) as error:
        raise ArgumentInvalid(f"cannot be written as JSON: {error}") from None


def _bodies(articles: New | Iterable[New]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for one in [articles] if isinstance(articles, NewArticle | Mapping) else articles:
        item = _item(one)
        if held and (len(held) == MOST_ARTICLES or size + len(item) > MOST_BYTES):
            yield b"[" + b",".join(held) + b"]"
            held, size = [], 0
        held.append(item)
        size += len(item) + 1
    if held:
        yield b"[" + b",".join(held) + b"]"


def _item(article: New) -> bytes:
    given = article.to_dict() if isinstance(article, NewArticle) else article
    if not isinstance(given, Mapping):
        raise ArgumentInvalid(f"an article is a NewArticle or a mapping, not {type(given).__name__}")
    return _json(given)


def _path(article_id: str) -> str:
    """The id may hold anything; a dot is written out as well, since "." and ".." mean folders in an address."""
    if not article_id:
        raise ArgumentInvalid("an article's id is empty")
    try:
        return f"/v1/articles/{percent(article_id, safe='').replace('.', '%2E')}"
    except UnicodeEncodeError:
        raise ArgumentInvalid("an article's id is not valid Unicode") from None
