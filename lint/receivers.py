"""Whether a sender domain has what mailbox providers demand, as far as DNS shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from .alignment import aligned, identities
from .asked import asks_for_spf
from .dkim_keys import at_expected
from .dmarc_walk import policy
from .evidence import answer_or_none, holds
from .model import Demand, DemandKind, ExpectedRecord, Profile, Purpose, Question, Record
from .noun import NamedTuple
from .records.dkim import parse_dkim
from .records.dkim_flaws import record_flaw
from .records.dkim_key import key_facts
from .records.dmarc import parse_dmarc
from .records.kind import TextKind, is_spf, text_kind
from .records.names import join
from .records.spf import parse_spf
from .records.spf_problems import is_fatal
from .standing import distinct
from .view import BELOW, Unanswered, View
from .wording import listed

T = TypeVar("T")

_UNLISTED = "the selectors of a domain cannot be listed here"


class Lack(NamedTuple):
    """A demand that is not met, of every profile that makes it; `why` is what is not there."""

    kind: DemandKind
    why: str
    by: tuple[tuple[Profile, Demand], ...]


def lacks(view: View, profiles: Iterable[Profile]) -> Iterator[Lack]:
    """The demands that the view's domain does not meet, each once for all profiles.

    Raises Unanswered, after those that are certain, where the view cannot tell about one.
    """
    if _says_nobody_sends(view):
        return
    found: dict[tuple[DemandKind, str], list[tuple[Profile, Demand]]] = {}
    open_: list[Unanswered] = []
    for profile in profiles:
        for demand in profile.demands:
            try:
                why = _JUDGES[demand.kind](view, demand)
            except Unanswered as error:
                open_.append(error)
                continue
            if why:
                found.setdefault((demand.kind, why), []).append((profile, demand))
    for (kind, why), by in found.items():
        yield Lack(kind, why, tuple(by))
    for unanswered in open_:
        raise unanswered


def _says_nobody_sends(view: View) -> bool:
    """Whether a domain that came without a document states that it sends no mail."""
    if view.domain.records:
        return False
    answer = answer_or_none(view, view.domain.name, "TXT")
    found = [parse_spf(r.text) for r in answer.records if is_spf(r.text)] if answer else []
    return len(found) == 1 and found[0].is_parked


def _spf(view: View, _: Demand) -> str:
    """Why no SPF record allows anybody to send; where one is to be found, is in the document.

    A provider that asks for none uses a return path of its own, which is not seen here.
    """
    domain = view.domain
    asked = [e for e in domain.records if _is_envelope(e)]
    names = tuple(dict.fromkeys(e.name for e in asked)) or (domain.name,)
    view.want(Question(name, "TXT") for name in names)
    if (domain.records and not asked) or any(_is_elsewhere(view, e) for e in asked):
        return ""
    if _any(names, lambda name: _allows(view.txt(name))):
        return ""
    return f"no SPF record at {listed(names, 'or')} lets anybody send"


def _is_envelope(expected: ExpectedRecord) -> bool:
    return asks_for_spf(expected) or expected.purpose is Purpose.RETURN_PATH


def _is_elsewhere(view: View, expected: ExpectedRecord) -> bool:
    """Whether a right alias leads to where only the provider's DNS shows the record."""
    return (
        expected.type == "CNAME"
        and view.is_unknowable(Question(expected.name, "TXT"))
        and holds(view, expected)
    )


def _allows(records: tuple[Record, ...]) -> bool:
    found = distinct(r for r in records if is_spf(r.text))
    if len(found) != 1 or is_fatal(found[0].text):
        return False
    spf = parse_spf(found[0].text)
    return bool(spf.effective) or spf.redirect is not None or spf.all_qualifier in ("+", "?", "~")


def _dkim(view: View, demand: Demand) -> str:
    domain = view.domain
    asked = [e for e in domain.records if e.purpose is Purpose.DKIM]
    if asked:
        found = _any(asked, lambda expected: _is_signing(view, expected, demand.bits))
    else:
        found = _is_held(view, demand.bits)
    return "" if found else f"no usable key is published for {domain.name}"


def _is_signing(view: View, expected: ExpectedRecord, bits: int) -> bool:
    """Whether an expected key is there; one out of sight is taken for good."""
    if not holds(view, expected):
        return False
    if view.is_unknowable(Question(expected.name, "TXT")):
        return True
    view.txt(expected.name)
    return any(_is_usable(r, bits) for r in at_expected(view, expected))


def _is_held(view: View, bits: int) -> bool:
    """Whether any key, or an alias of one, stands below the domain's `_domainkey`."""
    above = join("_domainkey", view.domain.name)
    view.want([Question(above, "TXT"), Question(above, BELOW)])
    view.ask(above, "TXT")  # raises where another zone holds the keys
    held = view.below(above)
    if held is None:
        raise Unanswered(Question(above, "TXT"), _UNLISTED)
    return any(
        r.type in ("CNAME", "NS", "DNAME")
        or (text_kind(r.text, r.name) is TextKind.DKIM and _is_usable(r, bits))
        for r in held
    )


def _is_usable(record: Record, bits: int) -> bool:
    key = parse_dkim(record.text)
    if not key.p or record_flaw(record.text) is not None:
        return False
    size = key_facts(key.p, key.k).bits
    return key.k != "rsa" or size is None or size >= bits


def _dmarc(view: View, _: Demand) -> str:
    name = view.domain.name
    return "" if policy(view, name) is not None else f"no DMARC policy applies to {name}"


def _alignment(view: View, _: Demand) -> str:
    """Why neither mechanism counts; nothing where the document does not say who signs."""
    domain = view.domain
    found = identities(domain)
    applied = policy(view, domain.name)
    record = parse_dmarc(applied.record.text if applied else "")
    signed = aligned(found.signing, domain.name, strict=record.adkim == "s")
    returned = aligned(found.returning, domain.name, strict=record.aspf == "s")
    if signed or returned or not (found.signing or found.returning):
        return ""
    names = listed((*found.signing, *found.returning), "or")
    return f"neither is for {domain.name}: the records name {names}"


def _any(things: Iterable[T], test: Callable[[T], bool]) -> bool:
    """Whether the test holds for one; raises Unanswered where it may hold for one nobody knows."""
    open_: list[Unanswered] = []
    for thing in things:
        try:
            if test(thing):
                return True
        except Unanswered as error:
            open_.append(error)
    for unanswered in open_:
        raise unanswered
    return False


_JUDGES: Mapping[DemandKind, Callable[[View, Demand], str]] = {
    DemandKind.SPF: _spf,
    DemandKind.DKIM: _dkim,
    DemandKind.DMARC: _dmarc,
    DemandKind.ALIGNMENT: _alignment,
}
