"""A certificate authority of the lab's own, and one certificate for all its DoT and DoH servers."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .addresses import RESOLVERS

NAME = "resolver.dnshost.net"


def write_certificate(folder: Path) -> None:
    """Write `ca.pem`, `tls.pem` and `tls.key`."""
    authority = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    root = _builder("lab CA", "lab CA", authority.public_key())
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    leaf = _builder(NAME, "lab CA", key.public_key())
    leaf = leaf.add_extension(x509.SubjectAlternativeName(_names()), critical=False)
    for name, built in (("ca", root), ("tls", leaf)):
        signed = built.sign(authority, hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "tls.key").write_bytes(key.private_bytes(encoding, form, plain))


def _names() -> list[x509.GeneralName]:
    addresses = [x509.IPAddress(ipaddress.ip_address(a)) for a in RESOLVERS.values()]
    return [x509.DNSName(NAME), *addresses]


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
    )
