"""What `dig` prints: any number of replies, each from its header line to its last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..pattern import lazy
from .overheard import Line, Overheard, message, resource

_HEADER = lazy(r"^;; ->>HEADER<<- opcode: QUERY, status: (\w+)", 0x8)  # re.MULTILINE
_FLAGS = lazy(r"^;; flags: ([a-z ]*);", 0x8)
_SERVER = lazy(r"^;; SERVER: ([^#\s]+)#(\d+)", 0x8)
_WHEN = lazy(r"^;; WHEN: (.+)$", 0x8)
_QUESTION = lazy(r"^;(?!;)\s*(\S+)\s+IN\s+(\S+)", 0x8)
_SECTION = lazy(r"^;; ([A-Z]+)(?: PSEUDO)? ?SECTION:")


def is_dig(text: str) -> bool:
    """Whether a text has the header line of a reply."""
    return _HEADER.search(text) is not None


def replies(text: str) -> Iterator[Overheard]:
    """Every reply; what cannot be read is left out."""
    starts = [m.start() for m in _HEADER.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        found = _reply(text[start:end])
        if found is not None:
            yield found


def _reply(text: str) -> Overheard | None:
    header, asked, flags = _HEADER.search(text), _QUESTION.search(text), _FLAGS.search(text)
    if header is None or asked is None:
        return None
    sections = _sections(text)
    made = message(
        (asked.group(1), asked.group(2)),
        header.group(1),
        flags.group(1).split() if flags else (),
        sections.get("ANSWER", ()),
        sections.get("AUTHORITY", ()),
    )
    server = _SERVER.search(text)
    address = server.group(1) if server else ""
    return None if made is None else Overheard(made, address, address, _when(text))


def _sections(text: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    section = ""
    for line in _whole_lines(text):
        title = _SECTION.match(line)
        if title:
            section = title.group(1)
        elif section and line and not line.startswith(";"):
            record = resource(line)
            if record is not None:
                found.setdefault(section, []).append(record)
    return found


def _whole_lines(text: str) -> Iterator[str]:
    """Records of `+multiline` on one line each, without brackets and comments."""
    held: list[str] = []
    for line in text.splitlines():
        if held or (line.rstrip().endswith("(") and not line.startswith(";")):
            held.append(line.partition(" ;")[0])
            if ")" in held[-1]:
                yield " ".join(held).replace("(", " ").replace(")", " ")
                held = []
        else:
            yield line


def _when(text: str) -> str:
    """The time of the reply, where it is given in UTC: other zones have names, not offsets."""
    found = _WHEN.search(text)
    words = found.group(1).split() if found else []
    if len(words) != 6 or words[4] not in ("UTC", "GMT"):
        return ""
    try:
        time = datetime.strptime(" ".join((*words[1:4], words[5])), "%b %d %H:%M:%S %Y")
    except ValueError:
        return ""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
