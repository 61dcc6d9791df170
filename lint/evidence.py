"""What rules ask a view: is the expected record there, and who else holds its value?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from . import decoys, spf_reach
from .model import Answer, AnswerStatus, ExpectedRecord, Node, Purpose, Question, Record
from .records import names
from .records.difference import (
    Difference,
    DifferenceKind,
    HostDifference,
    HostDifferenceKind,
    classify,
    classify_host,
    may_be_equal,
)
from .records.kind import TextKind, is_dmarc, meant_for, text_kind
from .view import View

K = DifferenceKind
H = HostDifferenceKind

HOST_TYPES = ("CNAME", "MX", "NS")  # types whose value is a host name

# Every rule about values asks the same questions, one rule after the other.
_classify = lru_cache(maxsize=512)(classify)
_text_kind = lru_cache(maxsize=512)(text_kind)


def difference(view: View, expected: ExpectedRecord) -> Difference:
    """How the TXT records at the expected name differ from what was asked for."""
    return text_difference(view, expected, unclaimed(view, expected))


def differing(
    view: View, expected: ExpectedRecord, *kinds: DifferenceKind
) -> Iterator[tuple[Difference, Record]]:
    """The difference at the expected name and the TXT record that has it, if of these kinds."""
    if expected.type != "TXT":
        return
    records = unclaimed(view, expected)
    found = text_difference(view, expected, records)
    if found.kind in kinds:
        yield found, next(r for r in records if r.text == found.observed)


def differing_host(
    view: View, expected: ExpectedRecord, *kinds: HostDifferenceKind
) -> Iterator[tuple[HostDifference, Record]]:
    """The first record at the expected name whose target differs in one of these ways.

    Nothing where the right record stands beside it.
    """
    if expected.type not in HOST_TYPES or holds(view, expected):
        return
    for record in unclaimed(view, expected):
        found = host_difference(view, expected, record)
        if found.kind in kinds:
            yield found, record
            return


def unclaimed(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The records at the expected name and type without those that another expected one means.

    Texts of a kind that may stand once only (SPF, DKIM, DMARC) always count.
    """
    records = view.records(expected.name, expected.type)
    if expected.type == "TXT" and meant_for(expected.value) is not None:
        return records
    owners = _owners(view, expected.question)
    return tuple(r for r, o in zip(records, owners, strict=True) if not o or expected in o)


@lru_cache(maxsize=256)  # every rule about values asks this
def _owners(view: View, question: Question) -> tuple[tuple[ExpectedRecord, ...], ...]:
    """For each record that answers a question, the expected records that it is."""
    mine = [e for e in view.domain.records if (e.name, e.type) == question]
    if len(mine) < 2:
        return ((),) * len(view.records(*question))
    return tuple(tuple(e for e in mine if carries(view, e, r)) for r in view.records(*question))


def mail_texts(node: Node) -> Iterator[tuple[TextKind, Record]]:
    """The TXT records at a name that are meant to be SPF, DKIM or DMARC, near misses included."""
    for record in node.of("TXT"):
        kind = _text_kind(record.text, node.name)
        if kind is not None:
            yield kind, record


def text_difference(
    view: View, expected: ExpectedRecord, records: tuple[Record, ...]
) -> Difference:
    """How these TXT records differ from what was asked for."""
    found = _classify(
        expected.value,
        tuple(r.text for r in records),
        purpose=expected.purpose,
        name=expected.name,
        domain=view.domain.name,
    )
    return spf_reach.settled(view, expected, found)


def host_difference(view: View, expected: ExpectedRecord, record: Record) -> HostDifference:
    """How the target of a CNAME or MX record differs from what was asked for."""
    return classify_host(
        expected.value,
        record.target,
        name=expected.name,
        domain=view.domain.name,
        zone=view.zone,
    )


def carries(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether a record has the expected type and means the expected value, wherever it stands."""
    if record.type != expected.type:
        return False
    if expected.type != "TXT":
        return _plain(expected.value) == (record.target or _plain(record.data))
    if expected.purpose is Purpose.DMARC:
        return is_dmarc(record.text)
    if not _may_carry(view, expected, record.text):
        return False
    return text_difference(view, expected, (record,)).kind is K.EQUAL


def _may_carry(view: View, expected: ExpectedRecord, text: str) -> bool:
    """A quick look that spares most records the search for what is wrong with them."""
    domain = view.domain.name
    return may_be_equal(
        expected.value, text, purpose=expected.purpose, name=expected.name, domain=domain
    ) or spf_reach.leads_to(view, expected, text)


def _plain(data: str) -> str:
    return " ".join(data.lower().split())


def holds(view: View, expected: ExpectedRecord) -> bool:
    """Whether the expected record is published where it belongs, alone or among others.

    Raises Unanswered where an SPF record leads to places outside the file that may decide it.
    """
    records = view.records(expected.name, expected.type)
    if any(carries(view, expected, r) for r in records):
        return True
    spf_reach.assure_known(view, expected, records)
    return False


def absent(view: View, expected: ExpectedRecord) -> bool:
    """Whether nothing of the expected kind, right or wrong, stands at the expected name."""
    if expected.type == "TXT":
        return difference(view, expected).kind is K.ABSENT
    return not unclaimed(view, expected)


def misplaced(
    view: View, expected: ExpectedRecord, where: Iterable[str]
) -> Iterator[tuple[str, Record]]:
    """The records at other names that carry the expected value, wildcard answers left out."""
    candidates = [n for n in where if names.is_within(n, view.zone)]
    asked = [n for name in candidates for n in (name, decoys.sibling(name))]
    view.want(Question(n, expected.type) for n in asked)
    for name in candidates:
        for record in own_records(view, name, expected.type):
            if carries(view, expected, record):
                yield name, record


def own_records(view: View, name: str, type_: str) -> tuple[Record, ...]:
    """The records that really stand at a name: no alias followed, no wildcard's answer.

    A name that the source cannot answer for (it is delegated) holds nothing of its own.
    """
    answer = answer_or_none(view, name, type_)
    if answer is None or answer.wildcard or answer.chain or not answer.records:
        return ()
    beside = answer_or_none(view, decoys.sibling(name), type_)
    if beside is not None and _same_data(beside, answer):
        return ()
    return answer.records


def answer_or_none(view: View, name: str, type_: str) -> Answer | None:
    """The answer, None where the source was asked and cannot tell."""
    question = Question(name, type_)
    if view.is_unknowable(question):
        return None
    return view.ask(name, type_)


def _same_data(one: Answer, other: Answer) -> bool:
    if one.status is not AnswerStatus.ANSWERED:
        return False
    return {r.data for r in one.records} == {r.data for r in other.records}
