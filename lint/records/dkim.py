"""DKIM key records (RFC 6376 section 3.6.1, RFC 8463) and what is wrong with a damaged key."""

from __future__ import annotations

from binascii import Error, a2b_base64
from enum import StrEnum

from ..noun import NamedTuple
from ..pattern import lazy
from .tags import TagList, parse_tags

_NOT_BASE64 = lazy(r"[^A-Za-z0-9+/=]")
_ED25519_SIZE = 32  # octets, RFC 8463 section 4.2
_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03


class DkimKey(NamedTuple):
    """A key record. `p` is the key without blanks, None where the tag is absent.

    `k` is lower case and `rsa` where absent. `well_formed` says whether `v` stands where and as
    it must and every piece is a tag that occurs once.
    """

    text: str
    tags: TagList
    v: str | None
    k: str
    p: str | None
    t: tuple[str, ...]
    h: tuple[str, ...] | None
    s: tuple[str, ...] | None
    n: str | None
    well_formed: bool
    g: str | None = None

    @property
    def revoked(self) -> bool:
        """Whether the record withdraws the key: an empty `p=`."""
        return self.p == ""


def parse_dkim(text: str) -> DkimKey:
    """Text in, key record out; never raises, linear."""
    tags = parse_tags(text)
    v, p = tags.get("v"), tags.get("p")
    first = v is None or (tags.tags[0].name == "v" and v == "DKIM1")
    return DkimKey(
        text=text,
        tags=tags,
        v=v,
        k=(tags.get("k") or "rsa").lower(),
        p=None if p is None else "".join(p.split()),
        t=_list(tags.get("t")) or (),
        h=_list(tags.get("h")),
        s=_list(tags.get("s")),
        n=tags.get("n"),
        well_formed=first and not tags.problems,
        g=tags.get("g"),
    )


