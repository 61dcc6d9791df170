"""HOST04: the value stands on the bare domain instead of on its own name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.misplacement import moved, strays, typed, unmet
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, Record, Severity
from ..lint.ownership import is_unique
from ..lint.records.kind import TextKind, strict_kind
from ..lint.rule import Case, rule
from ..lint.stray import at_own_name, is_hosted, is_proper, keys
from ..lint.view import View

_KEY = '"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"'
_SPF = '"v=spf1 include:spf.esp.example ~all"'


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A DKIM key at the zone's own name, unless the same key stands below `_domainkey`, too."""
    if node.name != view.zone or is_proper(node.name):
        return
    for index, record in enumerate(keys(node)):
        if not is_hosted(view, node.name) and not at_own_name(view, node.name, record):
            yield Problem(
                f"a DKIM key is on the bare domain {node.name}; it belongs below _domainkey",
                type=record.type,
                where=record.where,
                source=changes.written_lines(record),
                fix="Ask the mail provider for the selector of this key, then move the record to "
                f"SELECTOR._domainkey.{node.name}. Leave the other records as they are.",
                discriminator=str(index),
            )


@rule(
    "HOST04",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.2.1",),
    zone=anywhere,
    good=(
        Case(zone=f"@ TXT {_SPF}\ns1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        # A copy beside the right record is merely untidy.
        Case(zone=f"@ TXT {_KEY}\ns1._domainkey TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}"),
        Case(zone=f"@ TXT {_KEY}\ns1._domainkey TXT {_KEY}"),
        # A zone for the selector alone.
        Case(zone=f"@ TXT {_KEY}", origin="s1._domainkey.example.org"),
        # SPF and DMARC on the bare domain have rules of their own.
        Case(zone=f"@ TXT {_SPF}", expects=f"bounce TXT {_SPF}"),
        Case(zone='@ TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        # Another provider's mail servers.
        Case(zone="@ MX 10 mx.other.example.", expects="bounce MX 10 feedback.esp.example."),
        # The value is asked for on the bare domain as well.
        Case(
            zone="@ MX 10 inbound.esp.example.",
            expects="@ MX 10 inbound.esp.example.\nreply MX 10 inbound.esp.example.",
        ),
        # The zone above may be a sender domain of its own.
        Case(
            zone="@ MX 10 inbound.esp.example.",
            expects="@ MX 10 inbound.esp.example.",
            domain="mail.example.org",
        ),
        # Other TXT records of a zone, an alias to the zone's own name, a revoked key.
        Case(zone='@ TXT "v=DKIM1; p="\n@ TXT "google-site-verification=abc"'),
        Case(zone=f"@ TXT {_KEY}\ns1._domainkey.mail CNAME @"),
    ),
    bad=(
        Case(
            zone=f"@ TXT {_KEY}\n@ TXT {_SPF}",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                "the record is on the bare domain example.org; its name should be s1._domainkey",
            ),
        ),
        Case(
            zone=f"mail TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
            says=(
                (
                    "the record is on the bare domain mail.example.org; "
                    "its name should be s1._domainkey.mail"
                ),
            ),
        ),
        Case(
            zone="@ MX 10 mx.other.example.\n@ MX 10 feedback.esp.example.",
            expects="bounce MX 10 feedback.esp.example.",
            says=("the record is on the bare domain example.org; its name should be bounce",),
        ),
        Case(
            zone="@ TXT esp-verification=1f9a8c7be2",
            expects="_esp TXT esp-verification=1f9a8c7be2",
            says=("the record is on the bare domain example.org; its name should be _esp",),
        ),
        # The sign for "the domain itself", taken for a name.
        Case(
            zone=r"\@.example.org. TXT esp-verification=1f9a8c7be2",
            expects="@ TXT esp-verification=1f9a8c7be2",
            says=("the record is at @.example.org: the sign @ became part of the name",),
        ),
        Case(
            zone=f"@ TXT {_KEY}",
            says=("a DKIM key is on the bare domain example.org; it belongs below _domainkey",),
        ),
    ),
)
def host_at_apex(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The value stands on the bare domain instead of on its own name.

    ## Why it matters
    Every record of the provider has a name of its own, such as `s1._domainkey` or `bounce`. On the
    bare domain nobody looks for it. A mail server (MX) that is put there by mistake even takes
    part in receiving your mail.

    ## How to fix it
    Create the record under its own name and remove it from the bare domain. Leave the other
    records of the bare domain as they are. If you meant the bare domain, and the panel made a
    name of the sign `@`, leave the name field empty: IONOS, OVHcloud, Name.com and Wix want that.
    """
    if not unmet(view, expected):
        return
    place = (expected.name, view.domain.name, view.zone)
    for record in strays(view, expected, decoys.literal_at(*place)):
        message = f"the record is at {record.name}: the sign @ became part of the name"
        yield moved(view, message, expected, record)
        return
    if strict_kind(expected.value) in (TextKind.SPF, TextKind.DMARC):
        return
    for record in strays(view, expected, decoys.bare(*place)):
        right = typed(view, expected.name)
        message = f"the record is on the bare domain {record.name}; its name should be {right}"
        yield moved(view, message, expected, record, keep=_may_stay(view, expected, record))
        return


def _may_stay(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether the bare domain may need the record itself.

    Any domain can receive mail at the provider's servers, and a sub-domain can be another
    domain's return path.
    """
    if is_unique(expected, view.domain.name):
        return False
    return expected.purpose is Purpose.INBOUND or record.name != view.zone
