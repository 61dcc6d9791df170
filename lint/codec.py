"""Frozen data to JSON and back, and its JSON Schema, all from the types alone."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from operator import call
from typing import Any, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints

from .model import Predicted, Vantage

T = TypeVar("T")

_KEPT = 1024  # short lists whose text is kept
_quoted = json.encoder.encode_basestring_ascii

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


# Members whose name in the document is not that of the field.
_KEYS: dict[type, dict[str, str]] = {
    Predicted: {
        "spf": "spfStatus",
        "dkim": "dkimStatus",
        "dmarc": "dmarcStatus",
        "return_path": "returnPathStatus",
    }
}


class CodecError(Exception):
    """The text is not such a document; str() says where and what was expected."""


def to_json(value: object) -> str:
    """A document as indented JSON text in plain ASCII, so that it is safe to print anywhere."""
    return _written(value, "\n") + "\n"


def _written(value: object, line: str) -> str:
    """What `json.dumps` writes with an indent of two, which it does in Python and slowly.

    `line` is the line feed with the indent of what stands around the value.
    """
    if isinstance(value, str):
        return _quoted(value.value if isinstance(value, StrEnum) else value)
    if value is None:
        return "null"
    if isinstance(value, tuple):
        return _written_tuple(value, line)
    if type(value) is int:
        return int.__repr__(value)
    if isinstance(value, dict):
        inner = f"{line}  "
        held = [f"{_quoted(str(k))}: {_written(v, inner)}" for k, v in value.items()]
        return f"{{{inner}{f',{inner}'.join(held)}{line}}}" if held else "{}"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _written_tuple(value: tuple[object, ...], line: str) -> str:
    if not value:
        return "[]"
    inner = f"{line}  "
    if hasattr(value, "_fields"):
        keys = _written_keys(type(value))
        held = [k + _written(v, inner) for k, v in zip(keys, value, strict=True)]
        return f"{{{inner}{f',{inner}'.join(held)}{line}}}"
    return f"[{inner}{f',{inner}'.join([_written(v, inner) for v in value])}{line}]"


@cache
def _written_keys(kind: type) -> tuple[str, ...]:
    return tuple(f"{_quoted(key)}: " for _, key, _ in members(kind))


def compact(value: tuple[object, ...]) -> Iterator[str]:
    """A noun as JSON text without indents, in plain ASCII, piece by piece: what `to_json` holds.

    What to do with each member is found out once for its type, which makes this the faster one.
    """
    lead = "{"
    for (_, key, hint), member in zip(members(type(value)), value, strict=True):
        yield f"{lead}{_quoted(key)}:"
        yield from _compact_pieces(member, hint)
        lead = ","
    yield "}"


_PIECE = 64  # members of a list that are written at once


def _compact_pieces(member: Any, hint: Any) -> Iterator[str]:
    write = _writer(hint)
    if get_origin(hint) is not tuple or len(member) <= _PIECE:
        yield write(member)
        return
    for start in range(0, len(member), _PIECE):
        yield ("," if start else "[") + write(member[start : start + _PIECE])[1:-1]
    yield "]"


@cache
def _writer(kind: Any) -> Callable[[Any], str]:
    """What writes values of the type without indents."""
    if get_origin(kind) in (Union, types.UnionType):
        inner = _writer(next(k for k in get_args(kind) if k is not type(None)))
        return lambda value: "null" if value is None else inner(value)
    if get_origin(kind) is tuple:
        return _tuple_writer(get_args(kind)[0])
    if _is_noun(kind):
        return _noun_writer(kind)
    if isinstance(kind, type) and issubclass(kind, str):
        return _quoted
    if kind is int:
        return int.__repr__
    return json.JSONEncoder(separators=(",", ":")).encode


def _tuple_writer(kind: Any) -> Callable[[Any], str]:
    """What writes tuples of values of the type; short ones come again with every finding."""
    item = _writer(kind)

    def write(value: tuple[object, ...]) -> str:
        return f"[{','.join(map(item, value))}]" if value else "[]"

    again = kind is Vantage or (isinstance(kind, type) and issubclass(kind, str))
    return lru_cache(maxsize=_KEPT)(write) if again else write


def _noun_writer(kind: type) -> Callable[[Any], str]:
    keys = (f"{_quoted(key)}:%s" for _, key, _ in members(kind))
    form = f"{{{','.join(keys)}}}"
    writers = tuple(_writer(hint) for _, _, hint in members(kind))

    def write(value: tuple[object, ...]) -> str:
        return form % tuple(map(call, writers, value))

    return write


def plain(value: object) -> Json:
    """Data as dictionaries, lists and scalars."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, tuple) and _is_noun(type(value)):
        return {key: plain(v) for (_, key, _), v in zip(members(type(value)), value, strict=True)}
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def from_json(text: str, kind: type[T]) -> T:
    """Read a document back; raises CodecError. Unknown keys are ignored: only additions happen."""
    try:
        data: Json = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CodecError(f"it is not JSON ({where})") from error
    except (ValueError, RecursionError) as error:
        raise CodecError("its JSON is nested too deeply or holds too long a number") from error
    value: T = _read(data, kind, "")
    return value


