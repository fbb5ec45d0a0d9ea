"""The front door."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sitrep</title>
<h1>Sitrep</h1>
<p>Cited answers over conflict reporting: exact words, exact source, exact date.</p>
<form action="/v1/search"><label>Search <input name="q" size="50" required autofocus></label> <button>Find</button></form>
<p>The interface: <a href="/openapi.json">/openapi.json</a>. What this server holds: <a href="/v1/info">/v1/info</a>.</p>
</html>
"""


@router.get("/")
async def home() -> HTMLResponse:
    """A plain page."""
    headers = {"Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"}
    return HTMLResponse(_PAGE, headers=headers)
