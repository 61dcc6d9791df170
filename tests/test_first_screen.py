"""What the first screen says is enough: typed literally into the panel, it makes the domain ready.

The panels are imitated by their known conventions: what they add to a name or a target, where the
priority goes, what happens to quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from failures import FAILURES, SHAPES, Failure, Shape, right
from live_run import DMARC, GOOD, KEY, NOW, SPF, case, run
from test_failures import checked

from senderlint.lint.changes import value_of
from senderlint.lint.dns_hosts import DnsHost, PriorityPlace, Quotes, host
from senderlint.lint.model import Record, Result, Severity, Verdict
from senderlint.lint.records import txt
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.reports import render

# The commonest failures that a zone file can show; the others are tried live further below.
COMMONEST = (
    *("HOST01", "MISSING01", "HOST04", "HOST06", "DMARC03", "SPF01", "TYPE03", "VALUE12"),
    *("VALUE06", "HOST02", "HOST03", "DMARC02", "VALUE02", "VALUE03", "CLASH01", "CLASH03"),
    *("DKIM01", "TYPE05", "VALUE08", "RPATH01", "SPF02", "SPF03", "HOST10"),
)
SERVERS = {
    "cloudflare": ("a.ns.cloudflare.com", "b.ns.cloudflare.com"),
    "route53": ("ns-1.awsdns-1.com", "ns-2.awsdns-2.net"),
    "namecheap": ("dns1.registrar-servers.com",),
    "ovh": ("dns200.anycast.me", "ns200.anycast.me"),
}


@dataclass
class Card:
    """One change as it is printed: field by field."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Screen(HTMLParser):
    """Reads the cards of the first screen; of a folded value the whole text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.cards: list[Card] = []
        self._row: str | None = None
        self._label = self._code = False
        self._texts: list[str] = []
        start = html.index('<section class="first')
        self.feed(html[start : html.index("</section>", start)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if tag == "div" and kind.startswith("change "):
            self.cards.append(Card(kind.split()[1]))
        elif tag == "div" and kind in ("name", "value", "old", "priority"):
            self._row, self._texts = kind, []
        elif tag == "dt":
            self._label = self._row is None
        elif tag == "code":
            self._code = True
            self._texts.append("")
        elif tag == "em" and self._row:
            self._texts.append("")
        elif tag == "span" and kind == "hint" and self._row:
            self._keep()

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._code = False
        elif tag == "dt":
            self._label = False
        elif tag == "dd" and self._row is None and self._texts and self.cards:
            self.cards[-1].fields.setdefault("type", self._texts[-1])
            self._texts = []
        elif tag == "dd":
            self._keep()

    def handle_data(self, data: str) -> None:
        if self._code:
            self._texts[-1] += data

    def _keep(self) -> None:
        if self._row:
            self.cards[-1].fields[self._row] = self._texts[-1] if self._texts else ""
        self._row, self._texts = None, []


def typed(zone_text: str, zone: str, cards: list[Card], at: DnsHost | None) -> str:
    """The zone after everything on the screen was done in the panel."""
    held = zone_from_bytes(zone_text.encode("utf-8", "surrogateescape"), path="z", origin=zone)
    lines = [(r.name, r.type, value_of(r), _data(r)) for node in held.nodes() for r in node.records]
    for card in cards:
        name, type_ = _owner(card.fields["name"], zone), card.fields["type"]
        old = card.fields.get("old")
        lines = [ln for ln in lines if old is None or ln[:3] != (name, type_, old)]
        if card.action != "delete":
            lines.append((name, type_, "", _stored(card, zone, at)))
    return "".join(f"{n}. 300 {t} {d}\n" for n, t, _, d in lines)


def _owner(text: str, zone: str) -> str:
    return zone if text in ("", "@") else f"{text}.{zone}"


def _stored(card: Card, zone: str, at: DnsHost | None) -> str:
    value, type_ = card.fields["value"], card.fields["type"]
    if type_ == "TXT":
        if at is not None and at.quotes is Quotes.TYPED:
            strings = txt.parse(value).strings
        else:
            strings = txt.split(value.encode("utf-8", "surrogateescape"))
        return txt.present(strings)
    if type_ == "MX" and at is not None and at.priority is PriorityPlace.VALUE:
        return _target(value, zone, at)
    target = _target(value, zone, at)
    return f"{card.fields['priority']} {target}" if type_ == "MX" else target


def _target(value: str, zone: str, at: DnsHost | None) -> str:
    if value.endswith(".") or at is None or not at.final_dot:
        return value.rstrip(".") + "."
    return f"{value}.{zone}."


def _data(record: Record) -> str:
    if record.type in ("TXT", "SPF"):
        return txt.present(record.strings)
    if record.type == "MX":
        return f"{record.priority} {record.target}."
    return f"{record.target}." if record.target else record.data


def _shown(result: Result) -> list[Card]:
    return Screen("".join(render("html", result))).cards


EACH = [
    pytest.param(f, s, key, id=f"{f.code}-{f.title}-{s.name}-{key or 'unknown'}".replace(" ", "_"))
    for f in FAILURES
    for s in SHAPES
    for key in ("", *SERVERS)
    if f.code in COMMONEST and f.mends and s.name in f.shapes
    if key == "" or s is SHAPES[0]
]


@pytest.mark.parametrize(("failure", "shape", "key"), EACH)
def test_first_screen_is_enough_to_mend(failure: Failure, shape: Shape, key: str) -> None:
    zone = right(shape)
    failure.plant(zone)
    if key:
        zone.lines = [x for x in zone.lines if (x[0], x[1]) != (shape.zone, "NS")]
    servers = "".join(f"{shape.zone}. 300 NS {name}.\n" for name in SERVERS.get(key, ()))
    text = zone.text() + servers
    result = checked(shape, text, failure.reported, failure.edit)
    assert result.verdict is Verdict.FIX
    after = checked(shape, typed(text, shape.zone, _shown(result), host(key)), failure.reported)
    grave = [(f.code, f.message) for f in after.findings if f.severity is Severity.ERROR]
    assert grave == []
    assert after.verdict is Verdict.READY


def test_every_common_failure_is_tried() -> None:
    assert {p.values[0].code for p in EACH if isinstance(p.values[0], Failure)} == set(COMMONEST)


FIRST_HOST = ("a.ns.cloudflare.com", "b.ns.cloudflare.com")
OTHER_HOST = "ns-1.awsdns-1.com"


@pytest.mark.parametrize("asked", [FIRST_HOST, ("ns1.first.example", "ns2.first.example")])
def test_first_screen_says_where_records_must_go_that_nobody_is_sent_to(
    asked: tuple[str, ...],
) -> None:
    """The record was entered at a new DNS host, while the registrar names the old one's servers."""

    def now(text: str) -> Result:
        at = dict.fromkeys(asked, f"@ NS {OTHER_HOST}.\n{text}")
        at[OTHER_HOST] = f"@ NS {OTHER_HOST}.\n{GOOD}"
        parent = "\n".join(f"@ NS {name}." for name in asked)
        return run(case(at, (text, text), parent=parent)).result

    result = now(SPF + DMARC)
    assert result.verdict is Verdict.FIX
    screen = _first(result)
    to_do = screen[screen.index("For whoever") : screen.index("error")]
    assert all(name in to_do for name in asked)
    assert OTHER_HOST not in to_do
    assert ("Cloudflare" in to_do) == (asked == FIRST_HOST)
    (card,) = _shown(result)
    assert card.action == "add"
    line = f"{card.fields['name']} {card.fields['type']} {card.fields['value'].rstrip('.')}.\n"
    assert now(SPF + DMARC + line).verdict is Verdict.READY


