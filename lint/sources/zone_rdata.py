"""What the data of one record says, and what makes it unusable."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names, txt

_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\Z)|\Z)){4}")
_NUMBER = lazy(r"[0-9]{1,5}")
_GENERIC = lazy(r"\\#\s+([0-9]{1,5})((?:\s+[0-9A-Fa-f]+)*)\s*")
_WORD = lazy(r'"(?:[^"\\]|\\.)*"|(?:[^\s"\\]|\\.)+', re.DOTALL)
MAX_PRIORITY = 65_535


class Facts(NamedTuple):
    """The parts of `Record` that come from its data."""

    strings: tuple[bytes, ...] = ()
    target: str = ""
    priority: int | None = None
    flaw: str | None = None


def read_rdata(type_: str, data: str, origin: str) -> Facts:
    """The facts in a record's data, without comment and on one line; never raises.

    `origin` completes a target that does not end with a dot.
    """
    if data.startswith("\\#"):
        return _generic(type_, data)
    reader = _READERS.get(type_)
    return reader(data, origin) if reader else Facts()


def _text(data: str, _: str) -> Facts:
    found = txt.parse(data)
    return Facts(strings=found.strings, flaw=found.flaw)


def _target(data: str, origin: str) -> Facts:
    words = _WORD.findall(data)
    if not words:
        return Facts(flaw="the target is missing")
    target = names.canonical(words[0].strip('"'), origin)
    return Facts(target=target, flaw=_target_flaw(words[0], target) or _extra(words[1:]))


def _alias(data: str, origin: str) -> Facts:
    """Route 53's aliases as cli53 writes them have a type in front: `A target. zone-id false`."""
    words = _WORD.findall(data)
    if len(words) > 1 and words[0].isalpha() and words[0].isupper():
        return Facts(target=names.canonical(words[1], origin))
    return _target(data, origin)


def _target_flaw(word: str, target: str) -> str | None:
    if word.startswith('"'):
        return "the target stands in quotes; a host name is written without them"
    problem = names.flaw(target) if target else None
    return f"the target is no host name: {problem}" if problem else None


def _extra(words: list[str]) -> str | None:
    if not words:
        return None
    return f'"{words[0][:40]}" stands after the target; only one target is possible'


def _mx(data: str, origin: str) -> Facts:
    words = _WORD.findall(data)
    if words and not _NUMBER.fullmatch(words[0]):
        return _mx_without_priority(words, origin)
    priority = int(words[0]) if words else None
    if priority is None:
        return Facts(flaw="the priority and the mail server are missing")
    rest = _target(" ".join(words[1:]), origin)
    flaw = rest.flaw
    if priority > MAX_PRIORITY:
        flaw = f"the priority {priority} is too high: the highest is {MAX_PRIORITY}"
    if not rest.target and len(words) == 1:
        flaw = "the mail server after the priority is missing"
    return Facts(target=rest.target, priority=priority, flaw=flaw)


def _mx_without_priority(words: list[str], origin: str) -> Facts:
    target = names.canonical(words[0].strip('"'), origin)
    if len(words) > 1 and _NUMBER.fullmatch(words[1]):
        return Facts(
            target=target,
            priority=int(words[1]),
            flaw="the priority stands after the mail server; it belongs in front of it",
        )
    return Facts(target=target, flaw="the priority in front of the mail server is missing")


def _srv(data: str, origin: str) -> Facts:
    words = _WORD.findall(data)
    if len(words) < 4 or not all(_NUMBER.fullmatch(w) for w in words[:3]):
        return Facts(flaw="an SRV record holds priority, weight, port and target")
    rest = _target(" ".join(words[3:]), origin)
    return Facts(target=rest.target, priority=int(words[0]), flaw=rest.flaw)


def _ipv4(data: str, _: str) -> Facts:
    return Facts() if _IPV4.fullmatch(data) else Facts(flaw="this is not an IPv4 address")


def _ipv6(data: str, _: str) -> Facts:
    return Facts() if is_ipv6(data) else Facts(flaw="this is not an IPv6 address")


def is_ipv6(text: str) -> bool:
    """Whether the text is an IPv6 address (RFC 4291 section 2.2), without a zone or prefix."""
    head, gap, tail = text.partition("::")
    groups = [g for part in (head, tail) if part for g in part.split(":")]
    size = len(groups)
    if groups and "." in groups[-1] and _IPV4.fullmatch(groups.pop()):
        size += 1
    if not all(re.fullmatch("[0-9A-Fa-f]{1,4}", g) for g in groups):
        return False
    return size < 8 if gap else size == 8


def _generic(type_: str, data: str) -> Facts:
    """Data in hexadecimal digits (RFC 3597 section 5), as its own type would write it."""
    match = _GENERIC.fullmatch(data)
    digits = "".join(match.group(2).split()) if match else ""
    if match is None or len(digits) != 2 * int(match.group(1)):
        return Facts(flaw="the number of hexadecimal digits is not the one stated before them")
    if type_ not in _READERS:
        return Facts()
    plain = _decoded(type_, bytes.fromhex(digits))
    return Facts(flaw="the hexadecimal data is damaged") if plain is None else plain


def _decoded(type_: str, wire: bytes) -> Facts | None:
    # Only here: hardly a zone file holds such data.
    from .wire_name import DamagedError, Names
    from .wire_rdata import IN, content, expanded
    from .wire_type import type_number

    number = type_number(type_)
    if number is None:
        return None
    try:
        said = content(number, expanded(Names(wire), IN, number, 0, len(wire)))
    except DamagedError:
        return None
    return Facts(said.strings, said.target, said.priority)


_READERS: dict[str, Callable[[str, str], Facts]] = {
    "TXT": _text,
    "SPF": _text,
    "CNAME": _target,
    "DNAME": _target,
    "NS": _target,
    "PTR": _target,
    "ALIAS": _alias,
    "ANAME": _target,
    "MX": _mx,
    "SRV": _srv,
    "A": _ipv4,
    "AAAA": _ipv6,
}
