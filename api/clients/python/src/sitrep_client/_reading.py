"""JSON to typed values and back: fields that this version does not know are left, those that it needs are checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from sitrep_client._errors import ReplyInvalid


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A typed value of the contract. Words for statuses, verdicts and kinds are plain strings, so that new ones can come."""

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """The value that JSON describes; unknown fields are left out.

        Raises:
            ReplyInvalid: If a field is missing or of another type; its path is named.
        """
        shape: Self = _shape(cls, data, "")
        return shape

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON would hold it; `from_dict` makes it again."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, Shape):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether it is needed, of every field."""
    hints = get_type_hints(kind)
    nothing = dataclasses.MISSING
    return tuple(
        (field.name, hints[field.name], field.default is nothing and field.default_factory is nothing)
        for field in dataclasses.fields(kind)
    )


def _shape(kind: Any, data: object, at: str) -> Any:
    if not isinstance(data, Mapping):
        raise _wrong("an object", data, at)
    values = {}
    for name, hint, needed in _fields(kind):
        place = f"{at}.{name}" if at else name
        if name in data:
            values[name] = _value(hint, data[name], place)
        elif needed:
            raise ReplyInvalid(f"the reply lacks {place}")
    return kind(**values)


def _value(hint: Any, data: Any, at: str) -> Any:
    if hint is Any:
        return data
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if data is None else _value(inner, data, at)
    if origin is tuple:
        return _tuple(get_args(hint), data, at)
    if origin is Mapping:
        return _mapping(get_args(hint)[1], data, at)
    if dataclasses.is_dataclass(hint):
        return _shape(hint, data, at)
    return _scalar(hint, data, at)


def _tuple(hints: tuple[Any, ...], data: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise _wrong("a list", data, at)
    if hints[-1] is Ellipsis:
        return tuple(_value(hints[0], one, f"{at}[{place}]") for place, one in enumerate(data))
    if len(data) != len(hints):
        raise _wrong(f"a list of {len(hints)}", data, at)
    return tuple(_value(hint, one, f"{at}[{place}]") for place, (hint, one) in enumerate(zip(hints, data, strict=True)))


def _mapping(hint: Any, data: Any, at: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise _wrong("an object", data, at)
    return {str(name): _value(hint, one, f"{at}.{name}") for name, one in data.items()}


def _scalar(hint: type[Any], data: Any, at: str) -> Any:
    if hint is date and isinstance(data, str):
        try:
            return date.fromisoformat(data)
        except ValueError:
            raise _wrong("a day", data, at) from None
    if hint is float and type(data) is int:
        return float(data)
    if type(data) is not hint:
        raise _wrong(hint.__name__, data, at)
    return data


def _wrong(wanted: str, data: object, at: str) -> ReplyInvalid:
    """What came is told by its type alone: it may be a question."""
    return ReplyInvalid(f"the reply has {type(data).__name__} for {at or 'its body'}, not {wanted}")
