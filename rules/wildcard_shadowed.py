"""CLASH06: a new record takes a name away from a wildcard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.mending import about
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.names import ancestors, labels, parent, relative
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View
from ..lint.wildcards import to_publish, topmost
from ..lint.wording import listed

_SERVED = ("A", "AAAA", "CNAME", "MX", "HTTPS")  # what a browser or a mail server asks for


def _wildcard(view: View, expected: ExpectedRecord) -> str | None:
    """The wildcard that covers the expected name today; none where the name exists."""
    return view.ask(expected.name, "CNAME").wildcard


def _uses(node: Node) -> tuple[Record, ...]:
    return tuple(r for r in node.of(*_SERVED) if r.type != "MX" or r.target)


def _lost(new: Sequence[ExpectedRecord], top: str, encloser: str) -> list[str]:
    """The host names that begin to exist, and so lose the wildcard."""
    made = {n for e in new for n in (e.name, *ancestors(e.name, top))}
    return sorted((n for n in made if _is_host(n, encloser)), key=lambda n: (len(labels(n)), n))


def _is_host(name: str, encloser: str) -> bool:
    return not any(label.startswith("_") for label in labels(relative(name, encloser)))


@rule(
    "CLASH06",
    severity=Severity.INFO,
    affects=DELIVERY,
    refs=("RFC 4592 section 2.2.1",),
    good=(
        # Nobody visits a name with an underscore.
        Case(
            zone="* A 192.0.2.1",
            expects="s1._domainkey CNAME k.a.example.\n_dmarc TXT x",
        ),
        # The name exists already.
        Case(zone="* A 192.0.2.1\nsend A 192.0.2.2", expects="send MX 10 f.a.example."),
        Case(zone="* A 192.0.2.1\nx.send A 192.0.2.2", expects="send MX 10 f.a.example."),
        # Nothing that a visitor or a sender of mail would miss.
        Case(zone='* TXT "v=spf1 -all"\n* MX 0 .', expects="send MX 10 f.a.example."),
        Case(zone="*.dev A 192.0.2.1", expects="send MX 10 f.a.example."),
        Case(zone="* A 192.0.2.1", expects="links CNAME t.a.example.", required=False),
        # The wildcard itself is what was asked for.
        Case(zone="* CNAME t.a.example.", expects="links CNAME t.a.example."),
    ),
    bad=(
        Case(
            zone="* A 192.0.2.1",
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
            says=("with the new records *.example.org no longer answers for send.example.org (A)",),
        ),
        Case(
            zone="* CNAME web.example.\n* MX 10 mx.example.",
            expects="s1._domainkey CNAME k.a.example.\nsend MX 10 f.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "with the new records *.example.org no longer answers for mail.example.org and "
                    "send.mail.example.org (CNAME and MX)"
                ),
            ),
        ),
    ),
)
def wildcard_shadowed(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A new record takes a name away from a wildcard.

    ## Why it matters
    A wildcard answers only for names that do not exist. With the first record at a name, or below
    it, the wildcard stops answering there, for every type. A web site or a mailbox that worked
    through the wildcard under this name is then gone.

    ## How to fix it
    Publish the records all the same. If the name is in use, copy the wildcard's records to it
    first, unless the new record is a CNAME; then ask the provider for another name.
    """
    owner = _wildcard(view, expected)
    if owner is None:
        return
    top = topmost(expected.name, owner)
    new = to_publish(view, top)
    if new[:1] != [expected]:
        return  # one remark for all names below a new one
    uses, lost = _uses(view.at(owner)), _lost(new, top, parent(owner))
    if uses and lost:
        types = listed(r.type for r in uses)
        yield about(
            uses[0],
            f"with the new records {owner} no longer answers for {listed(lost)} ({types})",
        )
