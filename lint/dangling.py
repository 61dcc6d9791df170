"""Records of a sender domain that lead to names which nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from .evidence import answer_or_none, own_records
from .model import Answer, AnswerStatus, Question, Record, SenderDomain
from .noun import NamedTuple
from .records.names import is_within, join, labels
from .records.suffix import organisational_domain
from .view import View

# Names below a sender domain that services ask to be aliases, and that others act upon.
ALIASES = ("_dmarc", "_mta-sts", "mta-sts", "_smtp._tls", "autodiscover", "autoconfig")


class Dangling(NamedTuple):
    """A record whose target does not exist; `free` is the domain that anybody can register."""

    record: Record
    free: str


def questions(domain: SenderDomain) -> Iterator[Question]:
    """What is asked to find the records; their targets come later."""
    yield Question(domain.name, "MX")
    for label in ALIASES:
        yield Question(join(label, domain.name), "CNAME")


def dangling(view: View, domain: SenderDomain) -> Iterator[Dangling]:
    """The mail records and aliases of a domain that lead nowhere, as far as the view can tell.

    What the provider asked for is the provider's affair; a mail server of the domain's own zone
    that does not exist is told by another rule.
    """
    view.want(questions(domain))
    leading = [r for q in questions(domain) for r in _held(view, q)]
    asked = {(e.name, e.type) for e in domain.records}
    foreign = [r for r in leading if (r.name, r.type) not in asked and _counts(view, r)]
    view.want(_sought(r) for r in foreign)
    for record in foreign:
        if _says_no(answer_or_none(view, *_sought(record))):
            yield Dangling(record, unregistered(view, record.target))


def _held(view: View, question: Question) -> tuple[Record, ...]:
    """The records at a name itself: no alias followed, no wildcard's answer."""
    found = own_records(view, *question)
    return tuple(r for r in found if (r.name, r.type) == question and r.flaw is None)


def _counts(view: View, record: Record) -> bool:
    own = is_within(record.target, view.zone)
    return bool(record.target) and not (record.type == "MX" and own)


def _sought(record: Record) -> Question:
    """What others look up at the target: a text for names with an underscore, else a host."""
    underscored = record.name.startswith("_")
    return Question(record.target, "TXT" if underscored else "A")


def unregistered(view: View, host: str) -> str:
    """The domain of a name that does not exist, where that is free for anybody; else ""."""
    domain = organisational_domain(host)
    if is_within(domain, view.zone) or len(labels(domain)) < 2:
        return ""
    return domain if domain == host or _says_no(answer_or_none(view, domain, "NS")) else ""


def _says_no(answer: Answer | None) -> bool:
    return answer is not None and answer.status is AnswerStatus.NXDOMAIN
