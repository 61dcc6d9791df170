"""TYPE04: the DNS host answers for the alias's target instead of returning the alias."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.mending import about, found, swap
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, RecordStatus, Severity
from ..lint.records.names import labels
from ..lint.rule import Case, rule
from ..lint.view import View
from ..lint.without_alias import flattened

FLATTENING = ("ALIAS", "ANAME", "FLATTEN", "APEXALIAS")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A flattened alias at the name of a DKIM key, where addresses are of no use."""
    if "_domainkey" in labels(node.name)[1:]:
        for index, record in enumerate(node.of(*FLATTENING)):
            yield found(record, _message(record.type), index)


def _message(type_: str) -> str:
    return f"the record is of the type {type_}, which answers with addresses; CNAME is needed"


@rule(
    "TYPE04",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(zone="bounce CNAME rp.mail.example.", expects="bounce CNAME rp.mail.example."),
        # At the zone's own name such a record is usual, and no matter to texts and mail servers.
        Case(zone='@ ALIAS web.example.\n@ TXT "v=spf1 -all"', expects='@ TXT "v=spf1 -all"'),
        Case(zone="@ ALIAS web.example.\nwww ANAME web.example."),
        # Live: the alias is there, or something else than its target's records.
        Case(
            servers={"ns1": "k CNAME k.esp.example."},
            elsewhere='k.esp.example. TXT "p=MIGf"',
            expects="k CNAME k.esp.example.",
        ),
        Case(
            servers={"ns1": 'k TXT "p=MIIB"\nk A 192.0.2.7'},
            elsewhere='k.esp.example. TXT "p=MIGf"\nk.esp.example. A 192.0.2.1',
            expects="k CNAME k.esp.example.",
        ),
        Case(
            servers={"ns1": "* A 192.0.2.1"},
            elsewhere="k.esp.example. A 192.0.2.1",
            expects="k CNAME k.esp.example.",
        ),
    ),
    bad=(
        Case(
            zone="bounce.mail ALIAS rp.mail.example.",
            expects="bounce CNAME rp.mail.example.",
            domain="mail.example.org",
            says=(
                "the record is of the type ALIAS, which answers with addresses; CNAME is needed",
            ),
        ),
        Case(
            servers={"ns1": "rp A 192.0.2.1", "ns2": "rp A 192.0.2.1"},
            elsewhere="rp.esp.example. A 192.0.2.1\nrp.esp.example. A 192.0.2.2",
            expects="rp CNAME rp.esp.example.",
            says=(
                (
                    "the name has records of its own like those of rp.esp.example, in place of an "
                    "alias to it"
                ),
            ),
        ),
        Case(
            servers={"ns1": 'k TXT "v=DKIM1; p=MIGf"'},
            elsewhere='k.esp.example. TXT "v=DKIM1; " "p=MIGf"',
            expects="k CNAME k.esp.example.",
            says=(
                (
                    "the name has records of its own like those of k.esp.example, in place of an "
                    "alias to it"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey ANAME s1.dkim.mail.example.",
            says=(
                "the record is of the type ANAME, which answers with addresses; CNAME is needed",
            ),
        ),
    ),
)
def cname_flattened(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The DNS host looks up the target itself and answers with its addresses, not with an alias.

    ## Why it matters
    The target of a DKIM alias has a key and no addresses, so nothing at all is answered. The
    provider looks for the alias and does not find it.

    ## How to fix it
    Use the type CNAME for mail names, not ALIAS or ANAME, and no copies of what the target holds.
    At Cloudflare, turn off flattening for this record.
    """
    written = view.at(expected.name).of(*FLATTENING) if expected.type == "CNAME" else ()
    if written:
        yield about(written[0], _message(written[0].type), swap(view, expected, written))
        return
    shown = flattened(view, expected)
    if shown:
        edits = swap(view, expected, shown)
        message = (
            f"the name has records of its own like those of {expected.value}, in place of an "
            "alias to it"
        )
        tracking = expected.purpose is Purpose.TRACKING
        yield about(shown[0], message, edits, severity=Severity.WARNING if tracking else None)
