"""Situations as data: what the servers hold, what is expected of a check. One TOML file each."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "situations"
EXAMPLE = Path(__file__).parents[1] / "examples" / "stackshift.json"
DNS_HOST = ("ns1.dnshost.net", "ns2.dnshost.net")
RESOLVERS = ("unbound", "bind", "knot", "powerdns")

SOA = "@ SOA {primary}. hostmaster.{zone}. {serial} 7200 900 1209600 {minimum}\n"
RIGHT = """\
@ A 192.0.2.10
@ MX 10 mx.mailboxes.example.
@ TXT "v=spf1 include:spf.mailboxes.example ~all"
www A 192.0.2.10
bounce TXT "v=spf1 include:spf.stackshift.example ~all"
bounce MX 10 feedback.stackshift.example.
s1._domainkey TXT {key}
s2._domainkey CNAME s2.dkim.stackshift.example.
_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"
"""


class Edit(NamedTuple):
    """How a zone differs from the right one: lines that are left out, lines that are added.

    `without` names owners as they are written in RIGHT, `_dmarc` or `bounce MX`; `{key}` in the
    added lines is the right DKIM record's text.
    """

    without: tuple[str, ...] = ()
    added: str = ""
    ttl: int = 3600
    minimum: int = 300


class Before(NamedTuple):
    """What was published earlier, and who asked for what at that time.

    `stays` leaves it published until a test publishes the final zone. `ds` says that the registry
    had a DS record then.
    """

    edit: Edit
    questions: tuple[str, ...]
    resolvers: tuple[str, ...]
    stays: bool
    ds: bool


class MoreZone(NamedTuple):
    """A further zone: its own name servers (none: nobody serves it) and all of its text."""

    name: str
    servers: tuple[str, ...]
    text: str


class Expected(NamedTuple):
    """What a check must say.

    `rules` are the codes of all errors and warnings, `remarks` further codes that must be there,
    `servers` labels or addresses of servers that the findings must name, `statuses` the records
    (`_dmarc TXT`) whose status is not `status`.
    """

    verdict: str
    exit: int
    rules: tuple[str, ...]
    remarks: tuple[str, ...]
    servers: tuple[str, ...]
    status: str
    statuses: dict[str, str]


class Situation(NamedTuple):
    """One domain, where it is served and how, and what a check of it must say."""

    name: str
    about: str
    domain: str
    zone: str
    parent_ns: tuple[str, ...]
    child_ns: tuple[str, ...]
    edit: Edit
    on: dict[str, Edit]  # what one name server has instead
    office: Edit | None  # what the office's own view has instead
    before: Before | None
    more: tuple[MoreZone, ...]
    sign: str  # "", "good", "expired", "bogus", "compact"
    orphan_ds: bool
    resolvers: tuple[str, ...]
    options: tuple[str, ...]
    expected: Expected

    def text(self, edit: Edit, serial: int) -> str:
        """The zone's master file (RFC 1035 section 5) after an edit."""
        head = f"$ORIGIN {self.zone}.\n$TTL {edit.ttl}\n" + SOA.format(
            primary=self.child_ns[0], zone=self.zone, serial=serial, minimum=edit.minimum
        )
        servers = "".join(f"@ NS {ns}.\n" for ns in self.child_ns)
        right = RIGHT.format(domain=self.domain, key=quoted(dkim_key())).splitlines(keepends=True)
        kept = [line for line in right if not _is_left_out(line, edit.without)]
        return f"{head}{servers}$ORIGIN {self.domain}.\n{''.join(kept)}{_keyed(edit.added)}\n"

    def document(self) -> str:
        """The provider's document (StackShift's JSON) for the domain."""
        return EXAMPLE.read_text("utf-8").replace("example.com", self.domain)


def _keyed(text: str) -> str:
    return text.replace("{key}", quoted(dkim_key()))


def dkim_key() -> str:
    """The DKIM record's text in the provider's document."""
    records = json.loads(EXAMPLE.read_text("utf-8"))["records"]
    return next(str(r["value"]) for r in records if r["name"] == "s1._domainkey")


