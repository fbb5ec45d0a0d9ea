"""/openapi.json: what it says is what is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from api.app import create_app
from api.loading import load_settings

SPEC: dict[str, Any] = create_app(load_settings()).openapi()
OPERATIONS = [(path, method, told) for path, methods in SPEC["paths"].items() for method, told in methods.items()]

EXPECTED = {
    "search",
    "search_by_link",
    "ask",
    "list_articles",
    "add_articles",
    "read_article",
    "remove_article",
    "verify",
    "healthz",
    "readyz",
    "metrics",
    "info",
}


def check(value: object, name: str) -> None:
    """Fail where a value does not have the described shape."""
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": SPEC["components"]}).validate(value)


def test_every_operation_has_its_name_tag_and_words() -> None:
    """Names are what clients are generated from: they do not change."""
    assert {told["operationId"] for _, _, told in OPERATIONS} == EXPECTED
    for path, method, told in OPERATIONS:
        assert told["tags"], (method, path)
        assert told["summary"], (method, path)
        assert told["description"], (method, path)


def test_every_reference_leads_somewhere() -> None:
    """No `$ref` to a shape that is not there, and no shape of FastAPI's that is never sent."""
    wanted = set(re.findall(r"#/components/schemas/([A-Za-z0-9_]+)", str(SPEC)))
    assert wanted <= set(SPEC["components"]["schemas"])
    assert "HTTPValidationError" not in str(SPEC)


@pytest.mark.parametrize("status", ["401", "413", "415", "422", "429", "503"])
def test_failures_are_described_as_problems(status: str) -> None:
    """On every call under /v1 that takes a body."""
    for path in ("/v1/search", "/v1/ask", "/v1/verify", "/v1/articles"):
        told = SPEC["paths"][path]["post"]["responses"][status]
        assert set(told["content"]) == {"application/problem+json"}
        assert told["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


@pytest.mark.parametrize("name", ["SearchIn", "AskIn", "VerifyIn", "ArticleIn"])
def test_every_request_has_an_example_that_fits(name: str) -> None:
    """The examples are valid by the shapes that they stand beside."""
    (example,) = SPEC["components"]["schemas"][name]["examples"]
    check(example, name)


def test_the_examples_are_answered(client: TestClient) -> None:
    """Sent as they stand, and answered in the described shape."""
    shapes = SPEC["components"]["schemas"]
    for path, asked, sent in (
        ("/v1/search", "SearchIn", "FoundOut"),
        ("/v1/ask", "AskIn", "AnswerOut"),
        ("/v1/verify", "VerifyIn", "VerificationOut"),
    ):
        reply = client.post(path, json=shapes[asked]["examples"][0])
        assert reply.status_code == 200, reply.text
        check(reply.json(), sent)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/articles", "Page"),
        ("/v1/articles/road", "ArticleWhole"),
        ("/v1/info", "InfoOut"),
        ("/v1/search?q=said&explain=1&facet=month", "FoundOut"),
    ],
)
def test_what_is_read_has_the_described_shape(client: TestClient, path: str, name: str) -> None:
    """Each reply against its schema."""
    check(client.get(path).json(), name)


def test_problems_have_the_described_shape(client: TestClient) -> None:
    """With and without `errors`."""
    check(client.get("/nothing").json(), "Problem")
    check(client.post("/v1/search", json={}).json(), "Problem")


CONTRACT = {
    "HitOut": {"rank", "score", "passage", "article", "highlights", "why"},
    "PassageOut": {"id", "text", "start", "end", "heading"},
    "ArticleOut": {"id", "url", "title", "outlet", "authors", "published", "published_precision", "published_found", "language"},
    "CitationOut": {"n", "quote", "before", "after", "start", "end", "passage_id", "article", "verified", "speaker", "also"},
    "FoundOut": {"hits", "total", "facets", "interpreted", "next_cursor", "took_ms", "request_id"},
    "AnswerOut": {
        "status",
        "reason",
        "text",
        "statements",
        "citations",
        "near_misses",
        "interpreted",
        "confidence",
        "warnings",
        "took_ms",
        "request_id",
    },
    "Interpreted": {"words", "phrases", "without", "filters", "dates", "expansions", "mode", "sort"},
    "SearchIn": {"query", "filters", "limit", "cursor", "mode", "facets", "sort", "explain", "per_article", "expand"},
    "AskIn": {"question", "filters", "limit", "generate", "expand"},
    "FiltersIn": {"after", "before", "outlets", "without_outlets", "authors", "articles", "languages"},
    "ArticleIn": {"id", "url", "title", "outlet", "authors", "published", "language", "text", "html"},
    "VerifyIn": {"quote", "article", "url"},
}


@pytest.mark.parametrize("name", CONTRACT)
def test_no_field_of_the_contract_is_lost_or_added_by_accident(name: str) -> None:
    """Taking one away breaks clients; adding one is done here as well."""
    assert set(SPEC["components"]["schemas"][name]["properties"]) == CONTRACT[name]
