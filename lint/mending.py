"""The edits that make a wrong record right, without losing what else it was for."""

from __future__ import annotations

import re

from . import changes
from .model import Action, Change, ExpectedRecord, Problem, Record, Severity
from .pattern import lazy
from .records import repair
from .records.compare import Expected, equals, expect
from .records.kind import TextKind, strict_kind
from .records.spf import insert, missing_terms, parse_spf
from .view import View

_SENDER = lazy(r"(?:include|ip4|ip6|exists|redirect|a|mx|ptr)[:=][^\s\"',;]+", re.IGNORECASE)


def mending(
    view: View,
    expected: ExpectedRecord,
    record: Record,
    message: str,
    *,
    severity: Severity | None = None,
    fix: str = "",
) -> Problem:
    """The problem with a record that answers at the expected name, and the edits that mend it."""
    edits = mended(view, expected, record)
    return about(record, message, edits, severity=severity, fix=fix)


def about(
    record: Record,
    message: str,
    edits: tuple[Change, ...] = (),
    *,
    severity: Severity | None = None,
    type_: str | None = None,
    fix: str = "",
    discriminator: str = "",
) -> Problem:
    """A problem that points at a record; `type_` is stated where nothing was expected."""
    return Problem(
        message,
        changes=edits,
        type=type_,
        where=record.where,
        source=changes.written_lines(record),
        severity=severity,
        fix=fix,
        discriminator=discriminator,
    )


def found(record: Record, message: str, index: int, text: str | None = None) -> Problem:
    """The problem with the `index`th record at a name of a zone, and the text that mends it."""
    edits = () if text is None else (changes.replace(record, text),)
    return about(record, message, edits, type_=record.type, discriminator=str(index))


def mended(view: View, expected: ExpectedRecord, record: Record) -> tuple[Change, ...]:
    """The edits that put the expected value where a wrong record answers now.

    A record of the name itself gets another value. What a wildcard or an alias answers with stays
    as it is, because other names use it: the name gets a record of its own.
    """
    if record.name == expected.name:
        value = right_value(view, expected, record)
        return () if value is None else (changes.replace(record, value),)
    chain = view.ask(expected.name, expected.type).chain
    own = tuple(changes.delete(alias) for alias in chain[:1] if alias.name == expected.name)
    if chain and not own and chain[0].type == "DNAME":
        return ()
    return (*own, changes.add(expected))


def right_value(view: View, expected: ExpectedRecord, record: Record) -> str | None:
    """What a record should hold instead, as a Change states it.

    Other senders of an SPF record and the owner's own DMARC policy are kept. None where that is
    not possible.
    """
    if expected.type != "TXT":
        return changes.wanted_value(expected)
    return right_text(view, expected, record.text)


def right_text(view: View, expected: ExpectedRecord, observed: str) -> str | None:
    """`right_value` for the text of a TXT record, wherever that was found."""
    wanted = expect(expected.value, expected.purpose, expected.name, view.domain.name)
    if wanted.kind is TextKind.SPF:
        return _right_spf(wanted, observed)
    if wanted.kind is TextKind.DMARC:
        own = repaired(observed, TextKind.DMARC, expected.name)
        return own if own is not None and equals(wanted, own) else expected.value
    return expected.value


def _right_spf(wanted: Expected, observed: str) -> str | None:
    own = repaired(observed, TextKind.SPF, wanted.name)
    for text in (own, own and repair.as_spf(repair.with_blanks(own))):
        if text is not None:
            spf = parse_spf(text)
            merged = insert(spf, missing_terms(spf, wanted.required))
            if equals(wanted, merged):
                return merged
    senders = {t.lower() for t in _SENDER.findall(observed)}
    return wanted.text if senders <= {t.lower() for t in _SENDER.findall(wanted.text)} else None


def repaired(text: str, kind: TextKind, name: str) -> str | None:
    """A mangled text as receivers recognise its kind, None where no repair brings that about."""
    for step in (
        repair.with_plain_characters,
        repair.without_escapes,
        repair.without_quotes,
        repair.trimmed,
        lambda t: repair.without_host(t, name),
    ):
        text = step(text)
    if strict_kind(text) is kind:
        return text
    if kind is TextKind.SPF:
        text = repair.as_spf(repair.with_blanks(text))
    else:
        text = repair.without_edges(text)
    return text if strict_kind(text) is kind else None


def swap(view: View, expected: ExpectedRecord, wrong: tuple[Record, ...]) -> tuple[Change, ...]:
    """Remove records of a wrong type at the expected name and publish the right one there.

    Where an alias is asked for and unrelated records would stay beside it, there is no such edit.
    """
    rest = [r for r in view.at(expected.name).records if r not in wrong]
    if expected.type == "CNAME" and rest:
        return ()
    return (*(changes.delete(r) for r in wrong), changes.add(expected))


def place(name: str, type_: str, value: str, record: Record) -> tuple[Change, ...]:
    """Take a record away and publish a value at another name."""
    return (changes.delete(record), Change(Action.ADD, name, type_, value, record.ttl))
