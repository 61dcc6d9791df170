"""Domain names as canonical text: lower case, no final dot, the root is "" (RFC 1035, RFC 4343).

Escapes (RFC 1035 section 5.1) are normalised: `\\DDD` and `\\X` become the plain character where
that is printable and not special, `\\.` and `\\\\` stay, everything else becomes `\\DDD`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..pattern import lazy
from . import txt

_ESCAPE = lazy(r"\\(?:(\d{3})|(.)|$)", re.DOTALL)
_PLAIN = lazy(r"[!-\[\]-~]*\Z")  # printable ASCII without blank and backslash
_LEGAL = lazy(r"[^.\\]{1,63}(?:\.[^.\\]{1,63})*+")  # one without escapes
_SPECIAL = frozenset('.\\"();@$')
MAX_LABEL = 63  # octets, RFC 1035 section 2.3.4
MAX_NAME = 255  # octets on the wire, RFC 1035 section 2.3.4
MAX_LABELS = 127  # of one octet each, they fill a name


def canonical(text: str, origin: str = "") -> str:
    """The canonical form of a name as typed; a name without final dot is below `origin`.

    `@` is the origin itself. Never raises: what is not a legal name stays recognisable and
    `flaw` says what is wrong with it.
    """
    if text == "@":
        return origin
    name = (text if _PLAIN.match(text) else _normalise(text)).lower()
    if name.endswith(".") and ("\\" not in name or not _escaped_end(name)):
        return name[:-1]
    return join(name, origin)


def _escaped_end(name: str) -> bool:
    body = name[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def _normalise(text: str) -> str:
    out: list[str] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        out.append(_octets(text[at : match.start()], frozenset()))
        code, char = match.groups()
        if code and int(code) < 256:
            out.append(_octet(int(code), _SPECIAL))
        else:
            out.append(_octets(char or code or "\\", _SPECIAL))
        at = match.end()
    out.append(_octets(text[at:], frozenset()))
    return "".join(out)


def _octets(text: str, special: frozenset[str]) -> str:
    return "".join(_octet(o, special) for o in octets(text))


def octets(text: str) -> bytes:
    """Text as UTF-8; lone surrogates stand for the octets that were no UTF-8, or for themselves."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _octet(octet: int, special: frozenset[str]) -> str:
    char = chr(octet)
    if not 0x21 <= octet <= 0x7E:
        return f"\\{octet:03d}"
    return f"\\{char}" if char in special and char in ".\\" else char


def labels(name: str) -> tuple[str, ...]:
    """The labels of a canonical name, leftmost first."""
    if not name:
        return ()
    if "\\" not in name:
        return tuple(name.split("."))
    found = re.findall(r"((?:\\\d{3}|\\.|[^.\\]|\\\Z)*)(?:\.|\Z)", name)
    ends_empty = name.endswith(".") and not _escaped_end(name)
    return tuple(found if ends_empty else found[:-1])  # an empty match stands at every end


def join(*parts: str) -> str:
    """One name from its parts; empty parts are left out."""
    return ".".join(part for part in parts if part)


def parent(name: str) -> str:
    """The name without its leftmost label; the root's parent is the root."""
    return ".".join(labels(name)[1:])


def ancestors(name: str, top: str = "") -> tuple[str, ...]:
    """The names above `name`, nearest first, down to and including `top`.

    Of what has more labels than a name may have, only as many as a name may have.
    """
    if "\\" in name or name.count(".") >= MAX_LABELS:
        parts = labels(name)
        first = max(1, len(parts) - MAX_LABELS)
        above = (".".join(parts[i:]) for i in range(first, len(parts) + 1))
        return tuple(a for a in above if is_within(a, top))
    return tuple(_above(name, top))


def _above(name: str, top: str) -> Iterator[str]:
    at = name.find(".")
    while at >= 0:
        above = name[at + 1 :]
        if not is_within(above, top):
            return
        yield above
        at = name.find(".", at + 1)
    if name and not top:
        yield ""


def is_within(name: str, top: str) -> bool:
    """Whether the name is `top` or below it."""
    return not top or name == top or name.endswith("." + top)


def is_below(name: str, top: str) -> bool:
    """Whether the name is strictly below `top`."""
    return name != top and is_within(name, top)


def relative(name: str, zone: str) -> str:
    """The part left of the zone, `@` for the zone itself, the name with a dot if outside."""
    if name == zone:
        return "@"
    if not is_within(name, zone):
        return name + "."
    return name[: -len(zone) - 1] if zone else name


def flaw(name: str) -> str | None:
    """What makes a canonical name illegal (RFC 1035 section 2.3.4), None for a legal one."""
    if len(name) <= MAX_NAME - 2 and _LEGAL.fullmatch(name):
        return None  # nearly all names
    parts = labels(name)
    sizes = [len(_ESCAPE.sub("x", part)) for part in parts]
    if 0 in sizes:
        return "two dots stand next to each other"
    if any(size > MAX_LABEL for size in sizes):
        return f"a part between two dots is longer than {MAX_LABEL} characters"
    if sum(sizes) + len(sizes) + 1 > MAX_NAME:
        return f"the name is longer than {MAX_NAME - 2} characters"
    return None


def wire_format(name: str) -> bytes | None:
    """A canonical name in a message (RFC 1035 section 3.1); None for one that cannot exist."""
    if not name.isascii():
        return None
    parts = [txt.unescape(label.encode("ascii")) for label in labels(name)]
    if not all(0 < len(part) <= MAX_LABEL for part in parts):
        return None
    wire = b"".join(bytes((len(part),)) + part for part in parts) + b"\0"
    return wire if len(wire) <= MAX_NAME else None


def to_ascii(text: str) -> str:
    """A name with its international labels in A-label form (RFC 5890), lower case.

    A label that has no A-label form stays as it is.
    """
    if text.isascii():
        return text.lower()
    return ".".join(_a_label(label) for label in re.split("[.。．｡]", text)).lower()


def _a_label(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:
        return label


def is_hostname(name: str) -> bool:
    """Whether a canonical name looks like a host name with at least two labels."""
    parts = labels(name)
    return len(parts) > 1 and all(
        re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", p) for p in parts
    )