def _list(value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return tuple("".join(part.split()).lower() for part in value.split(":"))


def same_key(expected: str, observed: str) -> bool:
    """Whether both records publish the same key to a verifier.

    Free are: the order of tags, `v=DKIM1` and `k=rsa`, blanks inside `p`, a final semicolon, and
    further tags. The key itself is compared character by character.
    """
    wanted, found = parse_dkim(expected), parse_dkim(observed)
    return found.well_formed and (found.k, found.p) == (wanted.k, wanted.p) and found.p is not None


class DamageKind(StrEnum):
    """How a key can be broken."""

    NOT_BASE64 = "not-base64"  # a character that no key can have
    PADDING = "padding"  # the equals signs at the end are missing or misplaced
    TRUNCATED = "truncated"  # the key says that it is longer
    TRAILING = "trailing"  # the key says that it is shorter
    NOT_A_KEY = "not-a-key"  # the content is not a public key of this type


class Damage(NamedTuple):
    """What is wrong with a key; `at` is the 0-based position in the key without blanks."""

    kind: DamageKind
    at: int
    detail: str


def key_damage(p: str, k: str = "rsa") -> Damage | None:
    """What is wrong with the key text of a `p=` tag, None for a sound or a revoked key.

    Blanks are ignored. Only `rsa` and `ed25519` are looked into. A change that keeps every length
    cannot be seen without the expected key.
    """
    key = "".join(p.split())
    if not key:
        return None
    odd = _NOT_BASE64.search(key)
    if odd:
        char = odd.group()
        return Damage(DamageKind.NOT_BASE64, odd.start(), f"{char!r} cannot be part of a key")
    return _padding(key, k) or _content(_decode(key), k, len(key))


def _padding(key: str, k: str) -> Damage | None:
    body = key.rstrip("=")
    inner = body.find("=")
    if inner >= 0:
        return Damage(DamageKind.PADDING, inner, "an equals sign stands inside the key")
    if len(key) % 4 == 0 and len(key) - len(body) <= 2:
        return None
    stated = _stated_length(body) if k == "rsa" else None
    if stated is not None and stated < len(body):
        detail = f"the key ends after {stated} characters, but {len(body)} are there"
        return Damage(DamageKind.TRAILING, stated, detail)
    if len(body) % 4 == 1 or (stated is not None and stated > len(body)):
        return Damage(DamageKind.TRUNCATED, len(key), "the end of the key is missing")
    return Damage(DamageKind.PADDING, len(body), "the equals signs at the end do not fit")


def _stated_length(body: str) -> int | None:
    """How many characters a key has by the length that it begins with; None where it has none."""
    outer = _header(_decode(body), 0)
    return None if outer is None else -(-outer[2] * 4 // 3)


def _decode(key: str) -> bytes:
    body = key.rstrip("=")
    body = body[:-1] if len(body) % 4 == 1 else body
    try:
        return a2b_base64(body + "=" * (-len(body) % 4))
    except Error:
        return b""


def _content(data: bytes, k: str, length: int) -> Damage | None:
    if k == "ed25519":
        return _ed25519(data, length)
    return _rsa(data, length) if k == "rsa" else None


def _ed25519(data: bytes, length: int) -> Damage | None:
    if len(data) == _ED25519_SIZE:
        return None
    kind = DamageKind.TRUNCATED if len(data) < _ED25519_SIZE else DamageKind.TRAILING
    detail = f"the key has {len(data)} octets instead of {_ED25519_SIZE}"
    return Damage(kind, min(length, 43), detail)


def _rsa(data: bytes, length: int) -> Damage | None:
    outer = _header(data, 0)
    if outer is None or outer[0] != _SEQUENCE:
        return Damage(DamageKind.NOT_A_KEY, 0, "the text is not a public key")
    size = len(data)
    if outer[2] > size:
        detail = f"the key says that it has {outer[2]} octets, but only {size} are there"
        return Damage(DamageKind.TRUNCATED, length, detail)
    if outer[2] < size:
        detail = f"the key ends after {outer[2]} octets, but {size} are there"
        return Damage(DamageKind.TRAILING, min(length, outer[2] * 4 // 3), detail)
    if rsa_bits(data) is None:
        return Damage(DamageKind.NOT_A_KEY, 0, "the text is not an RSA public key")
    return None


def rsa_bits(data: bytes) -> int | None:
    """The size of an RSA key in bits, None where the octets are no such key.

    Read are SubjectPublicKeyInfo (RFC 5280 section 4.1) and the bare RSAPublicKey (RFC 8017
    appendix A.1.1) that some tools publish and many verifiers accept.
    """
    outer = _header(data, 0)
    first = _header(data, outer[1]) if outer else None
    if outer is None or first is None or outer[0] != _SEQUENCE:
        return None
    if first[0] == _INTEGER:
        return _bits(data, outer[1], outer[2])
    bits = _header(data, first[2]) if first[0] == _SEQUENCE else None
    if bits is None or bits[0] != _BIT_STRING or bits[2] != outer[2] or data[bits[1]] != 0:
        return None
    inner = _header(data, bits[1] + 1)
    if inner is None or inner[0] != _SEQUENCE or inner[2] != bits[2]:
        return None
    return _bits(data, inner[1], inner[2])


def _bits(data: bytes, start: int, end: int) -> int | None:
    modulus = _header(data, start)
    exponent = _header(data, modulus[2]) if modulus else None
    if modulus is None or exponent is None or exponent[2] != end:
        return None
    if modulus[0] != _INTEGER or exponent[0] != _INTEGER:
        return None
    return int.from_bytes(data[modulus[1] : modulus[2]], "big").bit_length()


def _header(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Tag, start and end of the DER value at an offset; its end may lie beyond the data."""
    if at + 2 > len(data):
        return None
    tag, size, start = data[at], data[at + 1], at + 2
    if size >= 0x80:
        count = size - 0x80
        if not 1 <= count <= 4 or start + count > len(data):
            return None
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    return tag, start, start + size
