"""CLASH07: a mail service of the DNS host holds the mail records of the name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, RecordStatus, Severity
from ..lint.noun import NamedTuple
from ..lint.records.names import is_within
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View


class _Feature(NamedTuple):
    """A DNS host's own mail service, the domain of its servers, and how it is switched off."""

    servers: str
    name: str
    fix: str


_FEATURES = (
    _Feature(
        "mx.cloudflare.net",
        "Cloudflare's Email Routing",
        "switch Email Routing off (or unlock its records) in Cloudflare's panel, then add the "
        "record; or receive the provider's mail at a sub-domain",
    ),
    _Feature(
        "registrar-servers.com",
        "Namecheap's e-mail forwarding",
        "choose Custom MX under Mail Settings in Namecheap's Advanced DNS, then add the record; or "
        "receive the provider's mail at a sub-domain",
    ),
)


@rule(
    "CLASH07",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 5321 section 5.1",),
    good=(
        Case(zone="in MX 10 in.a.example.", expects="in MX 10 in.a.example."),
        # The feature serves the domain, the provider a sub-domain.
        Case(zone="@ MX 10 route1.mx.cloudflare.net.", expects="in MX 10 in.a.example."),
        # Return paths at other names are not touched.
        Case(
            zone="@ MX 10 route1.mx.cloudflare.net.\nsend MX 10 f.a.example.",
            expects="send MX 10 f.a.example.",
        ),
        # The provider's own record stands there: then the panel let it in.
        Case(
            zone="@ MX 5 in.a.example.\n@ MX 10 route1.mx.cloudflare.net.",
            expects="@ MX 10 in.a.example.",
        ),
        Case(zone="@ MX 10 mx.box.example.", expects="@ MX 10 in.a.example."),
    ),
    bad=(
        Case(
            zone="@ MX 10 route1.mx.cloudflare.net.\n@ MX 20 route2.mx.cloudflare.net.",
            expects="@ MX 10 in.a.example.",
            says=(
                (
                    "Cloudflare's Email Routing holds the mail records of example.org, "
                    "so in.a.example gets no mail"
                ),
            ),
        ),
        Case(
            zone="mail MX 10 eforward1.registrar-servers.com.",
            expects="@ MX 10 in.a.example.",
            domain="mail.example.org",
            required=False,
            says=(
                (
                    "Namecheap's e-mail forwarding holds the mail records of mail.example.org, "
                    "so in.a.example gets no mail"
                ),
            ),
        ),
    ),
)
def dns_host_mail_feature_lock(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A mail service of the DNS host holds the mail records of the name.

    ## Why it matters
    Some DNS hosts forward mail themselves. While that is switched on they keep their own mail
    records, hide yours or write over them.

    ## How to fix it
    Switch the host's mail service off before you add the record: in Cloudflare under Email
    Routing, at Namecheap under Mail Settings in Advanced DNS. If you want to keep it, receive the
    provider's mail at a sub-domain.
    """
    if expected.type != "MX" or expected.purpose is not Purpose.INBOUND:
        return
    records = standing(view, expected)
    if any(r.target == expected.value for r in records):
        return
    for feature in _FEATURES:
        held = [r for r in records if is_within(r.target, feature.servers)]
        if held and len(held) == len(records):
            yield about(
                held[0],
                f"{feature.name} holds the mail records of {expected.name}, "
                f"so {expected.value} gets no mail",
                fix=feature.fix,
            )
