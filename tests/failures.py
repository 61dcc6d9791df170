"""Every failure that a zone file can show, planted alone into a zone where all records are right.

A shape is how the sender domain lies in its zone. A failure edits the right zone's lines; `code` is
the one rule that must complain, `status` what becomes of the record it is about.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

PROVIDER = "stackshift.example"
DER_HEAD = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a02820101")


def key(seed: str) -> str:
    """A 2048-bit RSA SubjectPublicKeyInfo with a made-up modulus, in base64."""
    octets = b"".join(hashlib.sha256(f"{seed}{i}".encode()).digest() for i in range(8))
    modulus = b"\x00" + bytes([octets[0] | 0x80]) + octets[1:]
    return base64.b64encode(DER_HEAD + modulus + b"\x02\x03\x01\x00\x01").decode()


KEY = key("this domain")
DKIM = f"v=DKIM1; k=rsa; p={KEY}"
SPF = f"v=spf1 include:spf.{PROVIDER} ~all"
DMARC = "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"
TOKEN = "stackshift-verification=4d6c1a9be0f7"


@dataclass(frozen=True)
class Shape:
    """A sender domain and the zone whose file is read."""

    name: str
    domain: str
    zone: str


SHAPES = (
    Shape("apex", "shop-brand.com", "shop-brand.com"),
    Shape("sub-domain", "mail.shop-brand.com", "shop-brand.com"),
    Shape("own zone", "mail.shop-brand.com", "mail.shop-brand.com"),
)


@dataclass
class Zone:
    """Lines of a zone that a failure edits: (owner without final dot, type, data)."""

    shape: Shape
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def name(self, left: str) -> str:
        """The absolute name of a record of the sender domain."""
        return f"{left}.{self.shape.domain}" if left else self.shape.domain

    def drop(self, left: str, type_: str) -> None:
        """Take the right record away."""
        before = len(self.lines)
        self.lines = [x for x in self.lines if (x[0], x[1]) != (self.name(left), type_)]
        assert len(self.lines) < before, (left, type_)

    def put(self, owner: str, type_: str, data: str) -> None:
        """Add a record at an absolute name."""
        self.lines.append((owner, type_, data))

    def swap(self, left: str, type_: str, *data: str) -> None:
        """Give the right record other data, or several."""
        self.drop(left, type_)
        for one in data:
            self.put(self.name(left), type_, one)

    def text(self) -> str:
        """The zone file."""
        head = [f"$ORIGIN {self.shape.zone}.", "$TTL 3600"]
        body = [f"{o}. IN {t} {d}" for o, t, d in self.lines]
        return "\n".join([*head, *body, *self.raw, ""])


def quoted(text: str) -> str:
    """TXT data in strings of at most 255 octets."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return " ".join(f'"{escaped[i : i + 250]}"' for i in range(0, len(escaped), 250))


# The sender domain's records: name left of the domain, type, value, priority, required.
RECORDS: tuple[tuple[str, str, str, int | None, bool], ...] = (
    ("bounce", "TXT", SPF, None, True),
    ("bounce", "MX", f"feedback.us-east-1.{PROVIDER}", 10, True),
    ("s1._domainkey", "TXT", DKIM, None, True),
    ("s2._domainkey", "CNAME", f"s2.dkim.{PROVIDER}", None, True),
    ("rp", "CNAME", f"return.{PROVIDER}", None, True),
    ("inbound", "MX", f"inbound.{PROVIDER}", 10, True),
    ("_dmarc", "TXT", DMARC, None, True),
    ("", "TXT", TOKEN, None, True),
)


def document(shape: Shape, **statuses: str) -> dict[str, object]:
    """The provider's document; a keyword gives every record's status."""
    status = statuses.get("status", "pending")
    return {
        "id": "dom_1",
        "name": shape.domain,
        "status": "pending",
        "spfStatus": "pending",
        "dkimStatus": "pending",
        "dmarcStatus": "pending",
        "returnPathStatus": "pending",
        "records": [
            {
                "type": t,
                "name": f"{left}.{shape.domain}" if left else shape.domain,
                "value": value.format(domain=shape.domain),
                "status": status,
                "required": required,
                **({"priority": priority} if priority is not None else {}),
            }
            for left, t, value, priority, required in RECORDS
        ],
    }


