"""Frozen dataclasses to plain JSON and back, by their annotations. One canonical text per value: it is hashed."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def canonical(value: object) -> bytes:
    """The one JSON text of a value: keys sorted, no spaces, UTF-8."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def read(kind: Any, value: Any) -> Any:
    """The value of an annotated type from its plain form. Fields that are missing take their defaults.

    So a snapshot of an earlier release is read after a field was added; a field may never change its meaning.
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = [item for item in get_args(kind) if item is not NoneType]
        return None if value is None else read(inner[0], value)
    if origin is tuple:
        kinds = get_args(kind)
        if kinds[1:] == (Ellipsis,):
            return tuple(read(kinds[0], item) for item in value)
        return tuple(read(each, item) for each, item in zip(kinds, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: read(hints[name], item) for name, item in value.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    return value


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
