"""Which name servers of a zone say the same about the names that matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .lookup import is_good
from .memory import Memory
from .model import Answer, Question, Vantage
from .network import Asked

Group = tuple[Vantage, ...]
_Words = frozenset[tuple[str, ...]]
_Signature = dict[Question, _Words]


def groups(
    memory: Memory, servers: Sequence[Vantage], questions: Iterable[Question]
) -> tuple[Group, ...] | None:
    """The servers that work, grouped by what they answer; None where some have to be asked first.

    The group that decides comes first: the one with most servers, of equal ones the one with the
    server that was named first. A server that gives no good answer at all is in no group.
    """
    asked = list(dict.fromkeys(questions))
    answers = {v: [memory.answer(Asked(v, q)) for q in asked] for v in servers}
    if any(a is None for group in answers.values() for a in group):
        return None
    found: list[tuple[list[Vantage], _Signature]] = []
    for server, said in answers.items():
        signature = {a.question: _words(a) for a in said if a is not None and is_good(a)}
        if signature:
            _join(found, server, signature)
    return tuple(sorted((tuple(members) for members, _ in found), key=_fewest))


def _join(
    found: list[tuple[list[Vantage], _Signature]], server: Vantage, signature: _Signature
) -> None:
    for members, known in found:
        if all(known.get(q, words) == words for q, words in signature.items()):
            members.append(server)
            known |= signature
            return
    found.append(([server], signature))


def _words(answer: Answer) -> _Words:
    """What stands at the name itself: where an alias leads is not for its server to say.

    How a server denies (that the name does not exist, or only the type) differs between
    programs; times to live differ with every question.
    """
    records = (r for r in (*answer.chain, *answer.records) if r.name == answer.question.name)
    return frozenset(
        (r.type, str(r.priority), repr(r.strings), r.target or r.data) for r in records
    )


def _fewest(group: Group) -> int:
    return -len({v.label for v in group})
