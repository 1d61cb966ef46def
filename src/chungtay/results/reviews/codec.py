"""Frozen dataclasses to JSON and back, and the digest of what was written: the same bytes on every machine."""

import dataclasses
import hashlib
import json
import types
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
LATER: Mapping[str, bool] = {"later": True}
"""Metadata of a field that came after compositions were kept: at its default it is not written, so that what was
kept before has the digest that it had."""


def to_json(thing: Any) -> Any:
    """Dataclasses become objects and tuples become lists; only str, int, bool and None may stand in the leaves."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_json(value) for field, value in _written(thing)}
    if isinstance(thing, tuple | list):
        return [to_json(item) for item in thing]
    if thing is None or isinstance(thing, str | int):
        return thing
    raise TypeError(f"a composition holds text and whole numbers only, met {type(thing).__name__}")


def _written(thing: Any) -> Iterator[tuple[dataclasses.Field[Any], Any]]:
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if not (field.metadata.get("later") and value == field.default):
            yield field, value


def from_json(kind: type[T], data: Any) -> T:
    """The dataclass `kind` from what `to_json` wrote. TypeError or KeyError where the data are of another shape."""
    result: T = _read(kind, data)
    return result


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8: what the digest is taken over."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()


@lru_cache(maxsize=64)
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        known = {name: _read(hints[name], value) for name, value in data.items() if name in hints}
        return kind(**known)  # type: ignore[operator]
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if origin in (Union, types.UnionType):
        return _read_one_of(get_args(kind), data)
    if not isinstance(data, kind):
        raise TypeError(f"expected {kind.__name__}, read {type(data).__name__}")
    return data


def _read_one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    """Unions here are plain types and at most one dataclass, so an object in the data can only be the dataclass."""
    if data is None and type(None) in kinds:
        return None
    for kind in kinds:
        fits = isinstance(data, dict) if dataclasses.is_dataclass(kind) else isinstance(data, kind)
        if fits:
            return _read(kind, data)
    raise TypeError(f"none of {kinds} fits {type(data).__name__}")