def right(shape: Shape) -> Zone:
    """The zone in which every record is right, among what such zones hold besides."""
    zone = Zone(shape)
    z = shape.zone
    zone.put(z, "SOA", f"ns1.dnshost.net. hostmaster.{z}. 2026010101 7200 3600 1209600 300")
    for ns in ("ns1.dnshost.net.", "ns2.dnshost.net."):
        zone.put(z, "NS", ns)
    zone.put(z, "A", "192.0.2.10")
    zone.put(f"www.{z}", "CNAME", f"{z}.")
    zone.put(z, "MX", "1 aspmx.l.google.com.")
    zone.put(z, "TXT", quoted("v=spf1 include:_spf.google.com ~all"))
    zone.put(z, "TXT", quoted("google-site-verification=Wk3yRb7nFh0a"))
    zone.put(f"google._domainkey.{z}", "TXT", quoted(f"v=DKIM1; k=rsa; p={key('mailbox')}"))
    for left, type_, value, priority, _ in RECORDS:
        text = value.format(domain=shape.domain)
        if type_ == "TXT":
            zone.put(zone.name(left), "TXT", quoted(text))
        else:
            zone.put(zone.name(left), type_, f"{priority} {text}." if priority else f"{text}.")
    return zone


Plant = Callable[[Zone], None]
Edit = Callable[[dict[str, object]], None]


@dataclass(frozen=True)
class Failure:
    """One planted fault and what must be said about it."""

    code: str
    title: str
    plant: Plant
    record: tuple[str, str]  # the expected record that suffers: name left of the domain, type
    status: str  # what becomes of it
    shapes: tuple[str, ...] = ("apex", "sub-domain", "own zone")
    mends: bool = True  # whether the printed changes alone make the next run ready
    reported: str = "pending"  # the provider's last word
    edit: Edit = lambda document: None


def _moved(left: str, type_: str, to: Callable[[Shape], str]) -> Plant:
    """The right record, standing at another name."""

    def plant(zone: Zone) -> None:
        data = [x[2] for x in zone.lines if (x[0], x[1]) == (zone.name(left), type_)]
        mine = [d for d in data if "google" not in d]
        zone.lines = [
            x for x in zone.lines if (x[0], x[1]) != (zone.name(left), type_) or x[2] not in mine
        ]
        for one in mine:
            zone.put(to(zone.shape), type_, one)

    return plant


def _value(left: str, type_: str, *data: str) -> Plant:
    return lambda zone: zone.swap(left, type_, *(d.format(domain=zone.shape.domain) for d in data))


def _gone(left: str, type_: str) -> Plant:
    return lambda zone: zone.drop(left, type_)


def _beside(left: str, type_: str, data: str) -> Plant:
    return lambda zone: zone.put(zone.name(left), type_, data.format(domain=zone.shape.domain))


def _both(*plants: Plant) -> Plant:
    def plant(zone: Zone) -> None:
        for one in plants:
            one(zone)

    return plant


def _raw(left: str, type_: str, data: str) -> Plant:
    """The record as a line that is not written the canonical way."""

    def plant(zone: Zone) -> None:
        zone.drop(left, type_)
        zone.raw.append(f"{zone.name(left)}. IN {type_} {data}")

    return plant


def _apex_spf(zone: Zone) -> None:
    """The provider's include in the SPF record of the domain itself."""
    merged = quoted(f"v=spf1 include:_spf.google.com include:spf.{PROVIDER} ~all")
    domain = zone.shape.domain
    zone.lines = [x for x in zone.lines if not (x[0] == domain and "v=spf1" in x[2])]
    zone.put(domain, "TXT", merged)


def _at_a_strict_host(zone: Zone) -> None:
    """A DNS host whose form takes no underscore in the name of a CNAME."""
    zone.drop("s2._domainkey", "CNAME")
    zone.lines = [x for x in zone.lines if x[1] != "NS"]
    zone.put(zone.shape.zone, "NS", "ns77.worldnic.com.")


def _shortened(document: dict[str, object]) -> None:
    """The provider's page shows only the beginning of the key."""
    records = document["records"]
    assert isinstance(records, list)
    for record in records:
        if "p=" in record["value"] and "_domainkey" in record["name"]:
            record["value"] = record["value"][:80] + "..."


def _wix(zone: Zone) -> None:
    """The name servers of a DNS host whose form for mail records has no field for a name."""
    zone.lines = [(o, t, "ns8.wixdns.net." if t == "NS" else d) for o, t, d in zone.lines]


K, D2, RP, IN = "s1._domainkey", "s2._domainkey", "rp", "inbound"

