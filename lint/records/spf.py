"""SPF records as terms in order (RFC 7208), and edits that leave everything else untouched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..noun import NamedTuple
from ..pattern import lazy
from .kind import is_spf
from .spf_network import covers

_WORD = lazy(r"[^ ]+")
_TERM = lazy(r"([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)([:=/]?)(.*)\Z", re.DOTALL)
MECHANISMS = frozenset({"all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"})
_STRICTNESS = {"-": 3, "~": 2, "?": 1, "+": 0}


class Term(NamedTuple):
    """One mechanism or modifier.

    `qualifier` is `+` where none is written. `name` is lower case, "" where the word is not a
    term at all. `value` is what follows `:` or `=` (for `a/24` it is `/24`). `start` is its
    0-based position in the text.
    """

    text: str
    qualifier: str
    name: str
    value: str
    modifier: bool
    start: int

    @property
    def is_all(self) -> bool:
        """Whether this is the mechanism that matches everybody."""
        return self.name == "all" and not self.modifier and not self.value

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two terms the same: letter case and an explicit `+` do not matter."""
        return ("" if self.modifier else self.qualifier, self.name, _plain(self.name, self.value))


def _plain(name: str, value: str) -> str:
    lowered = value.lower()
    if name == "ip4":
        return lowered.removesuffix("/32")
    if name == "ip6":
        return _ip6(lowered)
    host, slash, prefix = lowered.partition("/")
    return host.removesuffix(".") + slash + prefix


def _ip6(value: str) -> str:
    from ipaddress import AddressValueError, IPv6Address  # 8 ms, and only some records need it

    address, _, prefix = value.partition("/")
    try:
        address = str(IPv6Address(address))
    except AddressValueError:
        return value
    return address if prefix in ("", "128") else f"{address}/{prefix}"


class Spf(NamedTuple):
    """An SPF record; `recognised` says whether receivers see it as one at all."""

    text: str
    recognised: bool
    version: str
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " ".join((self.version, *(term.text for term in self.terms))).strip(" ")

    @property
    def all(self) -> Term | None:
        """The first `all`; mechanisms after it are never looked at (RFC 7208 section 5.1)."""
        return next((term for term in self.terms if term.is_all), None)

    @property
    def all_qualifier(self) -> str | None:
        """The qualifier of the first `all`: `-`, `~`, `?` or `+`; None without `all`."""
        found = self.all
        return None if found is None else found.qualifier

    @property
    def redirect(self) -> str | None:
        """The target of `redirect=` where it counts: without `all` (RFC 7208 section 6.1)."""
        if self.all is not None:
            return None
        return next((t.value for t in self.terms if t.modifier and t.name == "redirect"), None)

    @property
    def effective(self) -> tuple[Term, ...]:
        """The mechanisms before the first `all`."""
        end = self.all
        limit = len(self.text) if end is None else end.start
        return tuple(t for t in self.terms if not t.modifier and t.start < limit)

    @property
    def includes(self) -> tuple[str, ...]:
        """The targets of the effective `include:` mechanisms, in order, as written."""
        return tuple(t.value for t in self.effective if t.name == "include")

    @property
    def is_parked(self) -> bool:
        """Whether the record says that nobody sends: nothing stands before `-all`."""
        return self.all_qualifier == "-" and not self.effective


@lru_cache(maxsize=256)  # every SPF rule reads the same record, one rule after the other
def parse_spf(text: str) -> Spf:
    """Text in, terms out; never raises, linear. Terms are separated by blanks only.

    A text that does not begin with a version has version "" and all its words as terms.
    """
    words = [(m.group(), m.start()) for m in _WORD.finditer(text)]
    version = ""
    if words and words[0][0].lower().startswith("v=spf1"):
        version = words.pop(0)[0]
    return Spf(text, is_spf(text), version, tuple(read_term(word, at) for word, at in words))


def read_term(word: str, at: int = 0) -> Term:
    """One word as a term; `at` is its position in the record. Never raises."""
    match = _TERM.match(word)
    if match is None:
        return Term(word, "+", "", word, False, at)
    qualifier, name, mark, value = match.groups()
    if mark == "/":
        value = mark + value
    modifier = mark == "=" and not qualifier
    return Term(word, qualifier or "+", name.lower(), value, modifier, at)