@pytest.mark.parametrize(
    ("remembered", "seconds"),
    [
        ("! s1._domainkey CNAME nxdomain ttl={}\n" + GOOD, 250),
        (GOOD.replace(KEY, "s1._domainkey {} CNAME s0.dkim.mail.example.\n"), 290),
    ],
    ids=["PROP01", "PROP02"],
)
def test_first_screen_says_until_when_caches_remember(remembered: str, seconds: int) -> None:
    start = datetime.fromisoformat(NOW)

    def later(passed: timedelta) -> Result:
        left = seconds - int(passed.total_seconds())
        cache = remembered.format(left) if left > 0 else GOOD
        return run(case(resolvers=(cache, GOOD)), now=_stamp(start + passed)).result

    waiting = later(timedelta())
    assert waiting.verdict is Verdict.WAIT
    screen = _first(waiting)
    assert "Change nothing" in screen
    match = re.search(r"check again at (\S+ \S+) UTC", screen)
    assert match is not None
    until = datetime.fromisoformat(f"{match[1]}Z") - start
    assert later(until - timedelta(seconds=1)).verdict is Verdict.WAIT
    assert later(until).verdict is Verdict.READY


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _first(result: Result) -> str:
    """The words of the first screen."""
    page = "".join(render("html", result))
    first = page[page.index('<section class="first') :]
    return re.sub(r"<[^>]*>", "", first[: first.index("</section>")])


def test_first_screen_says_what_only_the_owner_can_choose() -> None:
    """MX02: both ways out, with what to type; each makes the objection go away."""
    (failure,) = [f for f in FAILURES if f.code == "MX02"]
    zone = right(SHAPES[0])
    failure.plant(zone)
    screen = _first(checked(SHAPES[0], zone.text(), failure.reported, failure.edit))
    name = "inbound.shop-brand.com"
    assert f"Decide who receives the mail for {name}." in screen
    assert f"such as inbound.{name}" in screen
    add = re.search(
        r"delete the mail records that name (\S+), and add the MX record (.+?) at", screen
    )
    assert add is not None
    lines = [x for x in zone.lines if not (x[1] == "MX" and add[1] in x[2] and x[0] == name)]
    zone.lines = [*lines, (name, "MX", f"{add[2]}.")]
    assert checked(SHAPES[0], zone.text(), failure.reported).verdict is Verdict.READY


def test_first_screen_says_what_each_sender_costs() -> None:
    """SPF06: taking the dearest term out, as it is told, is enough."""
    zone = right(SHAPES[0])
    (own,) = [x[2] for x in zone.lines if x[0].startswith("bounce.") and "v=spf1" in x[2]]
    many = " ".join(f"include:s{n}.shop-brand.com" for n in range(4))
    zone.swap("bounce", "TXT", own.replace("~all", f"{many} ~all"))
    for n in range(4):
        asked = " ".join(f"exists:x{i}.elsewhere.example" for i in range(n))
        zone.put(f"s{n}.shop-brand.com", "TXT", f'"v=spf1 {asked} exists:y.elsewhere.example -all"')
    result = checked(SHAPES[0], zone.text(), "pending")
    grave = [f for f in result.findings if f.severity is Severity.ERROR]
    assert [f.code for f in grave] == ["SPF06"]
    told = re.findall(r"(include:s\d\.shop-brand\.com): (\d+)", _first(result))
    assert [int(cost) for _, cost in told] == [5, 4, 3, 2]
    zone.lines = [(o, t, d.replace(f" {told[0][0]}", "")) for o, t, d in zone.lines]
    after = checked(SHAPES[0], zone.text(), "pending")
    assert not [f for f in after.findings if f.code == "SPF06" and f.severity is Severity.ERROR]