FAILURES: tuple[Failure, ...] = (
    Failure(
        "HOST01",
        "doubled zone, key",
        _moved(K, "TXT", lambda s: f"{K}.{s.domain}.{s.zone}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST01",
        "doubled zone, cname",
        _moved(D2, "CNAME", lambda s: f"{D2}.{s.domain}.{s.zone}"),
        (D2, "CNAME"),
        "missing",
    ),
    Failure(
        "HOST01",
        "doubled zone, mx",
        _moved("bounce", "MX", lambda s: f"bounce.{s.domain}.{s.zone}"),
        ("bounce", "MX"),
        "missing",
    ),
    Failure(
        "HOST02",
        "sub-domain lost",
        _moved(K, "TXT", lambda s: f"{K}.{s.zone}"),
        (K, "TXT"),
        "missing",
        shapes=("sub-domain",),
    ),
    Failure(
        "HOST03",
        "sub-domain twice",
        _moved(K, "TXT", lambda s: f"{K}.mail.{s.domain}"),
        (K, "TXT"),
        "missing",
        shapes=("sub-domain", "own zone"),
    ),
    Failure(
        "HOST04", "key at the apex", _moved(K, "TXT", lambda s: s.domain), (K, "TXT"), "missing"
    ),
    Failure(
        "HOST04",
        "literal @",
        _moved("", "TXT", lambda s: f"@.{s.domain}"),
        ("", "TXT"),
        "missing",
        shapes=("apex", "sub-domain", "own zone"),
    ),
    Failure(
        "HOST05",
        "underscore lost",
        _moved(K, "TXT", lambda s: f"s1.domainkey.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST05",
        "underscore doubled",
        _moved(D2, "CNAME", lambda s: f"s2.__domainkey.{s.domain}"),
        (D2, "CNAME"),
        "missing",
    ),
    Failure(
        "HOST06",
        "no _domainkey",
        _moved(K, "TXT", lambda s: f"s1.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST06",
        "no selector",
        _moved(K, "TXT", lambda s: f"_domainkey.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST07",
        "other selector",
        _moved(K, "TXT", lambda s: f"k1._domainkey.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST08",
        "below www",
        _moved(K, "TXT", lambda s: f"{K}.www.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "HOST09",
        "name in the value",
        _value(K, "TXT", quoted(f"s1._domainkey {DKIM}")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "HOST12",
        "rows exchanged",
        _both(
            _value(D2, "CNAME", f"return.{PROVIDER}."), _value(RP, "CNAME", f"s2.dkim.{PROVIDER}.")
        ),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "HOST13",
        "misspelt",
        _moved(K, "TXT", lambda s: f"s1._domiankey.{s.domain}"),
        (K, "TXT"),
        "missing",
    ),
    Failure(
        "VALUE01",
        "other token",
        _value(D2, "CNAME", "something.else.example."),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "VALUE02", "literal quotes", _value(K, "TXT", quoted(f'"{DKIM}"')), (K, "TXT"), "failed"
    ),
    Failure(
        "VALUE03",
        "backslashes",
        _value("bounce", "TXT", quoted(SPF.replace(":", ":\\"))),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "VALUE04",
        "leading blank",
        _value("bounce", "TXT", quoted(" " + SPF)),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "VALUE05",
        "no-break space",
        _value("bounce", "TXT", quoted(SPF.replace(" ", "\u00a0", 1))),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure("VALUE06", "cut short", _value(K, "TXT", quoted(DKIM[:255])), (K, "TXT"), "failed"),
    Failure(
        "VALUE07", "ellipsis", _value(K, "TXT", quoted(DKIM[:60] + "...")), (K, "TXT"), "failed"
    ),
    Failure(
        "VALUE08",
        "several records",
        _value(K, "TXT", '"v=DKIM1"', '"k=rsa"', quoted(f"p={KEY}")),
        (K, "TXT"),
        "failed",
    ),
    Failure("VALUE09", "blanks lost", _raw("bounce", "TXT", SPF), ("bounce", "TXT"), "failed"),
    Failure("VALUE10", "lower case", _value(K, "TXT", quoted(DKIM.lower())), (K, "TXT"), "failed"),
    Failure(
        "VALUE11", "semicolon", _raw(K, "TXT", f"v=DKIM1; k=rsa; p={KEY}"), (K, "TXT"), "failed"
    ),
    Failure("VALUE12", "one long string", _raw(K, "TXT", f'"{DKIM}"'), (K, "TXT"), "failed"),
    Failure(
        "VALUE13",
        "placeholder",
        _value(K, "TXT", quoted("v=DKIM1; k=rsa; p=YOUR_PUBLIC_KEY")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "SPF04",
        "behind all",
        _value("bounce", "TXT", quoted(f"v=spf1 ~all include:spf.{PROVIDER}")),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "SPF08",
        "equals sign",
        _value("bounce", "TXT", quoted(SPF.replace("include:", "include="))),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "SPF08",
        "forbidden",
        _value("bounce", "TXT", quoted(SPF.replace("include:", "-include:"))),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "SPF09",
        "no version",
        _value("bounce", "TXT", quoted(SPF.replace("v=spf1", "spf1"))),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "TYPE01",
        "target as text",
        _both(_gone(D2, "CNAME"), _beside(D2, "TXT", f'"s2.dkim.{PROVIDER}"')),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "TYPE02",
        "key as alias",
        _both(_gone(K, "TXT"), _beside(K, "CNAME", "v=dkim1.")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "TYPE02",
        "copied key",
        _both(_gone(D2, "CNAME"), _beside(D2, "TXT", quoted(DKIM))),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "TYPE03",
        "proxied",
        _raw(D2, "CNAME", f"s2.dkim.{PROVIDER}. ; cf_tags=cf-proxied:true"),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "TYPE04",
        "flattened",
        _both(_gone(D2, "CNAME"), _beside(D2, "ALIAS", f"s2.dkim.{PROVIDER}.")),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "TYPE05",
        "no final dot, cname",
        _raw(D2, "CNAME", f"s2.dkim.{PROVIDER}"),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "TYPE05",
        "no final dot, mx",
        _raw("bounce", "MX", f"10 feedback.us-east-1.{PROVIDER}"),
        ("bounce", "MX"),
        "failed",
    ),
    Failure(
        "TYPE06",
        "priority in the host",
        _value("bounce", "MX", f"10 10\\032feedback.us-east-1.{PROVIDER}."),
        ("bounce", "MX"),
        "failed",
    ),
    Failure(
        "TYPE07",
        "an address",
        _both(_gone(K, "TXT"), _beside(K, "A", "192.0.2.1")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "CLASH01",
        "alias beside data",
        _beside("bounce", "CNAME", "www.elsewhere.net."),
        ("bounce", "MX"),
        "failed",
    ),
    Failure(
        "CLASH03",
        "name occupied",
        _both(_gone(RP, "CNAME"), _beside(RP, "A", "192.0.2.7")),
        (RP, "CNAME"),
        "failed",
        mends=False,  # a web host may live there: the page says what to do
    ),
    Failure(
        "CLASH03",
        "text at the alias's name",
        _both(_gone(RP, "CNAME"), _beside(RP, "TXT", f'"v=spf1 include:spf.{PROVIDER} ~all"')),
        (RP, "CNAME"),
        "failed",
    ),
    Failure(
        "CLASH05",
        "wildcard",
        _both(_gone(K, "TXT"), _beside("*._domainkey", "TXT", '"v=DKIM1; p="')),
        (K, "TXT"),
        "failed",
    ),
    Failure("MISSING01", "nothing at all", _gone("", "TXT"), ("", "TXT"), "missing"),
    Failure("MISSING02", "one of two keys", _gone(D2, "CNAME"), (D2, "CNAME"), "missing"),
    Failure(
        "MISSING03", "removed later", _gone(K, "TXT"), (K, "TXT"), "missing", reported="verified"
    ),
    Failure(
        "SPF01",
        "two SPF records",
        _beside("bounce", "TXT", '"v=spf1 mx ~all"'),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "SPF02",
        "include missing",
        _value("bounce", "TXT", '"v=spf1 include:_spf.google.com ~all"'),
        ("bounce", "TXT"),
        "failed",
    ),
    Failure(
        "SPF03",
        "SPF at the domain",
        _both(_gone("bounce", "TXT"), _apex_spf),
        ("bounce", "TXT"),
        "missing",
    ),
    Failure(
        "DMARC01",
        "no policy",
        _gone("_dmarc", "TXT"),
        ("_dmarc", "TXT"),
        "missing",
        shapes=("apex", "sub-domain"),
    ),
    Failure(
        "DMARC02",
        "two policies",
        _beside("_dmarc", "TXT", '"v=DMARC1; p=reject"'),
        ("_dmarc", "TXT"),
        "failed",
        shapes=("apex", "sub-domain"),
    ),
    Failure(
        "DMARC03",
        "policy at the domain",
        _moved("_dmarc", "TXT", lambda s: s.domain),
        ("_dmarc", "TXT"),
        "missing",
        shapes=("apex", "sub-domain"),
    ),
    Failure(
        "DMARC03",
        "policy at the domain, parent unseen",
        _moved("_dmarc", "TXT", lambda s: s.domain),
        ("_dmarc", "TXT"),
        "unknown",  # a record of the parent's zone would be inherited
        shapes=("own zone",),
    ),
    Failure(
        "RPATH01",
        "two MX",
        _beside("bounce", "MX", "20 mx.elsewhere.net."),
        ("bounce", "MX"),
        "failed",
    ),
    Failure(
        "RPATH02",
        "other MX",
        _value("bounce", "MX", "10 mx.elsewhere.net."),
        ("bounce", "MX"),
        "failed",
    ),
    Failure(
        "RPATH03", "no SPF at the return path", _gone("bounce", "TXT"), ("bounce", "TXT"), "missing"
    ),
    Failure(
        "RPATH04",
        "other alias",
        _value(RP, "CNAME", "bounces.elsewhere.net."),
        (RP, "CNAME"),
        "failed",
    ),
    Failure("MX01", "no inbound MX", _gone(IN, "MX"), (IN, "MX"), "missing"),
    Failure(
        "DKIM01",
        "another key",
        _value(K, "TXT", quoted(f"v=DKIM1; k=rsa; p={key('before')}")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "DKIM02",
        "two keys",
        _beside(K, "TXT", quoted(f"v=DKIM1; k=rsa; p={key('before')}")),
        (K, "TXT"),
        "failed",
    ),
    Failure(
        "DKIM04",
        "a word inside the key",
        _value(K, "TXT", quoted(DKIM[:100] + "horizons" + DKIM[100:])),
        (K, "TXT"),
        "failed",
    ),
    Failure("DKIM03", "revoked", _value(K, "TXT", '"v=DKIM1; p="'), (K, "TXT"), "failed"),
    Failure(
        "DKIM08",
        "another name of the provider",
        _value(D2, "CNAME", f"s2.brand.old.{PROVIDER}."),
        (D2, "CNAME"),
        "failed",
    ),
    Failure(
        "DMARC04",
        "commas in the policy",
        _value("_dmarc", "TXT", '"v=DMARC1; p=reject, rua=mailto:d@{domain}"'),
        ("_dmarc", "TXT"),
        "failed",
        shapes=("apex", "sub-domain"),
    ),
    Failure(
        "DMARC05",
        "no such policy",
        _value("_dmarc", "TXT", '"v=DMARC1; p=monitor"'),
        ("_dmarc", "TXT"),
        "failed",
        shapes=("apex", "sub-domain"),
    ),
    Failure(
        "MX02",
        "another mailbox service",
        _value(IN, "MX", "1 aspmx.l.google.com."),
        (IN, "MX"),
        "failed",
        mends=False,  # whose mail it is, only the owner knows
    ),
    Failure(
        "MX03", "an address", _value("bounce", "MX", "10 192.0.2.7"), ("bounce", "MX"), "failed"
    ),
    Failure("MX05", "no mail beside mail", _beside(IN, "MX", "0 ."), (IN, "MX"), "failed"),
    Failure(
        "RPATH06",
        "no field for the name",
        _both(_gone("bounce", "MX"), _wix),
        ("bounce", "MX"),
        "missing",
    ),
    Failure(
        "NS06",
        "below a zone cut",
        _beside("_domainkey", "NS", "ns1.elsewhere.net."),
        (K, "TXT"),
        "unknown",
        mends=False,
    ),
    Failure(
        "VALUE14",
        "another region",
        _value("bounce", "MX", f"10 feedback.eu-west-1.{PROVIDER}."),
        ("bounce", "MX"),
        "failed",
    ),
    Failure("HOST10", "underscores refused", _at_a_strict_host, (D2, "CNAME"), "missing"),
    Failure(
        "HOST11",
        "a web address",
        lambda zone: None,
        (K, "TXT"),
        "verified",
        mends=False,  # the domain must be registered anew at the provider
        edit=lambda document: document.update(name=f"https://{document['name']}/"),
    ),
    Failure(
        "VALUE07",
        "dots in the document",
        _gone(K, "TXT"),
        (K, "TXT"),
        "missing",
        mends=False,  # the provider's document does not hold the key
        edit=lambda document: _shortened(document),
    ),
)
