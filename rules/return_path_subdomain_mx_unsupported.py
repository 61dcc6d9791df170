"""RPATH06: the DNS host's form may have no field for the name of a mail record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.records.names import is_within
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View

# Name servers of DNS hosts whose form for mail records knows the whole domain only.
_HOSTS = {"wixdns.net": "Wix", "worldnic.com": "Network Solutions"}
_FIX = (
    "try the form first, it may have changed; else ask the provider for a return path that is an "
    "alias (CNAME), let another DNS host serve the sub-domain, or move the DNS of the domain"
)


def _host(view: View) -> str | None:
    """The DNS host, told from the name servers of the zone."""
    for record in view.at(view.zone).of("NS"):
        for suffix, name in _HOSTS.items():
            if is_within(record.target, suffix):
                return name
    return None


_NS = "@ NS ns8.wixdns.net.\n@ NS ns9.wixdns.net.\n"


@rule(
    "RPATH06",
    severity=Severity.ERROR,
    refs=("RFC 1035 section 3.3.9",),
    good=(
        # It stands there, so the form can do it.
        Case(zone=f"{_NS}send MX 10 f.a.example.", expects="send MX 10 f.a.example."),
        Case(zone=f"{_NS}send MX 10 other.example.", expects="send MX 10 f.a.example."),
        # The alias of a return path, and the domain's own mail.
        Case(zone=_NS, expects="bounce CNAME rp.a.example."),
        Case(zone=_NS, expects="@ MX 10 in.a.example."),
        # Another DNS host.
        Case(zone="@ NS ns1.wixdns.example.", expects="send MX 10 f.a.example."),
    ),
    bad=(
        Case(
            zone=_NS,
            expects="send MX 10 f.a.example.",
            says=(
                (
                    "send.example.org has no MX record, and the form of your DNS host, Wix, "
                    "may have no field for that name"
                ),
            ),
        ),
        Case(
            zone="@ NS ns77.worldnic.com.",
            expects="send MX 10 f.a.example.",
            domain="mail.example.org",
            required=False,
            says=(
                (
                    "send.mail.example.org has no MX record, and the form of your DNS host, "
                    "Network Solutions, may have no field for that name"
                ),
            ),
        ),
    ),
)
def return_path_subdomain_mx_unsupported(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path lacks its mail record, and the DNS host's form may not be able to create it.

    ## Why it matters
    Some forms for mail records have no field for a name: every record they create belongs to the
    domain itself. The return path needs one at a sub-domain such as `send`.

    ## How to fix it
    Look whether the form has a field for the name by now. If it has none, ask the provider for a
    return path that is an alias (CNAME), let another DNS host serve the sub-domain by NS records,
    or move the domain's DNS. Do not enter the record for the whole domain: your mail would go to
    the provider.
    """
    asked = expected.type == "MX" and expected.purpose is Purpose.RETURN_PATH
    if not asked or expected.name == view.zone or not is_within(expected.name, view.zone):
        return
    host = _host(view)
    if host is not None and is_missing(view, expected):
        yield Problem(
            f"{expected.name} has no MX record, and the form of your DNS host, {host}, "
            "may have no field for that name",
            changes=(changes.add(expected),),
            fix=_FIX,
        )