def required_terms(expected: str) -> tuple[Term, ...]:
    """The terms of a provider's record that really allow its servers.

    `all` is never required. A bare `a` or `mx` names the customer's own servers and is decoration
    when the record has anything more specific.
    """
    spf = parse_spf(expected)
    allowing = [t for t in spf.effective if t.qualifier == "+" and t.name in MECHANISMS]
    if spf.redirect is not None:
        allowing += [t for t in spf.terms if t.modifier and t.name == "redirect"][:1]
    specific = [t for t in allowing if t.value and not t.value.startswith("/")]
    return _once(specific or allowing)


def missing_terms(spf: Spf, required: Iterable[Term]) -> tuple[Term, ...]:
    """The required terms that the record does not have itself, before its first `all`.

    A record that redirects to an included host, or includes a host that it should redirect to,
    has that term. What nested includes hold is not known here.
    """
    held = {t.key for t in spf.effective}
    hosts = {t.key[2] for t in spf.effective if t.name == "include" and t.qualifier == "+"}
    if spf.redirect is not None:
        hosts.add(_plain("redirect", spf.redirect))
    return tuple(t for t in required if not _held(t, held, hosts))


def _held(term: Term, held: set[tuple[str, str, str]], hosts: set[str]) -> bool:
    if term.name in ("include", "redirect"):
        return term.key[2] in hosts
    if term.key in held or term.name not in ("ip4", "ip6"):
        return term.key in held
    wider = [value for sign, name, value in held if sign == "+" and name == term.name]
    return any(covers(value, term.key[2]) for value in wider)


def insert(spf: Spf, terms: Iterable[Term]) -> str:
    """The record's text with the missing terms before `all` or `redirect`, else at its end.

    Nothing else is touched; terms that it has already are left out.
    """
    wanted = " ".join(t.text for t in missing_terms(spf, _once(terms)))
    if not wanted:
        return spf.text
    end = spf.all or next((t for t in spf.terms if t.modifier and t.name == "redirect"), None)
    if end is not None:
        return f"{spf.text[: end.start]}{wanted} {spf.text[end.start :]}"
    return f"{spf.text.rstrip(' ')} {wanted}".lstrip(" ")


def merge(texts: Sequence[str], wanted: Iterable[Term] = ()) -> str:
    """One SPF record out of several, for a name that must have exactly one.

    Every term once, in order; then the wanted terms; then one `all` with the strictest qualifier
    that any of the records has. A record that only says "nobody sends" has no say in that as long
    as another one says who does. `redirect=` becomes an `include:` where an `all` would disable it.
    """
    records = [parse_spf(text) for text in texts]
    terms = [t for r in records for t in r.terms if not t.is_all]
    end = _strictest(records)
    redirects = _once(t for t in terms if t.modifier and t.name == "redirect")
    plain = [t for t in terms if not t.modifier]
    modifiers = _first_of_name(t for t in terms if t.modifier and t.name != "redirect")
    if end is not None:
        # Beside `all` a redirect is ignored: those of records without `all` still allow somebody.
        kept = {r.redirect for r in records}
        plain += [_as_include(t) for t in redirects if t.value in kept]
    else:
        plain += [_as_include(t) for t in redirects[1:]]
    last = (end,) if end is not None else redirects[:1]
    whole = Spf("", True, "v=spf1", (*_once(plain), *last, *modifiers))
    return insert(parse_spf(str(whole)), wanted)


def _strictest(records: Sequence[Spf]) -> Term | None:
    sending = [r for r in records if not r.is_parked] or records
    ends = [r.all for r in sending if r.all is not None] or [r.all for r in records if r.all]
    return max(ends, key=lambda t: _STRICTNESS[t.qualifier], default=None)


def _as_include(term: Term) -> Term:
    return read_term(f"include:{term.value}", term.start)


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    first: dict[tuple[str, str, str], Term] = {}
    for term in terms:
        first.setdefault(term.key, term)
    return tuple(first.values())


def _first_of_name(terms: Iterable[Term]) -> tuple[Term, ...]:
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.name, term)
    return tuple(first.values())