def quoted(text: str) -> str:
    """A text as character-strings of at most 255 octets (RFC 1035 section 3.3.14)."""
    return " ".join(f'"{text[i : i + 255]}"' for i in range(0, len(text), 255))


def _is_left_out(line: str, without: tuple[str, ...]) -> bool:
    owner, kind = line.split(maxsplit=2)[:2]
    return owner in without or f"{owner} {kind}" in without


def situations() -> tuple[Situation, ...]:
    """Every situation, by name."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def situation(name: str) -> Situation:
    """The situation of this name."""
    return read(FOLDER / f"{name}.toml")


def read(path: Path) -> Situation:
    """One situation from its file; an unknown key is an error."""
    table = Table(tomllib.loads(path.read_text("utf-8")))
    found = _situation(path.stem, table)
    assert not table.unknown(), f"{path.name}: unknown keys {table.unknown()}"
    return found


class Table:
    """A TOML table whose keys are taken out one by one, so that misspelt ones are left over."""

    def __init__(self, table: dict[str, object]) -> None:
        self.left = dict(table)
        self.inner: list[Table] = []

    def unknown(self) -> list[str]:
        """The keys that nobody asked for, here and below."""
        return sorted(self.left) + [key for table in self.inner for key in table.unknown()]

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        value = self.left.pop(key, default)
        assert isinstance(value, str), key
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self.left.pop(key, default)
        assert isinstance(value, list | tuple), key
        return tuple(str(v) for v in value)

    def number(self, key: str, default: float) -> float:
        """A number."""
        value = self.left.pop(key, default)
        assert isinstance(value, int | float), key
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        value = self.left.pop(key, False)
        assert isinstance(value, bool), key
        return value

    def table(self, key: str) -> Table:
        """A table within the table, empty where it is missing."""
        value = self.left.pop(key, {})
        assert isinstance(value, dict), key
        return self._kept(Table(value))

    def tables(self, key: str) -> list[Table]:
        """A list of tables."""
        value = self.left.pop(key, [])
        assert isinstance(value, list), key
        return [self._kept(Table(v)) for v in value]

    def _kept(self, table: Table) -> Table:
        self.inner.append(table)
        return table


def _situation(name: str, t: Table) -> Situation:
    domain, ns = t.text("domain"), t.texts("ns", DNS_HOST)
    check, on = t.table("check"), t.table("on")
    return Situation(
        name=name,
        about=t.text("about"),
        domain=domain,
        zone=t.text("zone", domain),
        parent_ns=t.texts("parent_ns", ns),
        child_ns=t.texts("child_ns", ns),
        edit=_edit(t),
        on={host: _edit(on.table(host)) for host in list(on.left)},
        office=_edit(t.table("office")) if "office" in t.left else None,
        before=_before(t.table("before")),
        more=tuple(
            MoreZone(z.text("name"), z.texts("ns"), _keyed(z.text("text")))
            for z in t.tables("zones")
        ),
        sign=t.text("sign"),
        orphan_ds=t.flag("orphan_ds"),
        resolvers=check.texts("resolvers", RESOLVERS),
        options=check.texts("options"),
        expected=_expected(t.table("expect")),
    )


def _edit(t: Table) -> Edit:
    ttl, minimum = int(t.number("ttl", 3600)), int(t.number("minimum", 300))
    return Edit(t.texts("without"), t.text("with"), ttl, minimum)


def _before(t: Table) -> Before | None:
    if not t.left:
        return None
    questions, resolvers = t.texts("questions"), t.texts("resolvers")
    return Before(_edit(t), questions, resolvers, t.flag("stays"), t.flag("ds"))


def _expected(t: Table) -> Expected:
    statuses = t.table("statuses")
    return Expected(
        verdict=t.text("verdict"),
        exit=int(t.number("exit", 0)),
        rules=t.texts("rules"),
        remarks=t.texts("remarks"),
        servers=t.texts("servers"),
        status=t.text("status", "verified"),
        statuses={key: statuses.text(key) for key in list(statuses.left)},
    )
