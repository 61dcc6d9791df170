"""TIDY04: a CAA record may keep the provider from getting a certificate for the tracking host."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import answer_or_none
from ..lint.mending import about
from ..lint.model import Certainty, ExpectedRecord, Problem, Purpose, Question, Record, Severity
from ..lint.records.caa import issuers
from ..lint.records.names import ancestors
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View
from ..lint.wording import listed


def _climbed(view: View, host: str) -> tuple[tuple[Record, ...], bool] | None:
    """The CAA records that count for a host (RFC 8659 section 3), and whether that is certain.

    The host's own come first, those of the name that it is an alias of included; nobody knows
    those where the alias leaves the file. None where none count or a name above is not known.
    """
    names = (host, *(name for name in ancestors(host) if name))
    view.want(Question(name, "CAA") for name in names)
    certain = True
    for name in names:
        answer = answer_or_none(view, name, "CAA")
        if answer is not None and answer.records:
            return answer.records, certain
        if answer is None:
            if name != host:
                return None
            certain = False
    return None


@rule(
    "TIDY04",
    severity=Severity.WARNING,
    affects=DELIVERY,
    refs=("RFC 8659 section 3",),
    good=(
        # Nothing is restricted: no record, or none that is about single names.
        Case(zone="links CNAME t.a.example.", expects="links CNAME t.a.example."),
        Case(
            zone='@ CAA 0 iodef "mailto:ca@example.org"\n@ CAA 0 issuewild ";"\n'
            "links CNAME t.a.example.",
            expects="links CNAME t.a.example.",
        ),
        # The target's own record counts first, and it is the provider's.
        Case(
            zone='@ CAA 0 issue ";"\nlinks CNAME t.prov\nt.prov A 192.0.2.1\n'
            't.prov CAA 0 issue "ca.example"',
            expects="links CNAME t.prov.example.org.",
        ),
        # Other records need no certificate.
        Case(zone='@ CAA 0 issue ";"', expects="s1._domainkey CNAME s1.a.example."),
        Case(
            zone="links.mail CNAME t.a.example.",
            expects="links CNAME t.a.example.",
            origin="mail.example.org",
        ),
    ),
    bad=(
        Case(
            zone='@ CAA 0 issue ";"\nlinks CNAME t.a.example.',
            expects="links CNAME t.a.example.",
            says=(
                (
                    "the CAA record at example.org lets nobody issue a certificate for "
                    "links.example.org"
                ),
            ),
        ),
        Case(
            zone='@ CAA 0 issue "ca.example; account=7"\n@ CAA 128 issue "Other.example"\n'
            "links.mail CNAME t.a.example.",
            expects="links CNAME t.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "only ca.example and other.example may issue a certificate for "
                    "links.mail.example.org, says the CAA record at example.org"
                ),
            ),
        ),
    ),
)
def caa_blocks_tracking(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A CAA record limits who may issue a certificate for the tracking host.

    ## Why it matters
    Links in your mail lead to the tracking host, and browsers want a certificate there. The
    provider orders it, but only the authorities that a CAA record names may issue one. If the
    provider uses another authority, the links warn or do not open.

    ## How to fix it
    Ask the provider which authority issues its certificates. If your CAA record does not name it,
    add one more: `0 issue "ca.example"`, with the authority's own domain.
    """
    if expected.purpose is not Purpose.TRACKING or expected.type != "CNAME":
        return
    found = _climbed(view, expected.name)
    allowed = issuers(r.data for r in found[0]) if found else None
    if found is None or allowed is None or _is_providers(found[0], expected):
        return
    (record, *_), certain = found
    yield about(
        record,
        _message(allowed, record.name, expected.name),
        severity=Severity.INFO if allowed else Severity.WARNING,
    )._replace(certainty=None if certain else Certainty.INCONCLUSIVE)


def _is_providers(records: tuple[Record, ...], expected: ExpectedRecord) -> bool:
    """Whether the records stand where the alias leads, so that the provider has its say."""
    return all(r.name not in (expected.name, *ancestors(expected.name)) for r in records)


def _message(allowed: tuple[str, ...], owner: str, host: str) -> str:
    if not allowed:
        return f"the CAA record at {owner} lets nobody issue a certificate for {host}"
    who = listed(allowed)
    return f"only {who} may issue a certificate for {host}, says the CAA record at {owner}"
