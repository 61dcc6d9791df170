"""TYPE03: the DNS host answers with its own web servers in place of an alias."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.mending import about, found
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, RecordStatus, Severity
from ..lint.records.names import labels
from ..lint.rule import Case, rule
from ..lint.view import View
from ..lint.without_alias import proxied

MESSAGE = "the alias is hidden behind the web proxy of the DNS host; mail records must not be"
FIX = (
    "Set this record to DNS only (the grey cloud at Cloudflare): in the panel, or with "
    "`proxied: false` in the file that describes it."
)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A proxied alias at the name of a DKIM key."""
    if "_domainkey" not in labels(node.name)[1:]:
        return
    for index, record in enumerate(node.of("CNAME")):
        if record.proxied:
            yield found(record, MESSAGE, index)


PROXIED = "; cf_tags=cf-proxied:true"
DIRECT = "; cf_tags=cf-proxied:false"


@rule(
    "TYPE03",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(
            zone=f"s1._domainkey CNAME s1.dkim.mail.example. {DIRECT}",
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
        ),
        Case(zone=f"www CNAME web.example. {PROXIED}\ns1._domainkey CNAME s1.example. {DIRECT}"),
        # A proxied alias cannot be seen, so that text and mail servers stand beside it.
        Case(
            zone=f'mail CNAME web.example. {PROXIED}\nmail TXT "v=spf1 -all"',
            expects='mail TXT "v=spf1 -all"',
        ),
        # Live: addresses of another place; or of a target that is behind such a proxy itself.
        Case(
            servers={"ada.ns.cloudflare.com": "rp A 104.16.3.4\nrp A 192.0.2.7"},
            elsewhere="rp.esp.example. A 192.0.2.1",
            expects="rp CNAME rp.esp.example.",
        ),
        Case(
            servers={"ada.ns.cloudflare.com": "rp A 104.16.3.4"},
            elsewhere="rp.esp.example. A 104.16.3.4",
            expects="rp CNAME rp.esp.example.",
        ),
        Case(
            servers={"ns1.other.example": "rp A 104.16.3.4"},
            elsewhere="rp.esp.example. A 192.0.2.1",
            expects="rp CNAME rp.esp.example.",
        ),
    ),
    bad=(
        Case(
            servers={"ada.ns.cloudflare.com": "rp A 104.16.3.4\nrp AAAA 2606:4700::6810:304"},
            elsewhere="rp.esp.example. A 192.0.2.1",
            expects="rp CNAME rp.esp.example.",
            says=(MESSAGE,),
        ),
        Case(
            zone=f"s1._domainkey CNAME s1.dkim.mail.example. {PROXIED}",
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
            says=(MESSAGE,),
        ),
        Case(
            zone=f"bounce.mail CNAME rp.mail.example. {PROXIED}",
            expects="bounce CNAME rp.mail.example.",
            domain="mail.example.org",
            says=(MESSAGE,),
        ),
        Case(zone=f"s1._domainkey CNAME s1.dkim.mail.example. {PROXIED}", says=(MESSAGE,)),
    ),
)
def cname_proxied(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The alias is hidden behind a web proxy, so that mail servers never see it.

    ## Why it matters
    The proxy answers with addresses of web servers in place of the alias. Mail servers then find
    no key, and the provider finds no alias. At the name for click tracking the provider cannot
    get a certificate.

    ## How to fix it
    Set the record to DNS only (the grey cloud at Cloudflare). Sucuri, Akamai and Imperva have a
    similar switch.
    """
    if expected.type != "CNAME":
        return
    written = [r for r in view.at(expected.name).of("CNAME") if r.proxied]
    for record in (*written, *proxied(view, expected))[:1]:
        tracking = expected.purpose is Purpose.TRACKING
        yield about(record, MESSAGE, severity=Severity.WARNING if tracking else None, fix=FIX)
