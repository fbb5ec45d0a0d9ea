"""Every setting, from `SITREP_*` environment variables: the only file that reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SITREP_"


def _none_if_blank(value: object) -> object:
    """A variable set to nothing means that it is not set."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str | None, BeforeValidator(_none_if_blank)]


class Settings(BaseSettings):
    """Read once at start; each field is the variable `SITREP_` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    library: Path = Field(default=Path("library"), description="Folder of the library; `--library` overrides it.")
    model: Text = Field(
        default=None,
        description="Encoder: a sentence-transformers name or a folder. Unset: the installed all-MiniLM-L6-v2, no network.",
    )
    reranker: Text = Field(
        default=None,
        description="What reads the nearest sentences with the question: a sentence-transformers cross-encoder, by name or "
        "folder; `off` for nothing. Unset: Sitrep's own, no network.",
    )
    runtime: Literal["auto", "openvino", "torch"] = Field(default="auto", description="What computes the vectors.")
    cache: Path = Field(
        default=Path("~/.cache/sitrep"),
        description="Folder where a converted encoder is kept between starts; `~` is the home folder.",
    )
    passage_tokens: int = Field(
        default=200, ge=32, le=1000, description="Most tokens (o200k_base) a passage; `sitrep rebuild` applies a change."
    )

    llm: Text = Field(
        default=None,
        description="Language model that writes answers, as litellm names it. Unset: answers are the reports' own words.",
    )
    llm_api_base: Text = Field(default=None, description="Address of the language model's server. Unset: the provider's own.")
    llm_api_key: SecretStr | None = Field(default=None, description="Key for the language model's server.")
    llm_timeout_s: float = Field(default=30.0, gt=0, le=600, description="Seconds until a silent language model is given up.")

    host: str = Field(default="127.0.0.1", description="Address that `serve` binds to.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that `serve` binds to; 0 takes a free one and prints it.")
    api_keys: SecretStr = Field(
        default=SecretStr(""),
        description="Keys for the HTTP interface, comma separated: `KEY` (reads and writes), `KEY:read`, `sha256:HEX`, "
        "`sha256:HEX:read`. Empty: open, on this machine only.",
    )
    allow_open: bool = Field(default=False, description="Serve other machines without keys.")
    allowed_hosts: str = Field(
        default="",
        description="Host names, comma separated, that requests may name while no keys are set; names without a dot always may.",
    )
    max_body_bytes: int = Field(
        default=16 * 1024 * 1024, ge=1024, le=1024**3, description="Bytes of one HTTP request's body at most."
    )
    rate_per_minute: int = Field(
        default=0, ge=0, le=1_000_000, description="Requests a minute for each key, else each address; 0 is no limit."
    )
    threads: int = Field(default=4, ge=1, le=256, description="Questions worked on at the same time.")
    queue: int = Field(
        default=64, ge=0, le=10_000, description="Questions that may wait for a thread; above it the reply is 503."
    )
    request_timeout_s: float = Field(
        default=30.0, gt=0, le=3600, description="Seconds until a question is answered 504; a language model's are added."
    )
    add_timeout_s: float = Field(
        default=600.0, gt=0, le=86_400, description="Seconds until adding over HTTP is answered 504; what is done stays done."
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least important line that `serve` logs."
    )
    log_questions: bool = Field(
        default=False, description="Write the text of questions to the log. They tell what a reporter is working on."
    )

    allow_private_urls: bool = Field(default=False, description="Let `add` fetch from addresses inside private networks.")
    fetch_timeout_s: float = Field(
        default=30.0, gt=0, le=600, description="Seconds one fetched page may take, redirects included."
    )
    fetch_max_bytes: int = Field(
        default=16 * 1024 * 1024, ge=1024, le=1024**3, description="Bytes of one fetched page at most, decompressed."
    )

    @property
    def keys(self) -> str:
        """The API keys as configured, in the clear."""
        return self.api_keys.get_secret_value()
