"""What `dig +yaml` prints: a list of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import yaml

from .error import SourceError
from .overheard import Line, Overheard, message, resource

_Json = Mapping[str, object]


def is_dig_yaml(text: str) -> bool:
    """Whether a text begins like the list of messages that dig writes."""
    lines = [line for line in text[:4096].splitlines() if line.strip() and line[:1] != "#"]
    return bool(lines) and lines[0].lstrip("-").strip() in ("type: MESSAGE", "type: DIG_ERROR")


def replies(text: str, path: str) -> Iterator[Overheard]:
    """Every reply; raises SourceError for what is no YAML."""
    try:
        items = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceError(path, "cannot be read as what dig +yaml prints; save it again") from error
    for item in items if isinstance(items, list) else ():
        found = _reply(item)
        if found is not None:
            yield found


def _reply(item: object) -> Overheard | None:
    sent = _member(item, "message")
    data = _member(sent, "response_message_data")
    asked = _strings(data, "QUESTION_SECTION")
    words = asked[0].split() if asked else []
    if len(words) != 3:
        return None
    made = message(
        (words[0], words[2]),
        str(data.get("status")),
        str(data.get("flags")).split(),
        _lines(data, "ANSWER_SECTION"),
        _lines(data, "AUTHORITY_SECTION"),
    )
    address = str(sent.get("response_address") or "")
    return None if made is None else Overheard(made, address, address, _when(sent))


def _member(item: object, key: str) -> _Json:
    found = item.get(key) if isinstance(item, dict) else None
    return found if isinstance(found, dict) else {}


def _strings(data: _Json, key: str) -> list[str]:
    found = data.get(key)
    return [str(v) for v in found] if isinstance(found, list) else []


def _lines(data: _Json, key: str) -> list[Line]:
    return [line for text in _strings(data, key) if (line := resource(text)) is not None]


def _when(sent: _Json) -> str:
    time = sent.get("response_time")
    if not isinstance(time, datetime):
        return ""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")  # dig writes UTC
