"""What the client knows of the contract against what the server says of itself."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import httpx2
import pytest
import sitrep_client
from sitrep_client import AsyncClient, Client, Filters, NewArticle, _calls
from sitrep_client._calls import Call
from sitrep_client._errors import RequestRefused, ServerFault, kind_of
from sitrep_client._reading import Shape

from api.errors import TABLE
from api.requests import Asked, AskIn, SearchIn, VerifyIn

REPLIES: dict[type[Shape], str] = {
    sitrep_client.Article: "ArticleOut",
    sitrep_client.ArticleWhole: "ArticleWhole",
    sitrep_client.Passage: "PassageOut",
    sitrep_client.Hit: "HitOut",
    sitrep_client.FacetCount: "FacetOut",
    sitrep_client.Filters: "FiltersOut",
    sitrep_client.DateWords: "DateOut",
    sitrep_client.Expansion: "ExpansionOut",
    sitrep_client.Interpreted: "Interpreted",
    sitrep_client.Found: "FoundOut",
    sitrep_client.Statement: "StatementOut",
    sitrep_client.Citation: "CitationOut",
    sitrep_client.Answer: "AnswerOut",
    sitrep_client.ArticlePage: "Page",
    sitrep_client.Verdict: "VerdictOut",
    sitrep_client.Added: "AddedOut",
    sitrep_client.Match: "MatchOut",
    sitrep_client.Verification: "VerificationOut",
    sitrep_client.Info: "InfoOut",
}
FROM_HEADER = {(sitrep_client.ArticleWhole, "request_id")}
"""Filled from the reply's header, since its body does not have them."""

NEVER_SENT = {("InfoOut", "library")}
"""Told on the command line only: a server keeps its folders to itself."""

ASKED: dict[str, tuple[Call[Any], type[Asked]]] = {
    "search": (
        _calls.search(
            "road",
            Filters(after=date(2023, 4, 1), outlets=("A",), without_outlets=("B",), authors=("C",), articles=("d",)),
            limit=3,
            cursor="c",
            mode="keyword",
            facets=["outlet", "month"],
            sort="newest",
            explain=True,
            per_article=0,
            expand=False,
        ),
        SearchIn,
    ),
    "ask": (
        _calls.ask("road?", {"before": date(2023, 4, 1), "languages": ["en"]}, limit=3, generate=False, expand=True),
        AskIn,
    ),
    "verify an article": (_calls.verify("words", "a1", None), VerifyIn),
    "verify an address": (_calls.verify("words", None, "https://a.example/1"), VerifyIn),
}


@pytest.fixture(scope="module")
def schemas(server_url: str) -> dict[str, Any]:
    """The server's own description of its shapes."""
    reply = httpx2.get(f"{server_url}/openapi.json").json()
    schemas: dict[str, Any] = reply["components"]["schemas"]
    return schemas


@pytest.mark.parametrize(("kind", "name"), REPLIES.items(), ids=REPLIES.values())
def test_a_type_has_the_fields_of_its_schema(kind: type[Shape], name: str, schemas: dict[str, Any]) -> None:
    """Neither knows one that the other does not; what the client needs, the server promises."""
    promised = set(schemas[name]["required"]) | {one for one, told in schemas[name]["properties"].items() if "default" in told}
    ours = {field.name: field for field in dataclasses.fields(kind) if (kind, field.name) not in FROM_HEADER}
    assert set(ours) == {one for one in schemas[name]["properties"] if (name, one) not in NEVER_SENT}
    nothing = dataclasses.MISSING
    needed = {name for name, field in ours.items() if field.default is nothing and field.default_factory is nothing}
    assert needed <= promised


@pytest.mark.parametrize(("kind", "name"), REPLIES.items(), ids=REPLIES.values())
def test_a_field_has_the_type_of_its_schema(kind: type[Shape], name: str, schemas: dict[str, Any]) -> None:
    """Strings, numbers, lists, null, and the shapes within."""
    for field, hint in get_type_hints(kind).items():
        if (kind, field) not in FROM_HEADER:
            assert described(hint) == told(schemas[name]["properties"][field], schemas), field


