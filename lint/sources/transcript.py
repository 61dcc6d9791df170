"""Replies that another tool wrote down, read as a snapshot of which little is known.

What was not asked then is not there: no absence is ever concluded from a transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model import Answer, Question, Vantage, VantageKind
from ..network import Asked, Cut
from ..records import names
from ..records.suffix import organisational_domain
from . import dig_text, dig_yaml, dnsviz_json, doh_json
from .overheard import Overheard
from .recorder import snapshot_of
from .snapshot import Snapshot
from .wire_answer import read
from .wire_message import AA, CD, RA, Message
from .wire_name import owner_name
from .wire_type import SOA, type_name


def is_transcript(text: str) -> bool:
    """Whether a text is what one of the known tools writes."""
    if text.lstrip()[:1] in ("{", "["):
        found = doh_json.values(text)
        return bool(found) and (dnsviz_json.is_dnsviz(found[0]) or all(map(doh_json.is_doh, found)))
    return dig_yaml.is_dig_yaml(text) or dig_text.is_dig(text)


def read_transcript(text: str, path: str) -> Snapshot:
    """The replies in a text that `is_transcript`; raises SourceError."""
    heard = list(_heard(text, path))
    answers = dict(_answer(h) for h in heard)
    resolvers = [a.vantage for a in answers if a.vantage.kind is VantageKind.RESOLVER]
    return snapshot_of(
        dict(_cuts(answers, heard)),
        answers,
        tuple(dict.fromkeys(resolvers)),
        max((h.at for h in heard), default=""),
        authoritative=len(resolvers) < len(answers),
    )._replace(complete=False)


def _heard(text: str, path: str) -> Iterator[Overheard]:
    if text.lstrip()[:1] in ("{", "["):
        found = doh_json.values(text)
        first = found[0] if found else None
        if isinstance(first, dict) and dnsviz_json.is_dnsviz(first):
            return dnsviz_json.replies(first)
        return doh_json.replies(found)
    return dig_yaml.replies(text, path) if dig_yaml.is_dig_yaml(text) else dig_text.replies(text)


def _answer(heard: Overheard) -> tuple[Asked, Answer]:
    message, vantage = heard.message, _vantage(heard)
    asked = message.question[0]
    question = Question(owner_name(asked.owner), type_name(asked.type))
    checking = not message.flags & CD
    return Asked(vantage, question, checking), read(message, question, vantage).answer


def _vantage(heard: Overheard) -> Vantage:
    """A server that offers recursion and claims no authority is a resolver."""
    flags = heard.message.flags
    resolver = bool(flags & RA) and not flags & AA
    kind = VantageKind.RESOLVER if resolver or not heard.address else VantageKind.AUTHORITATIVE
    return Vantage(kind, heard.server, heard.address or None)


def _cuts(answers: Mapping[Asked, Answer], heard: Iterable[Overheard]) -> Iterator[tuple[str, Cut]]:
    """The zones that name servers spoke of with authority, each with those servers."""
    apexes = {apex for h in heard for apex in _apexes(h.message)}
    found: dict[str, list[Vantage]] = {}
    for (vantage, (name, type_), _), answer in answers.items():
        if "AA" in answer.flags and vantage.kind is VantageKind.AUTHORITATIVE and type_ != "DS":
            inside = [z for z in apexes if names.is_within(name, z)]
            zone = max(inside, key=len, default=organisational_domain(name))
            found.setdefault(zone, []).append(vantage)
    for zone, servers in found.items():
        yield zone, Cut(zone, servers=tuple(dict.fromkeys(servers)))


def _apexes(message: Message) -> Iterator[str]:
    """The names at which a message shows an SOA record."""
    for found in (*message.answer, *message.authority):
        if found.type == SOA:
            yield owner_name(found.owner)
