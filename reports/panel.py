"""A record as the form of the reader's DNS host asks for it.

What is not known about the host is said in words that hold everywhere, never guessed.
"""

from __future__ import annotations

from ..lint.dns_hosts import DnsHost, NameForm, PriorityPlace, Quotes, host
from ..lint.model import DomainReport
from ..lint.noun import NamedTuple
from ..lint.records import names
from .messages import say
from .notation import HOST_TYPES, TEXT_TYPES, quoted

NEUTRAL = DnsHost(key="", label="")


class Field(NamedTuple):
    """One field of the form: its label, what to type into it, and what to mind.

    `value` is "" where the field stays empty. `kind` is one of `name`, `priority`, `value`.
    """

    kind: str
    label: str
    value: str
    hints: tuple[str, ...] = ()


def host_of(report: DomainReport | None) -> DnsHost:
    """The DNS host of a domain's zone; a host of which nothing is known where it is not told."""
    key = report.delegation.dns_host if report and report.delegation else None
    return (host(key) if key else None) or NEUTRAL


def form(name: str, type_: str, value: str, zone: str | None, at: DnsHost) -> tuple[Field, ...]:
    """The fields for a record, in the order of most panels: name, priority, value.

    `value` is that of a change: a text without quotes, `10 host` for an MX record.
    """
    return (name_field(name, zone, at), *_value_fields(type_, value, at))


def name_field(name: str, zone: str | None, at: DnsHost) -> Field:
    """What to type as the owner name."""
    label = at.fields.name or say("change.name")
    if not zone or not names.is_within(name, zone) or at.name_form is NameForm.ABSOLUTE:
        return Field("name", label, name)
    short = names.relative(name, zone)
    if short == "@":
        hints = (say("panel.apex-unknown"),) if at.apex is None else ()
        return Field("name", label, "@" if at.apex is None else at.apex, hints)
    return Field("name", label, short, (say("panel.doubled"),) if at.name_form is None else ())


def _value_fields(type_: str, value: str, at: DnsHost) -> tuple[Field, ...]:
    if type_ in TEXT_TYPES:
        return (_text_field(value, at),)
    if type_ == "MX":
        return _mail_fields(value, at)
    if type_ in HOST_TYPES:
        label = at.fields.target or say("change.value")
        return (Field("value", label, *_target(value, at)),)
    return (Field("value", say("change.value"), value),)


def _text_field(value: str, at: DnsHost) -> Field:
    label = at.fields.text or say("change.value")
    hints = []
    if at.text_limit is not None and len(value) > at.text_limit:
        hints.append(say("panel.too-long", limit=at.text_limit))
    if at.quotes is Quotes.TYPED:
        return Field("value", label, quoted(value), (say("panel.quotes-typed"), *hints))
    if at.quotes in (Quotes.NONE, Quotes.REFUSED):
        hints.insert(0, say("panel.quotes-none"))
    return Field("value", label, value, tuple(hints))


def _mail_fields(value: str, at: DnsHost) -> tuple[Field, ...]:
    label = at.fields.exchange or say("change.value")
    priority, _, exchange = value.partition(" ")
    if not priority.isdigit():
        return (Field("value", label, *_target(value, at)),)
    typed, hints = _target(exchange, at)
    if at.priority is PriorityPlace.VALUE:
        inside = say("panel.priority-inside")
        return (Field("value", label, f"{priority} {typed}", (inside, *hints)),)
    first = Field("priority", at.fields.priority or say("change.priority"), priority)
    return (first, Field("value", label, typed, hints))


def _target(target: str, at: DnsHost) -> tuple[str, tuple[str, ...]]:
    """A host name as the form wants it, and what to mind."""
    if target in ("", "."):
        return ".", ()
    if at.final_dot:
        return f"{target.rstrip('.')}.", (say("panel.dot-needed"),)
    return target, (say("panel.dot-unknown"),) if at.final_dot is None else ()


def notes(types: frozenset[str], at: DnsHost) -> tuple[str, ...]:
    """What else to mind in this host's form for records of these types."""
    return tuple(n.text for n in at.notes if not n.types or types & set(n.types))
