"""Settings as the commands want them: overridden by arguments, mistakes named by their variable."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from api.errors import SettingsInvalid
from api.settings import PREFIX, Settings


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment; overrides that are not `None` come first.

    Raises:
        SettingsInvalid: Naming each variable and what is wrong with it, without its value: it may be a secret.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        words = "; ".join(f"{PREFIX}{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in faults if fault["loc"])
        raise SettingsInvalid(words or "the settings cannot be used") from None
