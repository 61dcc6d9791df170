"""Texts that announce policies beside DMARC: MTA-STS (RFC 8461), TLS-RPT (RFC 8460) and BIMI."""

from __future__ import annotations

from ..pattern import lazy
from .tags import TagFlaw, TagList, parse_tags
from .visible import shorten

_STS_ID = lazy(r"[A-Za-z0-9]{1,32}")
_LONGEST_ID = 32
_REPORTS = lazy(r"(?:mailto:[^\s@,!;]{1,256}@[^\s@,!;]{1,256}|https://[^\s,!;]{1,1024})")


def sts_flaw(text: str) -> str | None:
    """Why senders cannot use an MTA-STS record, in words; None for a good one."""
    tags = parse_tags(text)
    begins = _begins(text, tags, "STSv1")
    if begins is not None:
        return begins
    id_ = tags.get("id")
    if id_ is None:
        return "it has no id="
    if not _STS_ID.fullmatch(id_):
        return f"id={shorten(id_, 40)} may hold letters and digits only, at most 32"
    return _twice(tags)


def tls_report_flaw(text: str) -> str | None:
    """Why no TLS reports arrive, in words; None for a good record."""
    tags = parse_tags(text)
    begins = _begins(text, tags, "TLSRPTv1")
    if begins is not None:
        return begins
    addresses = [a.strip() for a in (tags.get("rua") or "").split(",") if a.strip()]
    if not addresses:
        return "it has no address in rua="
    bad = next((a for a in addresses if not _REPORTS.fullmatch(a)), None)
    if bad is not None:
        return f'"{shorten(bad, 40)}" is no address that begins with mailto: or https:'
    return _twice(tags)


def bimi_flaw(text: str) -> str | None:
    """Why mailboxes show no logo, in words; None for a good record and one that declines."""
    tags = parse_tags(text, fold=True)
    begins = _begins(text, tags, "BIMI1")
    if begins is not None:
        return begins
    for name in ("l", "a"):
        value = tags.get(name)
        if name == "l" and value is None:
            return "it has no l= with the address of the logo"
        if value and not value.lower().startswith("https://"):
            return f"{name}={shorten(value, 40)} does not begin with https://"
    return _twice(tags)


def sts_corrected(text: str) -> str | None:
    """The MTA-STS record that was meant, None where nobody can tell."""
    id_ = "".join(c for c in parse_tags(text).get("id") or "" if c.isascii() and c.isalnum())
    return f"v=STSv1; id={id_[:_LONGEST_ID]}" if id_ else None


def tls_report_corrected(text: str) -> str | None:
    """The TLS report record that was meant, None where nobody can tell."""
    found = (a.strip() for a in (parse_tags(text).get("rua") or "").split(",") if a.strip())
    addresses = [_address(a) for a in found]
    right = f"v=TLSRPTv1; rua={','.join(addresses)}"
    return right if tls_report_flaw(right) is None else None


def _address(text: str) -> str:
    """An address with the scheme that it lacks."""
    bare = "".join(text.split())
    return bare if ":" in bare or "@" not in bare else f"mailto:{bare}"


def bimi_corrected(text: str) -> str | None:
    """The BIMI record that was meant, None where nobody can tell."""
    tags = parse_tags(text, fold=True)
    places = {name: tags.get(name) for name in ("l", "a")}
    said = [f"{n}={_secure(value)}" for n, value in places.items() if value is not None]
    right = "; ".join(("v=BIMI1", *said))
    return right if bimi_flaw(right) is None else None


def _secure(place: str) -> str:
    return f"https://{place[7:]}" if place.lower().startswith("http://") else place


def _begins(text: str, tags: TagList, version: str) -> str | None:
    """Whether the version stands where and as it must (RFC 8461 3.1, RFC 8460 3)."""
    first = tags.tags[0] if tags.tags else None
    if first is not None and (first.name, first.value) == ("v", version) and text[:1] in "vV":
        return None
    return f'it begins with "{shorten(text, 20)}" instead of "v={version};"'


def _twice(tags: TagList) -> str | None:
    problem = next((p for p in tags.problems if p.flaw is TagFlaw.DUPLICATE), None)
    return f'"{shorten(problem.text, 20)}" is the second of its kind' if problem else None
