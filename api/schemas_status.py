"""The shape of a library in figures, for `status` and /v1/info."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from api.schemas import Shape, absent
from api.version import installed
from index.types import Status


class StatusOut(Shape):
    """A library in figures."""

    articles: int
    passages: int
    sentences: int
    undated: int = Field(description="Articles without a date.")
    generation: int = Field(description="Grows with every change.")
    oldest: str | None = Field(description="The earliest day of publication.")
    newest: str | None = Field(description="The latest day of publication.")
    model: str
    dimension: int
    weights: str = Field(description="SHA-256 of the encoder's weights.")
    schema_version: int
    created: str
    bytes_on_disk: int
    library: str | None = Field(default=None, exclude_if=absent, description="The folder; told on the command line only.")

    @classmethod
    def of(cls, status: Status, folder: Path | None = None) -> StatusOut:
        """The figures."""
        return cls(
            articles=status.articles,
            passages=status.passages,
            sentences=status.sentences,
            undated=status.undated,
            generation=status.generation,
            oldest=status.first.isoformat() if status.first else None,
            newest=status.last.isoformat() if status.last else None,
            model=status.fingerprint.model,
            dimension=status.fingerprint.dimension,
            weights=status.fingerprint.weights,
            schema_version=status.schema,
            created=status.created.isoformat(timespec="seconds"),
            bytes_on_disk=status.bytes_on_disk,
            library=str(folder) if folder else None,
        )


class InfoOut(StatusOut):
    """What a server is and holds."""

    version: str
    generator: str | None = Field(description="The language model that writes answers; null: answers are the reports' own words.")
    up_s: float = Field(description="Seconds since the server started.")
    request_id: str | None = Field(default=None, exclude_if=absent)

    @classmethod
    def about(cls, status: Status, *, generator: str | None, up_s: float, request_id: str | None) -> InfoOut:
        """The library's figures and the server's own."""
        figures = StatusOut.of(status).model_dump()
        return cls(**figures, version=installed(), generator=generator, up_s=round(up_s, 1), request_id=request_id)
