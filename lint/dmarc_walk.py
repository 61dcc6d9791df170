"""Which DMARC record applies to a domain: its own, or one inherited from above (RFC 9989 4.10)."""

from __future__ import annotations

from typing import NamedTuple

from .evidence import answer_or_none
from .model import ExpectedRecord, Purpose, Question, Record, SenderDomain
from .records import names
from .records.dmarc import parse_dmarc
from .records.kind import is_dmarc
from .records.suffix import organisational_domain
from .view import Unanswered, View


class Policy(NamedTuple):
    """A DMARC record that applies, and the domain that it is published for."""

    record: Record
    domain: str

    @property
    def inherited_by(self) -> str:
        """The owner name of the record."""
        return names.join("_dmarc", self.domain)


def usable(view: View, domain: str) -> tuple[Record, ...]:
    """The DMARC record of this domain that receivers can use; two cancel each other."""
    found = [r for r in view.txt(names.join("_dmarc", domain)) if is_dmarc(r.text)]
    if len(found) != 1 or not parse_dmarc(found[0].text).valid:
        return ()
    return tuple(found)


def policy(view: View, domain: str) -> Policy | None:
    """The policy that applies to mail from `domain`, None where there is none.

    Raises Unanswered where no record was found and a name above could not be asked.
    """
    top = organisational_domain(domain)
    walk = (domain, *names.ancestors(domain, top)) if names.is_within(domain, top) else (domain,)
    view.want(Question(names.join("_dmarc", name), "TXT") for name in walk)
    open_: Question | None = None
    for name in walk:
        question = Question(names.join("_dmarc", name), "TXT")
        if answer_or_none(view, question.name, question.type) is None:
            open_ = open_ or question
        elif found := usable(view, name):
            return Policy(found[0], name)
    if open_ is not None:
        raise Unanswered(open_, view.reason(open_))
    return None


def is_judged(domain: SenderDomain) -> bool:
    """Whether the provider's verify looks at DMARC: it asked for a record or reports a status."""
    asked = any(is_required_dmarc(r) for r in domain.records)
    return asked or domain.provider == "stackshift" or domain.status("dmarcStatus") is not None


def is_required_dmarc(record: ExpectedRecord) -> bool:
    """Whether this is a DMARC record that the provider insists on."""
    return record.purpose is Purpose.DMARC and record.required
