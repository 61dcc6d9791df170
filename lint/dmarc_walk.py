"""Which DMARC record applies to a domain: its own, or one inherited from above (RFC 9989 4.10)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from enum import StrEnum

from .evidence import answer_or_none
from .model import ExpectedRecord, Purpose, Question, Record, RecordReport, SenderDomain
from .noun import NamedTuple
from .records import dmarc as dmarc_record
from .records import names
from .records.dmarc import parse_dmarc, requested
from .records.dmarc_tree import Found, organisational, stops, walked
from .records.kind import is_dmarc
from .records.suffix import organisational_domain
from .view import Unanswered, View


class Outcome(StrEnum):
    """What one step of the walk found."""

    RECORD = "record"  # one usable record
    NOTHING = "nothing"
    SEVERAL = "several"  # records that cancel each other
    UNUSABLE = "unusable"  # one record that counts for nothing
    UNKNOWN = "unknown"  # the source cannot tell


class Step(NamedTuple):
    """One query of the walk; `psd` is the tag of the record that was found, `u` without one."""

    domain: str
    outcome: Outcome
    record: Record | None = None
    psd: str = "u"

    @property
    def question(self) -> Question:
        """What was asked."""
        return Question(names.join("_dmarc", self.domain), "TXT")


class Walk(NamedTuple):
    """The steps in their order, and what they mean.

    `organisational` is the organisational domain by the walk, `listed` by the list of public
    suffixes, which receivers of RFC 7489 use. `applies` is the step whose record applies, None
    where none does. `open` is the first question that stayed unanswered and might change that.
    """

    start: str
    steps: tuple[Step, ...]
    organisational: str
    listed: str
    applies: Step | None
    open: Question | None

    @property
    def before(self) -> Step | None:
        """The step whose record receivers of RFC 7489 apply: the own one, or the listed one."""
        of = {step.domain: step for step in self.steps if step.record is not None}
        return of.get(self.start) or of.get(self.listed)


class Policy(NamedTuple):
    """A DMARC record that applies, and the domain that it is published for.

    `requested` is what it asks of receivers for mail from the domain that was looked up.
    """

    record: Record
    domain: str
    requested: dmarc_record.Policy = dmarc_record.Policy.NONE
    tag: str = "p"

    @property
    def inherited_by(self) -> str:
        """The owner name of the record."""
        return names.join("_dmarc", self.domain)


def usable(view: View, domain: str) -> tuple[Record, ...]:
    """The DMARC record of this domain that receivers can use; two cancel each other."""
    step = _step(view, domain)
    return () if step.record is None else (step.record,)


def walk(view: View, domain: str) -> Walk:
    """Look the domain's policy up as receivers do; at most eight questions.

    What the source cannot tell about a public suffix counts as nothing: few of them have a
    policy, and no file of a customer's holds them.
    """
    targets = walked(domain)
    listed = organisational_domain(domain)
    view.want(Question(names.join("_dmarc", name), "TXT") for name in targets)
    steps: list[Step] = []
    for name in targets:
        step = _step(view, name)
        if step.outcome is Outcome.UNKNOWN and names.is_below(listed, name):
            step = step._replace(outcome=Outcome.NOTHING)
        steps.append(step)
        if stops(step.psd):
            break
    found = [Found(s.domain, s.psd) for s in steps if s.record is not None]
    organisation = organisational(domain, found)
    open_ = next((s.question for s in steps if s.outcome is Outcome.UNKNOWN), None)
    applies = _applying(domain, organisation, steps)
    own = applies is not None and applies.domain == domain
    return Walk(domain, tuple(steps), organisation, listed, applies, None if own else open_)


def _applying(domain: str, organisation: str, steps: list[Step]) -> Step | None:
    """The own record, else the organisational domain's, else its public suffix's."""
    of = {step.domain: step for step in steps if step.record is not None}
    suffix = next((s for s in of.values() if s.psd == "y" and s.domain != domain), None)
    return of.get(domain) or of.get(organisation) or suffix


def _step(view: View, domain: str) -> Step:
    question = Question(names.join("_dmarc", domain), "TXT")
    answer = answer_or_none(view, question.name, question.type)
    if answer is None:
        return Step(domain, Outcome.UNKNOWN)
    found = [r for r in answer.records if is_dmarc(r.text)]
    if len(found) != 1:
        return Step(domain, Outcome.SEVERAL if found else Outcome.NOTHING)
    record = parse_dmarc(found[0].text)
    if not record.valid:
        return Step(domain, Outcome.UNUSABLE)
    return Step(domain, Outcome.RECORD, found[0], record.psd)


def policy(view: View, domain: str) -> Policy | None:
    """The policy that applies to mail from `domain`, None where there is none.

    Raises Unanswered where no record was found and a name above could not be asked.
    """
    found = walk(view, domain)
    if found.applies is None or found.applies.record is None:
        if found.open is not None:
            raise Unanswered(found.open, view.reason(found.open))
        return None
    return _policy(found.applies.record, found.applies.domain, domain)


def _policy(record: Record, at: str, domain: str) -> Policy:
    """What a record asks for mail from the domain, which exists: somebody sends from it."""
    asked, tag = requested(parse_dmarc(record.text), inherited=at != domain)
    return Policy(record, at, asked, tag)


def is_judged(domain: SenderDomain) -> bool:
    """Whether the provider's verify looks at DMARC: it asked for a record or reports a status."""
    return judges(domain.provider, domain.records, dict(domain.statuses))


def judges(
    provider: str | None,
    records: Iterable[ExpectedRecord | RecordReport],
    reported: Container[str],
) -> bool:
    """Whether a provider that asked for these records and reports these statuses judges DMARC."""
    asked = any(is_required_dmarc(r) for r in records)
    return asked or provider == "stackshift" or "dmarcStatus" in reported


def is_required_dmarc(record: ExpectedRecord | RecordReport) -> bool:
    """Whether this is a DMARC record that the provider insists on."""
    return record.purpose is Purpose.DMARC and record.required
