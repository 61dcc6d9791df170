"""What a DKIM key is: its algorithm, its size, and what keeps receivers from reading it.

The cheap tests of `dkim` decide about every usual key. Only a key that they cannot decide about is
shown to the cryptography package, which is loaded for that alone.
"""

from __future__ import annotations

from binascii import Error, a2b_base64
from enum import StrEnum

from ..noun import NamedTuple
from .dkim import DamageKind, key_damage, rsa_bits

# AlgorithmIdentifier of rsaEncryption with its NULL, RFC 3279 section 2.3.1.
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
_SEQUENCE, _INTEGER = 0x30, 0x02
_EXPONENTS = (b"\x02\x01\x03", b"\x02\x01\x11", b"\x02\x03\x01\x00\x01")
_LARGEST = 16_384  # octets; no key that anybody can use is longer


class KeyForm(StrEnum):
    """How the octets of a key are laid out."""

    PUBLIC_KEY_INFO = "public-key-info"  # RFC 5280 section 4.1; what every receiver reads
    RSA_PUBLIC_KEY = "rsa-public-key"  # RFC 8017 appendix A.1.1; some receivers refuse it
    RAW = "raw"  # the 32 octets of RFC 8463 section 4.2
    UNREADABLE = "unreadable"


class KeyFacts(NamedTuple):
    """A key's algorithm ("" where unknown), size in bits and form; `flaw` in words, None if sound.

    `at` is the 0-based position of the flaw in the key without blanks, None for the whole key.
    """

    algorithm: str
    bits: int | None
    form: KeyForm
    flaw: str | None = None
    at: int | None = None

    @property
    def sound(self) -> bool:
        """Whether receivers can read the key."""
        return self.flaw is None


def key_facts(p: str, k: str = "rsa") -> KeyFacts:
    """The facts about the text of a `p=` tag under the key type `k`; never raises.

    A revoked (empty) key and one of an unknown type have no facts and no flaw.
    """
    key = "".join(p.split())
    if not key or k not in ("rsa", "ed25519"):
        return KeyFacts("", None, KeyForm.UNREADABLE)
    damage = key_damage(key, k)
    data = _octets(key)
    if damage is None:
        return _ed25519() if k == "ed25519" else _rsa(data)
    if damage.kind in (DamageKind.NOT_A_KEY, DamageKind.TRAILING) and data:
        other = _other(data, k)
        if other is not None:
            return other
    at = None if damage.kind is DamageKind.NOT_A_KEY else damage.at
    return KeyFacts("", None, KeyForm.UNREADABLE, damage.detail, at)


def _octets(key: str) -> bytes:
    try:
        return a2b_base64(key)[:_LARGEST]
    except (Error, ValueError):
        return b""


def _ed25519() -> KeyFacts:
    return KeyFacts("ed25519", 256, KeyForm.RAW)


def _rsa(data: bytes) -> KeyFacts:
    bits = rsa_bits(data)
    if data[:1] != bytes((_SEQUENCE,)) or bits is None:
        return KeyFacts("", None, KeyForm.UNREADABLE, "the text is not an RSA public key")
    form = KeyForm.PUBLIC_KEY_INFO if _RSA in data[:24] else KeyForm.RSA_PUBLIC_KEY
    usual = form is KeyForm.PUBLIC_KEY_INFO or _starts_with_integer(data)
    if usual and data.endswith(_EXPONENTS):
        return KeyFacts("rsa", bits, form)
    return _judged(data) or KeyFacts(
        "", None, KeyForm.UNREADABLE, "the numbers inside are no RSA public key"
    )


def _starts_with_integer(data: bytes) -> bool:
    """Whether the first thing inside the outer sequence is a number, as in RSAPublicKey."""
    length = data[1] if len(data) > 1 else 0
    start = 2 + (length - 0x80 if length > 0x80 else 0)
    return data[start : start + 1] == bytes((_INTEGER,))


def _judged(data: bytes) -> KeyFacts | None:
    """What the cryptography package makes of the octets, None where it can read no public key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        return None
    form = KeyForm.RSA_PUBLIC_KEY if _starts_with_integer(data) else KeyForm.PUBLIC_KEY_INFO
    if isinstance(key, RSAPublicKey):
        return KeyFacts("rsa", key.key_size, form)
    if isinstance(key, Ed25519PublicKey):
        return KeyFacts("ed25519", 256, form)
    return KeyFacts("other", None, form)


def _other(data: bytes, k: str) -> KeyFacts | None:
    """What was published instead of a key of type `k`, None where that is not known."""
    found = _judged(data)
    unreadable = KeyForm.UNREADABLE
    if found is not None:
        if found.algorithm == k == "ed25519":
            flaw = "the key is wrapped; its last 32 octets alone must stand there"
        elif found.algorithm in ("rsa", "ed25519"):
            flaw = f"it is a key of another type: k={found.algorithm} is missing"
        else:
            flaw = "it is a key of a type that no receiver reads"
        return found._replace(flaw=flaw)
    if len(data) == 32 and k == "rsa":
        return KeyFacts("ed25519", 256, KeyForm.RAW, "it looks like a key of type k=ed25519")
    if _is_certificate(data):
        return KeyFacts("", None, unreadable, "it is a certificate, not a key")
    if _is_private(data):
        return KeyFacts(
            "", None, unreadable, "it is the private key, which nobody else may ever see"
        )
    return None


def _is_certificate(data: bytes) -> bool:
    from cryptography.x509 import load_der_x509_certificate

    try:
        load_der_x509_certificate(data)
    except ValueError:
        return False
    return True


def _is_private(data: bytes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        load_der_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True