def _read(data: Json, kind: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [k for k in get_args(kind) if k is not type(None)]
        return None if data is None else _read(data, inner[0], path)
    if origin is tuple:
        items = _want(data, list, path)
        return tuple(_read(v, get_args(kind)[0], f"{path}[{i}]") for i, v in enumerate(items))
    if origin is dict:
        members = _want(data, dict, path)
        return {k: _want(v, str, f"{path}.{k}") for k, v in members.items()}
    if _is_noun(kind):
        return _read_object(_want(data, dict, path), kind, path)
    if issubclass(kind, StrEnum):
        return _read_enum(_want(data, str, path), kind, path)
    return _want(data, kind, path)


def _read_object(data: Mapping[str, Json], kind: Any, path: str) -> Any:
    values = {}
    for field, key, hint in members(kind):
        at = f"{path}.{key}" if path else key
        if key in data:
            values[field] = _read(data[key], hint, at)
        elif field not in kind._field_defaults:  # what has a default came after the first version
            raise CodecError(f"{at} is missing")
    return kind(**values)


def _read_enum(text: str, kind: type[StrEnum], path: str) -> StrEnum:
    try:
        return kind(text)
    except ValueError:
        choices = ", ".join(kind)
        raise CodecError(f"{path} is {text!r}, not one of {choices}") from None


def _want(data: Any, kind: type[T], path: str) -> T:
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise CodecError(f"{path or 'the document'} is not {_WORDS[kind]}")
    return data


_WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def schema(kind: type, *, title: str, identifier: str) -> Json:
    """The JSON Schema (draft 2020-12) of a document of this type."""
    definitions: dict[str, Json] = {}
    root = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        **(root if isinstance(root, dict) else {}),
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Json]) -> Json:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(k, definitions) for k in get_args(kind)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if _is_noun(kind):
        return _object_schema(kind, definitions)
    if kind in _TYPES:
        return {"type": _TYPES[kind]}
    return {"enum": [member.value for member in kind]}


_TYPES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def _object_schema(kind: Any, definitions: dict[str, Json]) -> Json:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # holds the place, should a type contain itself
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").partition("\n")[0],
            "properties": {key: _schema(hint, definitions) for _, key, hint in members(kind)},
            "required": [
                key for field, key, _ in members(kind) if field not in kind._field_defaults
            ],
        }
    return {"$ref": f"#/$defs/{name}"}


def _is_noun(kind: Any) -> TypeGuard[type]:
    return isinstance(kind, type) and hasattr(kind, "_fields")


@cache
def members(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """A noun's fields: name, key in the document, type."""
    hints = get_type_hints(kind)
    keys = _KEYS.get(kind, {})
    return tuple((name, keys.get(name, name), hints[name]) for name in kind._fields)
