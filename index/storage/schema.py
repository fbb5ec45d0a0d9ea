"""The tables of a library. SQLite is the truth; FAISS and Tantivy files beside it are made from these."""

from __future__ import annotations

VERSION = 1
"""Raised when these tables change; a library of another version is refused with the command that rebuilds it."""

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is removed is overwritten with zeros
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -32000",
)

TABLES = """
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    library TEXT NOT NULL, schema INTEGER NOT NULL, created TEXT NOT NULL,
    model TEXT NOT NULL, revision TEXT NOT NULL, weights TEXT NOT NULL, dimension INTEGER NOT NULL, window INTEGER NOT NULL,
    rules TEXT NOT NULL, generation INTEGER NOT NULL
) STRICT;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    url TEXT, title TEXT, outlet TEXT, authors TEXT NOT NULL,
    published TEXT, precision TEXT, found TEXT, day INTEGER,
    language TEXT, text TEXT NOT NULL, added_at TEXT NOT NULL,
    digest BLOB NOT NULL, generation INTEGER NOT NULL
) STRICT;
CREATE INDEX articles_by_generation ON articles (generation);
CREATE INDEX articles_by_facts ON articles (number, id, day, outlet, language, authors);

CREATE TABLE passages (
    "row" INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    heading TEXT, sentences BLOB NOT NULL, generation INTEGER NOT NULL,
    UNIQUE (article, ordinal)
) STRICT;
CREATE INDEX passages_by_generation ON passages (generation);

CREATE TABLE vectors (
    "row" INTEGER PRIMARY KEY REFERENCES passages ("row") ON DELETE CASCADE,
    passage BLOB NOT NULL, sentences BLOB NOT NULL
) STRICT;

CREATE TABLE paragraphs (
    place TEXT NOT NULL, digest INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (place, digest, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX paragraphs_by_article ON paragraphs (article);

CREATE TABLE removed_articles (number INTEGER PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
CREATE INDEX removed_articles_by_generation ON removed_articles (generation);
CREATE TABLE removed_passages ("row" INTEGER PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
CREATE INDEX removed_passages_by_generation ON removed_passages (generation);
"""
