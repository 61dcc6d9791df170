"""DMARC policy records (RFC 9989): which of them count, and one record out of several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from ..noun import NamedTuple
from ..pattern import lazy
from .kind import is_dmarc
from .tags import BLANKS, TagFlaw, TagList, parse_tags

_MAILTO = lazy(
    r"mailto:(?!//)[^\s@,!;<>]{1,256}@[^\s@,!;<>]{1,256}(?:!\d{1,20}[kmgt]?)?\Z", re.IGNORECASE
)
_LISTS = ("rua", "ruf")


class Policy(StrEnum):
    """What receivers are asked to do with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"

    @property
    def strictness(self) -> int:
        """0 for the mildest."""
        return list(Policy).index(self)

    @property
    def milder(self) -> Policy:
        """One level lower, as `t=y` asks (RFC 9989 section 4.7)."""
        return list(Policy)[max(self.strictness - 1, 0)]


class Dmarc(NamedTuple):
    """A policy record as receivers of RFC 9989 use it.

    `p`, `sp` and `np` are None where absent or not a policy. `policy` is what applies: `p`, or
    none where `p` is unusable and a report address is there; None when the record counts for
    nothing. `rua` and `ruf` are the addresses as written. `adkim` and `aspf` are `r` or `s`, `psd`
    is `y`, `n` or `u`, `testing` is `t=y`; what means nothing counts as absent.
    """

    text: str
    tags: TagList
    p: Policy | None
    sp: Policy | None
    np: Policy | None
    policy: Policy | None
    rua: tuple[str, ...]
    ruf: tuple[str, ...]
    adkim: str = "r"
    aspf: str = "r"
    psd: str = "u"
    testing: bool = False

    @property
    def valid(self) -> bool:
        """Whether receivers apply the record."""
        return self.policy is not None


def parse_dmarc(text: str) -> Dmarc:
    """Text in, policy out; never raises, linear."""
    tags = parse_tags(text, fold=True)
    p, sp, np = (_policy(tags.get(name)) for name in ("p", "sp", "np"))
    rua = _addresses(tags.get("rua"))
    return Dmarc(
        text=text,
        tags=tags,
        p=p,
        sp=sp,
        np=np,
        policy=_applied(text, tags),
        rua=rua,
        ruf=_addresses(tags.get("ruf")),
        adkim=_letter(tags, "adkim", "rs"),
        aspf=_letter(tags, "aspf", "rs"),
        psd=_letter(tags, "psd", "uyn"),
        testing=_letter(tags, "t", "ny") == "y",
    )


def _letter(tags: TagList, name: str, allowed: str) -> str:
    """A tag's value of one letter; the first of the allowed ones is what absence means."""
    value = (tags.get(name) or "").lower()
    return value if len(value) == 1 and value in allowed else allowed[0]


def _applied(text: str, tags: TagList) -> Policy | None:
    if not is_dmarc(text) or tags.has(TagFlaw.DUPLICATE):
        return None
    p = _policy(tags.get("p"))
    others = [tags.get(name) for name in ("sp", "np")]
    if p is not None and all(other is None or _policy(other) for other in others):
        return p
    # RFC 9989 section 4.10.1: an unusable policy with a report address means "only report".
    reporting = any(is_report_address(address) for address in _addresses(tags.get("rua")))
    return Policy.NONE if reporting else None


def requested(dmarc: Dmarc, *, inherited: bool, exists: bool = True) -> tuple[Policy, str]:
    """What a record asks for mail from a domain, and the tag that says so (RFC 9989 section 4.7).

    `inherited`: the record is that of a domain above. `exists`: the domain has any DNS record;
    for one that has none `np` counts. `t=y` makes the policy one level milder.
    """
    policy, tag = dmarc.policy or Policy.NONE, "p"
    if inherited and dmarc.p is policy:  # an unusable record is `none` throughout
        stated = (("np", dmarc.np) if not exists else ("", None)), ("sp", dmarc.sp)
        tag, policy = next(((t, p) for t, p in stated if p is not None), (tag, policy))
    return policy.milder if dmarc.testing else policy, tag


def _policy(value: str | None) -> Policy | None:
    try:
        return Policy((value or "").lower())
    except ValueError:
        return None


def _addresses(value: str | None) -> tuple[str, ...]:
    return tuple(a.strip(BLANKS) for a in (value or "").split(",") if a.strip(BLANKS))


def is_report_address(address: str) -> bool:
    """Whether an address of `rua` or `ruf` is a usable `mailto:` URI (RFC 9990)."""
    return _MAILTO.match(address) is not None


def merge_dmarc(texts: Sequence[str], expected: str) -> str:
    """One policy record out of several, for a name that must have exactly one.

    The strictest existing policy is kept; report addresses are joined, every other tag is kept
    once, the strictest record's first. Without any usable record the expected one is the answer.
    """
    records = [r for r in map(parse_dmarc, texts) if r.valid]
    if not records:
        return expected
    records.sort(key=lambda r: r.policy.strictness if r.policy else 0, reverse=True)
    merged: dict[str, str] = {"v": "DMARC1", "p": records[0].policy or Policy.NONE}
    for record in records:
        for tag in record.tags.tags:
            if tag.name.isalpha():
                merged.setdefault(tag.name, tag.value)
    for name in _LISTS:
        joined = _joined(records, name)
        if joined:
            merged[name] = joined
    return "; ".join(f"{name}={value}" for name, value in merged.items())


def _joined(records: Iterable[Dmarc], name: str) -> str:
    addresses = (a for r in records for a in (r.rua if name == "rua" else r.ruf))
    first: dict[str, str] = {}
    for address in addresses:
        first.setdefault(address.lower(), address)
    return ",".join(first.values())
