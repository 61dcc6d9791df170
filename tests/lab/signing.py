"""Sign zones (RFC 4035), rightly and wrongly, with one key for each zone."""

from __future__ import annotations

import time
from functools import cache

import dns.dnssec
import dns.dnssectypes
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rdtypes.ANY.DNSKEY
import dns.zone
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = 86400
Dnskey = dns.rdtypes.ANY.DNSKEY.DNSKEY


@cache
def key(zone: str) -> tuple[ec.EllipticCurvePrivateKey, Dnskey]:
    """The zone's only key, made when it is first asked for (RFC 6605)."""
    private = ec.generate_private_key(ec.SECP256R1())
    algorithm = dns.dnssectypes.Algorithm.ECDSAP256SHA256
    public = dns.dnssec.make_dnskey(private.public_key(), algorithm, flags=257)
    return private, public


def ds(zone: str) -> str:
    """The zone's DS record data for its parent (RFC 4034 section 5)."""
    digest = dns.dnssectypes.DSDigest.SHA256
    return dns.dnssec.make_ds(dns.name.from_text(zone), key(zone)[1], digest).to_text()


def pem(zone: str) -> str:
    """The zone's private key for a server that signs while it answers."""
    form = serialization.PrivateFormat.PKCS8
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key(zone)[0].private_bytes(encoding, form, plain).decode()


def signed(zone: str, text: str, how: str) -> str:
    """The zone's text with keys, signatures and NSEC records; `how` as in Situation.sign."""
    parsed = dns.zone.from_text(text, origin=zone + ".", relativize=False)
    now = int(time.time())
    expiration = now - DAY if how == "expired" else now + 30 * DAY
    private, public = key(zone)
    dns.dnssec.sign_zone(
        parsed,
        keys=[(private, public)],
        inception=now - 10 * DAY,
        expiration=expiration,
        dnskey_ttl=3600,
    )
    if how == "bogus":
        _forge(parsed)
    return parsed.to_text(relativize=False, want_origin=False)


def _forge(zone: dns.zone.Zone) -> None:
    """Change the zone's DMARC policy under its signature."""
    name = dns.name.from_text("_dmarc", zone.origin)
    forged = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.TXT, '"v=DMARC1; p=reject"')
    held = zone.find_rdataset(name, dns.rdatatype.TXT)
    zone.replace_rdataset(name, dns.rdataset.from_rdata(held.ttl, forged))
