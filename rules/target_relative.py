"""TYPE05: the target lacks its final dot, so that the zone's name was added to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint import changes
from ..lint.evidence import H, answer_or_none, differing_host
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.pattern import lazy
from ..lint.records import names
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

# Last labels of public host names that no zone is likely to hold as a label of its own.
_ENDINGS = frozenset(
    ("com", "net", "org", "info", "biz", "email", "cloud", "app", "dev", "io", "example", "test")
)
_COUNTRY = lazy(r"[a-z]{2}|xn--[a-z0-9-]{2,59}")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A whole host name without its final dot, whose relative reading leads nowhere."""
    for index, record in enumerate(node.of("CNAME", "MX")):
        typed = _typed(record, view.zone)
        if typed and _is_whole(typed) and not _exists(view, record.target):
            if _omits_dots(view):
                return
            value = changes.value_of(record).replace(record.target, typed)
            yield found(record, _message(record.target), index, value)


def _typed(record: Record, zone: str) -> str:
    """The target as typed, where the zone's name was added to it; else ""."""
    words = record.written.data.split() if record.written else []
    if not words or words[-1].endswith(".") or words[-1] == "@":
        return ""
    typed = names.canonical(words[-1])
    added = record.target[len(typed) + 1 :]
    joined = record.target == names.join(typed, added) and names.is_within(added, zone)
    return typed if added and joined else ""


def _is_whole(name: str) -> bool:
    """Whether a name ends as public host names do; short ones may be labels of the zone."""
    parts = names.labels(name)
    if not names.is_hostname(name):
        return False
    return parts[-1] in _ENDINGS or (len(parts) > 2 and _COUNTRY.fullmatch(parts[-1]) is not None)


def _exists(view: View, name: str) -> bool:
    """Whether the zone holds the name, or hands it over to others who may."""
    return bool(view.at(name).records) or answer_or_none(view, name, "A") is None


def _omits_dots(view: View) -> bool:
    """Whether the file never writes final dots, as some exports do: then none was forgotten."""
    apex = view.at(view.zone)
    typed = _whole_names(apex.of("NS")) or _whole_names(apex.of("SOA"))
    return bool(typed) and not any(name.endswith(".") for name in typed)


def _whole_names(records: Iterable[Record]) -> list[str]:
    """The whole host names in these records as typed; those of the SOA come first in its data."""
    words = [w for r in records if r.written for w in r.written.data.split()[:2]]
    return [w for w in words if _is_whole(names.canonical(w))]


def _message(target: str) -> str:
    return f"the final dot of the target is missing: {shorten(target, 60)}"


@rule(
    "TYPE05",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 5.1",),
    zone=anywhere,
    good=(
        Case(
            zone="send MX 10 feedback.mail.example.",
            expects="send MX 10 feedback.mail.example.",
        ),
        # Names of the zone itself may be typed without it.
        Case(zone="@ MX 10 mail.sub\nmail.sub A 192.0.2.1\nwww CNAME www.cdn\nshop CNAME www"),
        Case(zone="www CNAME shop.eu\nmx.com CNAME host.com\nhost.com A 192.0.2.1"),
        # The right record stands beside it.
        Case(
            zone="send MX 10 mx.mail.com.\nsend MX 20 mx.mail.com",
            expects="send MX 10 mx.mail.com.",
        ),
        # A name below a sub-domain that other name servers answer for.
        Case(zone="com NS ns.example.net.\nwww CNAME www.example.com"),
        # An export that never writes final dots, and one that does so in the SOA record alone.
        Case(
            zone="@ SOA ns1.host.com. dns.host.com. 1 1 1 1 1\n@ NS ns1.host.com\n"
            "@ MX 10 mx.mail.com\nwww CNAME web.host.com"
        ),
        Case(zone="@ NS ns1.host.com\n@ MX 10 mx.mail.com\nwww CNAME web.host.com"),
    ),
    bad=(
        Case(
            zone="send MX 10 mx.mail.example.com",
            expects="send MX 10 mx.mail.example.com.",
            says=("the final dot of the target is missing: mx.mail.example.com.example.org",),
        ),
        Case(
            zone="bounce.mail CNAME rp.mail.com",
            expects="bounce CNAME rp.mail.com.",
            domain="mail.example.org",
            says=("the final dot of the target is missing: rp.mail.com.example.org",),
        ),
        Case(
            zone="$ORIGIN mail\nsend MX 10 mx.example.com\n",
            says=("the final dot of the target is missing: mx.example.com.mail.example.org",),
        ),
        Case(
            zone="@ NS ns1.host.com.\n* A 192.0.2.1\nwww CNAME example.org\ns CNAME web.host.ch",
            says=(
                "the final dot of the target is missing: example.org.example.org",
                "the final dot of the target is missing: web.host.ch.example.org",
            ),
        ),
    ),
)
def target_relative(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The target lacks its final dot, so the zone's name was added to it.

    ## Why it matters
    In zone files and in some panels a name without a final dot is a name of your own zone. The
    record then leads to a host that does not exist.

    ## How to fix it
    End the target with a dot. Gandi, OVH, Network Solutions, octoDNS, DNSControl and zone files
    want it. Route 53, Cloudflare, Hover, Name.com, Azure, IONOS and Wix do not need it.
    """
    for _, record in differing_host(view, expected, H.RELATIVE_TARGET):
        unsure = Severity.WARNING if _omits_dots(view) else None
        yield mending(view, expected, record, _message(record.target), severity=unsure)
