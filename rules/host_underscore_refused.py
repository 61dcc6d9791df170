"""HOST10: the DNS host does not accept an underscore in this type of record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.evidence import answer_or_none
from ..lint.misplacement import strays, unmet
from ..lint.model import ExpectedRecord, Problem, Record, Severity
from ..lint.records import names
from ..lint.rule import Case, rule
from ..lint.view import View

# Name servers of DNS hosts whose forms refuse an underscore in the name of an alias.
_REFUSING = {"worldnic.com": "Network Solutions", "hostpoint.ch": "Hostpoint"}
_NS = "@ NS ns1.worldnic.com.\n@ NS ns2.worldnic.com.\n"
_ALIAS = "s1._domainkey CNAME s1.esp.example."


@rule(
    "HOST10",
    severity=Severity.ERROR,
    refs=("RFC 8552 section 1.1",),
    good=(
        Case(zone=f"{_NS}{_ALIAS}", expects=_ALIAS),
        # Another DNS host.
        Case(zone="@ NS ns1.dns.example.\ns1.domainkey CNAME s1.esp.example.", expects=_ALIAS),
        # The zone holds such an alias already: somebody found a way, and so can the reader.
        Case(zone=f"{_NS}k1._domainkey CNAME k1.other.example.", expects=_ALIAS),
        # Text records may have an underscore there.
        Case(zone=_NS, expects="s1._domainkey TXT p=MIGfMA0"),
        # No underscore, so nothing to refuse.
        Case(zone=_NS, expects="em1 CNAME u1.esp.example."),
        # A name server that is merely called alike.
        Case(zone="@ NS ns1.notworldnic.com.", expects=_ALIAS),
    ),
    bad=(
        Case(
            zone=_NS,
            expects=_ALIAS,
            says=("the form of Network Solutions takes no underscore in the name of a CNAME",),
        ),
        Case(
            zone=f"{_NS}s1.domainkey.mail CNAME s1.esp.example.",
            expects=_ALIAS,
            domain="mail.example.org",
            says=(
                (
                    "the form of Network Solutions takes no underscore in the name of a CNAME: "
                    "the record is at s1.domainkey.mail.example.org"
                ),
            ),
        ),
        Case(
            zone="@ NS ns.hostpoint.ch.",
            expects=_ALIAS,
            says=("the form of Hostpoint takes no underscore in the name of a CNAME",),
        ),
    ),
)
def host_underscore_refused(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The DNS host's form does not accept an underscore in the name of this record.

    ## Why it matters
    Records for e-mail have names such as `_domainkey`, and the underscore belongs to them. Some
    forms take it in TXT records only, so the record was left out or lost its underscore.

    ## How to fix it
    Ask the DNS host's support to create the record: Network Solutions does so on the phone. If the
    provider offers TXT records instead of CNAME records, choose those; at SendGrid that is the
    setting without "automated security". Otherwise move the DNS of your domain to another host.
    """
    if expected.type != "CNAME" or not _has_underscore(expected.name) or not unmet(view, expected):
        return
    host = _refusing_host(view)
    if host and not _accepts(view):
        where = decoys.underscore_mangled(expected.name, view.domain.name, view.zone)
        found = next(strays(view, expected, where), None)
        yield _problem(host, expected, found)


def _problem(host: str, expected: ExpectedRecord, found: Record | None) -> Problem:
    message = f"the form of {host} takes no underscore in the name of a CNAME"
    if found is None:
        return Problem(message, changes=(changes.add(expected),))
    return Problem(
        f"{message}: the record is at {found.name}",
        changes=changes.move(found, expected),
        where=found.where,
        source=changes.written_lines(found),
    )


def _has_underscore(name: str) -> bool:
    return any(label.startswith("_") for label in names.labels(name))


def _refusing_host(view: View) -> str | None:
    """The name of the DNS host that serves the zone, where its form refuses underscores."""
    answer = answer_or_none(view, view.zone, "NS")
    servers = answer.records if answer else ()
    hosts = (h for r in servers for top, h in _REFUSING.items() if names.is_below(r.target, top))
    return next(hosts, None)


def _accepts(view: View) -> bool:
    """Whether the zone holds an alias with an underscore in its name."""
    return any(r.type == "CNAME" and _has_underscore(r.name) for r in view.below(view.zone) or ())
