"""Names that are passed over because their records are plain would get no finding."""

from __future__ import annotations

import pytest
from failures import DKIM, FAILURES, SHAPES, Failure, Shape, right
from hypothesis import given, settings
from hypothesis import strategies as st
from iac_formats import records_of

from senderlint.lint.check import check_zones
from senderlint.lint.model import Node, Record, Result, Where, Written
from senderlint.lint.records import txt
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.drafts import record, text_record
from senderlint.lint.sources.listed_zone import Contents, ListedZone
from senderlint.lint.sources.node_screen import NodeScreen
from senderlint.lint.sources.zone_screen import Screen

ZONE, DOCUMENTED = "shop-brand.com", "example.com"
HERE = Where("zone.yaml", 1)
SPF = "v=spf1 include:_spf.mailhost.net ~all"
DMARC = "v=DMARC1; p=none; rua=mailto:d@mailhost.net"
TOKEN = "site-verification=abcdefgh1234"
Row = tuple[str, str, str, int | None, str]  # owner left of the zone, type, value, TTL, entry

PLAIN: list[tuple[str, list[tuple[str, str]]]] = [
    ("", [("A", "192.0.2.1"), ("A", "192.0.2.2"), ("AAAA", "2001:db8::1")]),
    ("", [("MX", "10 mx.mailhost.net."), ("TXT", SPF), ("TXT", TOKEN), ("TXT", "ms=ms123")]),
    ("x", [("MX", "10 mx.mailhost.net."), ("MX", "20 mx2.mailhost.net."), ("TXT", SPF)]),
    ("x", [("TXT", "v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/48 -all")]),
    ("x", [("CNAME", "web.mailhost.net.")]),
    ("x", [("CNAME", f"web.{ZONE}.")]),
    ("x", [("CAA", '0 issue "ca.net"'), ("SRV", "1 1 443 web.mailhost.net."), ("A", "192.0.2.1")]),
    ("s1._domainkey", [("TXT", DKIM)]),
    ("s1._domainkey.x", [("TXT", DKIM.replace("v=DKIM1; ", ""))]),
    ("s2._domainkey", [("CNAME", "s2.keys.mailhost.net.")]),
    ("_dmarc", [("TXT", DMARC)]),
    ("_dmarc.x", [("TXT", "v=DMARC1; p=reject;")]),
    ("_dmarc", [("CNAME", "policy.mailhost.net.")]),
]
ODD: list[tuple[str, list[tuple[str, str]]]] = [
    ("", [("TXT", SPF), ("TXT", "v=spf1 -all")]),
    ("", [("TXT", SPF), ("TXT", "exists:abcdefgh")]),
    ("", [("TXT", TOKEN), ("TXT", TOKEN)]),
    ("", [("TXT", f"token{n}={'a' * 100}") for n in range(9)]),
    ("", [("MX", f"10 mail.{ZONE}.")]),
    ("x", [("MX", "10 feedback-smtp.mailhost.net.")]),
    ("x", [("TXT", f"v=spf1 include:_spf.{ZONE} ~all")]),
    ("x", [("CNAME", "web.mailhost.net.")] * 2),
    ("x", [("CNAME", f"web.{ZONE}")]),
    ("x", [("CNAME", "example.net.")]),
    ("x", [("A", "192.0.2.256")]),
    ("x", [("NS", "ns.mailhost.net.")]),
    ("x", [("TXT", DMARC)]),
    ("spf", [("TXT", SPF)]),
    ("s1._domainkey", [("TXT", DKIM[:-9])]),
    ("s1._domainkey", [("TXT", DKIM), ("TXT", TOKEN)]),
    ("_domainkey.s1", [("TXT", DKIM)]),
    ("_domainkey", [("TXT", DKIM)]),
    ("_dmarc._domainkey", [("TXT", DMARC)]),
    (f"_dmarc.x.{ZONE}", [("TXT", DMARC)]),
    ("_dmarc", [("TXT", DMARC), ("A", "192.0.2.1")]),
    ("*", [("A", "192.0.2.1")]),
]


def made(zone: str, row: Row) -> Record:
    """A record as readers of DNS-as-code make it."""
    left, type_, value, ttl, entry = row
    name = f"{left}.{zone}" if left else zone
    beside = Written(left, value, "", (), manager=entry, is_zone_text=False)
    if type_ == "TXT":
        strings = txt.split(value.encode())
        return text_record(name, type_, strings, ttl=ttl, where=HERE, written=beside)
    return record(name, type_, value, ttl=ttl, where=HERE, written=beside, origin=zone)


def listed(zone: str, records: list[Record], others: frozenset[str] = frozenset()) -> ListedZone:
    contents = Contents(zone, complete=True)
    contents.records = records
    found = ListedZone(contents, "zone.yaml")
    found.beside = found.beside._replace(zones=others)
    return found


def rows(owner: str, held: list[tuple[str, str]]) -> list[Row]:
    return [(owner, type_, value, 300, f"{owner}:{type_}") for type_, value in held]


