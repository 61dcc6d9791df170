"""Names at which a record often stands by mistake, made from the name where it belongs.

`zone` is the zone that holds the name ("" where it is not known), `domain` the sender domain;
both canonical. No maker returns the right name itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from .model import ExpectedRecord, Purpose
from .pattern import lazy
from .records import names
from .records.names import join, labels, relative
from .records.suffix import organisational_domain

# Selectors that mail providers hand out, for a look at the neighbours of a missing one.
SELECTORS = (
    *("s1", "s2", "k1", "k2", "k3", "b1", "b2", "brevo1", "brevo2", "dk1", "dk2", "dkim", "mail"),
    *("default", "google", "selector1", "selector2", "resend", "emailit", "pm", "mta", "smtp"),
    *("scph", "mte1", "mte2", "pdk1", "pdk2", "zmail", "zoho", "mailjet", "mlsend", "key1", "key2"),
)
# Labels of names that send no mail of their own.
NEVER_SENDERS = ("www",)
_DOMAINKEY = "_domainkey"
_SIBLING = lazy(r"zz-[0-9a-f]{8}\.")

Maker = Callable[[str, str, str], tuple[str, ...]]  # name, domain, zone to wrong names


def left_part(name: str, domain: str, zone: str) -> str:
    """The part of a name left of the domain (or of the zone, for a name outside the domain)."""
    base = domain if names.is_within(name, domain) else zone
    part = relative(name, base)
    return "" if part == "@" else part


def doubled(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """The zone or the domain added a second time, wholly or in part (`example.example.com`)."""
    part = left_part(name, domain, zone)
    cut = [".".join(labels(name)[:-n]) for n in range(1, len(labels(zone)))]
    whole = [join(name, zone), join(name, domain)]
    found = [join(c, zone) for c in cut if part and c.startswith(part + ".")]
    twice = subdomain_twice(name, domain, zone)
    return _others(name, [n for n in (*whole, *found) if n not in twice])


def subdomain_lost(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """The domain's own labels left out: the record was created for the whole zone."""
    if not zone or not names.is_below(domain, zone) or not names.is_within(name, domain):
        return ()
    return _others(name, [join(left_part(name, domain, zone), zone)])


def subdomain_twice(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """The sub-domain typed although the panel or the zone already adds it."""
    sub = subdomain(domain, zone)
    if not sub or not names.is_within(name, domain):
        return ()
    return _others(name, [join(left_part(name, domain, zone), sub, domain)])


def subdomain(domain: str, zone: str) -> str:
    """The labels that make the domain a sub-domain: of its zone, or of what was registered."""
    if zone and names.is_below(domain, zone):
        return relative(domain, zone)
    if len(labels(domain)) < 3:
        return ""  # registered itself; this spares reading the list of public suffixes
    top = organisational_domain(domain)
    return relative(domain, top) if names.is_below(domain, top) else ""


def bare(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """The domain and the zone themselves."""
    lost = subdomain_lost(name, domain, zone)
    return tuple(n for n in _others(name, [domain, zone]) if n not in lost)


def literal_at(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """The sign `@` taken for a name: with the host's full name typed, or beside it."""
    return _others(name, [join("@", base) for base in (name, domain, zone) if base])


def underscore_mangled(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """An underscore left out, doubled, turned into a hyphen or put at the end."""
    part = left_part(name, domain, zone)
    base = domain if names.is_within(name, domain) else zone
    parts = labels(part)
    marked = [i for i, label in enumerate(parts) if label.startswith("_")]
    found = [join(*(label.removeprefix("_") for label in parts), base)] if len(marked) > 1 else []
    for i in marked:
        found += [join(*parts[:i], o, *parts[i + 1 :], base) for o in mangled(parts[i])]
    return _others(name, found)


def mangled(label: str) -> tuple[str, ...]:
    """The ways in which the underscore at the beginning of a label is got wrong."""
    rest = label.removeprefix("_")
    return (rest, "_" + label, "-" + rest, rest + "_", label + "_")


def label_missing(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """A DKIM name without its `_domainkey` label, without its selector, or with both exchanged."""
    parts = labels(name)
    if _DOMAINKEY not in parts:
        return ()
    at = parts.index(_DOMAINKEY)
    selector, rest = parts[:at], parts[at + 1 :]
    found = [join(*selector, *rest), join(_DOMAINKEY, *rest), join(_DOMAINKEY, *selector, *rest)]
    return _others(name, found if selector else [])


def other_selectors(name: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The same DKIM name under other selectors: `others`, then those that providers use."""
    selector, _, rest = name.partition(f".{_DOMAINKEY}.")
    if not rest:
        return ()
    near = (selector.rstrip("0123456789"), selector + "1", *others, *SELECTORS)
    return _others(name, [f"{s}.{_DOMAINKEY}.{rest}" for s in near if s])


def other_level(
    name: str, domain: str, zone: str, below: tuple[str, ...] = ("send", "mail", "bounce")
) -> tuple[str, ...]:
    """The record at the domain's parents, or one label too low: below `www` or one of `below`.

    What the loss of the whole sub-domain or its repetition explains is left out.
    """
    if not names.is_within(name, domain):
        return ()
    part = left_part(name, domain, zone)
    above = [join(part, a) for a in names.ancestors(domain, zone) if zone and a != zone]
    lower = [join(part, label, domain) for label in (*NEVER_SENDERS, *below)]
    explained = subdomain_lost(name, domain, zone) + subdomain_twice(name, domain, zone)
    return tuple(n for n in _others(name, [*above, *lower]) if n not in explained)


def every(name: str, domain: str, zone: str) -> tuple[str, ...]:
    """All decoys of a name except other selectors."""
    makers: tuple[Maker, ...] = (
        doubled,
        subdomain_twice,
        subdomain_lost,
        underscore_mangled,
        label_missing,
        bare,
        literal_at,
        other_level,
    )
    return _others(name, [n for make in makers for n in make(name, domain, zone)])


def useless(expected: ExpectedRecord, domain: str, zone: str) -> tuple[str, ...]:
    """The decoys at which a record can serve nothing else: also a right one is looked for there."""
    makers: list[Maker] = [doubled, subdomain_twice, underscore_mangled, literal_at]
    if expected.type == "TXT":
        makers.append(label_missing)
        if expected.purpose is Purpose.DKIM:
            makers.append(bare)
    found = [n for make in makers for n in make(expected.name, domain, zone)]
    if expected.purpose is Purpose.DMARC:
        found.append(names.parent(expected.name))
    return tuple(dict.fromkeys(found))


def sibling(name: str) -> str:
    """A name beside this one that nobody publishes: an answer there comes from a wildcard.

    The label is made from the name, so that two runs ask the same question.
    """
    label = f"{zlib.crc32(names.octets(name)):08x}"
    return join(f"zz-{label}", names.parent(name))


def probe(name: str) -> str:
    """The one neighbour that stands for all made-up neighbours below the same parent."""
    above = names.parent(name)
    return join(f"zz-{zlib.crc32(names.octets(above)):08x}", above)


def is_sibling(name: str) -> bool:
    """Whether a name is one that `sibling` makes."""
    return _SIBLING.match(name) is not None


def _others(name: str, found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in found if n and n != name))
