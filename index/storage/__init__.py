"""The library on disk: SQLite, the truth."""