def described(hint: Any) -> Any:
    """A type in the words of `told`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"null", *(described(one) for one in inner if one is not NoneType)}
    if origin is tuple:
        return ("list", described(inner[0]))
    if origin is Mapping:
        return ("object", described(inner[1]))
    if hint in REPLIES:
        return REPLIES[hint]
    return {str: "string", int: "integer", float: "number", bool: "boolean", date: "string"}[hint]


def told(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """A JSON schema in a few words; an enumeration of strings is a string, as it may grow."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return "string" if "enum" in schemas[name] else name
    if "anyOf" in schema:
        return {told(one, schemas) for one in schema["anyOf"]}
    if schema["type"] == "array":
        return ("list", told(schema.get("items") or schema["prefixItems"][0], schemas))
    if schema["type"] == "object":
        return ("object", told(schema["additionalProperties"], schemas))
    return schema["type"]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_sent_is_what_the_server_reads(asked: str) -> None:
    """Every argument filled in; the server refuses a field that it does not know."""
    call, kind = ASKED[asked]
    read = kind.model_validate_json(call.body or b"").model_dump(mode="json", exclude_unset=True)
    assert read == json.loads(call.body or b"")


def test_every_field_of_a_search_can_be_sent(schemas: dict[str, Any]) -> None:
    """And every field of a question, of a filter, and of an article."""
    search, ask = (json.loads(ASKED[name][0].body or b"") for name in ("search", "ask"))
    assert set(search) == set(schemas["SearchIn"]["properties"])
    assert set(ask) == set(schemas["AskIn"]["properties"])
    assert {field.name for field in dataclasses.fields(Filters)} == set(schemas["FiltersIn"]["properties"])
    assert {field.name for field in dataclasses.fields(NewArticle)} == set(schemas["ArticleIn"]["properties"])


def test_every_error_of_the_server_has_a_class_of_its_own_kind() -> None:
    """Told apart by status; a body too large and a wrong host are refusals like any other."""
    plain = {405, 413, 415, 421}
    for how in TABLE.values():
        kind = kind_of(how.status)
        assert issubclass(kind, ServerFault if how.status >= 500 else RequestRefused)
        assert (kind is RequestRefused) == (how.status in plain), how


def test_both_clients_have_the_same_methods_with_the_same_arguments() -> None:
    """Names, order, defaults; what one waits for, the other awaits."""
    assert methods(Client) == methods(AsyncClient)
    assert set(methods(Client)) >= {
        *("search", "search_iter", "ask", "ask_stream", "add", "articles", "article", "remove", "verify", "info", "close"),
        "with_options",
    }


def methods(kind: type[Any]) -> dict[str, list[tuple[str, Any, Any]]]:
    """The public methods and their arguments."""
    public = {name: found for name, found in vars(kind).items() if inspect.isfunction(found) and not name.startswith("_")}
    return {
        name: [(one.name, one.kind, one.default) for one in inspect.signature(found).parameters.values()]
        for name, found in public.items()
    }


def test_the_public_names_are_one_sorted_list() -> None:
    """What can be imported without an underscore is in it, and nothing else."""
    names = {name for name, found in vars(sitrep_client).items() if not name.startswith("_") and not inspect.ismodule(found)}
    assert {*names - {"annotations"}, "__version__"} == set(sitrep_client.__all__)
    assert list(sitrep_client.__all__) == sorted(sitrep_client.__all__)


def test_all_results_are_frozen(schemas: dict[str, Any]) -> None:
    """And every shape that the server replies with is among them."""
    assert all(getattr(kind, "__dataclass_params__").frozen for kind in REPLIES)  # noqa: B009 - mypy knows no such attribute
    incoming = {"SearchIn", "AskIn", "VerifyIn", "FiltersIn", "ArticleIn", "Problem", "ProblemFault", "Health"}
    shapes = {name for name, schema in schemas.items() if "properties" in schema}
    assert shapes - incoming == set(REPLIES.values())