def handed_out(zone: ListedZone) -> list[str]:
    return [node.name for node in zone.nodes(Screen(zone.zone))]


def judged(zone: ListedZone) -> Result:
    return check_zones([zone], Settings(everything()))


def judged_in_full(zone: ListedZone, monkeypatch: pytest.MonkeyPatch) -> Result:
    with monkeypatch.context() as patched:
        patched.setattr(NodeScreen, "is_plain", lambda *_: False)
        return judged(zone)


@pytest.mark.parametrize(("owner", "held"), PLAIN)
def test_what_is_in_order_is_passed_over(owner: str, held: list[tuple[str, str]]) -> None:
    zone = listed(ZONE, [made(ZONE, row) for row in rows(owner, held)])
    assert handed_out(zone) == []


@pytest.mark.parametrize(("owner", "held"), ODD)
def test_what_is_odd_is_handed_out(owner: str, held: list[tuple[str, str]]) -> None:
    zone = listed(ZONE, [made(ZONE, row) for row in rows(owner, held)])
    assert handed_out(zone) == [f"{owner}.{ZONE}" if owner else ZONE]


def test_records_of_two_entries_are_handed_out() -> None:
    first, second = (made(ZONE, ("x", "TXT", t, 300, e)) for t, e in ((SPF, "one"), (TOKEN, "two")))
    assert handed_out(listed(ZONE, [first, second])) == [f"x.{ZONE}"]


def test_records_with_several_times_to_live_are_handed_out() -> None:
    both = [made(ZONE, ("x", "A", f"192.0.2.{n}", n, "one")) for n in (1, 2)]
    assert handed_out(listed(ZONE, both)) == [f"x.{ZONE}"]


def test_names_of_another_zone_and_below_a_cut_are_handed_out() -> None:
    held = [("_dmarc.other.net", DMARC), ("_dmarc.sub", DMARC), ("_dmarc", DMARC)]
    records = [made(ZONE, row) for owner, text in held for row in rows(owner, [("TXT", text)])]
    records.append(made(ZONE, ("sub", "NS", "ns.mailhost.net.", 300, "cut")))
    found = handed_out(listed(ZONE, records, frozenset(("other.net",))))
    assert found == [f"_dmarc.other.net.{ZONE}", f"_dmarc.sub.{ZONE}", f"sub.{ZONE}"]


VALUES = [(type_, value) for _, held in PLAIN + ODD for type_, value in held]
OWNERS = [
    *dict.fromkeys(owner for owner, _ in PLAIN + ODD),
    *("dmarc", "a.x", "s1", "sub", "a.sub", "_dmarc.sub", "other.net", "_dmarc.other.net"),
    *("s1.domainkey", "_dmarc.dmarc", "s1._domainkey.other.net", "mail", "web", "sub.other.net"),
]


@st.composite
def values(draw: st.DrawFn) -> tuple[str, str]:
    """A value that may be plain, or one that a few keystrokes have changed."""
    type_, value = draw(st.sampled_from(VALUES))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2)))):
        at = draw(st.integers(0, len(value)))
        away = draw(st.integers(0, 2))
        typed = draw(st.sampled_from((*' .;=:"\\-+_@%{}<>aAmxX0', "", "all", "mx ", f".{ZONE}")))
        value = value[:at] + typed + value[at + away :]
    return type_, value


ROWS = st.builds(
    lambda owner, held, ttl, entry: (owner, *held, ttl, f"{owner}:{held[0]}{entry}"),
    st.sampled_from(OWNERS),
    values(),
    st.sampled_from((300, 300, 300, 60, None)),
    st.sampled_from(("", "", "", "2")),
)
GROUPS = st.sampled_from(PLAIN + ODD).map(lambda pair: rows(*pair))


@settings(max_examples=300, deadline=None)
@given(
    apex=st.sampled_from((ZONE, ZONE, DOCUMENTED)),
    single=st.lists(ROWS, max_size=6),
    grouped=st.lists(GROUPS, max_size=4),
    others=st.sampled_from((frozenset[str](), frozenset(("other.net",)))),
)
def test_what_is_passed_over_gets_no_finding(
    apex: str, single: list[Row], grouped: list[list[Row]], others: frozenset[str]
) -> None:
    records = [made(apex, row) for row in (*single, *(r for group in grouped for r in group))]
    zone = listed(apex, records, others)
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert judged(zone) == judged_in_full(zone, monkeypatch)


PLANTED = [
    pytest.param(f, s, id=f"{f.code}-{f.title}-{s.name}".replace(" ", "_"))
    for f in FAILURES
    for s in SHAPES
    if s.name in f.shapes
]


@pytest.mark.parametrize(("failure", "shape"), PLANTED)
def test_planted_failures_are_never_passed_over(
    failure: Failure, shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = right(shape)
    failure.plant(zone)
    found = listed(shape.zone, records_of(zone.text(), shape.zone))
    assert judged(found) == judged_in_full(found, monkeypatch)


def test_a_name_without_records_is_not_plain() -> None:
    assert not NodeScreen(ZONE, (), ()).is_plain(Node(ZONE, ()))
