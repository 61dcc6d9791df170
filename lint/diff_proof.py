"""Carries out the changes of findings in a file's text, and proves the outcome.

The new text is read again: it must hold exactly the old records with the changes applied. What
cannot be carried out that way is left to the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from io import StringIO

from .changes import value_of
from .model import Action, Change, Finding, Record
from .noun import NamedTuple

Key = tuple[str, str, str]  # name, type and value as a change states it
Reader = Callable[[bytes], Iterable[Record]]  # raises ValueError for what it cannot read
Edit = Callable[[bytes, Sequence[Finding], str | None], bytes | None]  # None: it cannot be done

MAX_ALONE = 500  # findings that are tried one by one where all together do not work


class Corrected(NamedTuple):
    """The new text, and the findings whose changes are not in it."""

    text: bytes
    left: tuple[Finding, ...]


def lines_of(data: bytes) -> list[str]:
    """A file's lines with their ends, divided at line feeds only, as git divides them."""
    return list(StringIO(data.decode("utf-8", "surrogateescape"), newline="\n"))


def corrected(
    data: bytes, findings: Sequence[Finding], zone: str | None, read: Reader, edit: Edit
) -> Corrected:
    """Carry out the changes of these findings in a file.

    `zone` is the zone's canonical name, `read` gives the records of a text, `edit` makes the
    changes in a text of its kind.
    """
    before = Counter(_key(r) for r in read(data))
    whole = edit(data, findings, zone)
    if whole is not None and _holds(whole, before, findings, read):
        return Corrected(whole, ())
    text, left = data, list[Finding]()
    for number, finding in enumerate(findings):
        trial = edit(text, (finding,), zone) if number < MAX_ALONE else None
        if trial is None or not _holds(trial, before, (finding,), read):
            left.append(finding)
            continue
        text, before = trial, _after(before, (finding,))
    return Corrected(text, tuple(left))


def _holds(text: bytes, before: Counter[Key], findings: Iterable[Finding], read: Reader) -> bool:
    try:
        return Counter(_key(r) for r in read(text)) == _after(before, findings)
    except ValueError:
        return False


def _after(before: Counter[Key], findings: Iterable[Finding]) -> Counter[Key]:
    """The records that should be there once the changes are made."""
    after = Counter(before)
    for change in changes_of(findings):
        if change.action is not Action.ADD:
            old = change.value if change.old is None else change.old
            after[change.name, change.type, old] -= 1
        if change.action is not Action.DELETE:
            after[change.name, change.type, change.value] += 1
    return +after


def changes_of(findings: Iterable[Finding]) -> tuple[Change, ...]:
    """Every change once, in order; the same record may be part of two findings."""
    return tuple(dict.fromkeys(c for f in findings for c in f.changes))


def _key(record: Record) -> Key:
    return record.name, record.type, value_of(record)
