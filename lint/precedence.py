"""Which rule yields to which: at one owner name and type only the finest complaint is kept."""

from __future__ import annotations

from collections.abc import Iterable

from .judge import Said
from .model import RecordKey, Severity

# Finest first. A finding yields to every finding of an earlier tier at the same name and type.
# Rules that are not listed stand on their own: they neither yield nor silence.
TIERS: tuple[tuple[str, ...], ...] = (
    ("SELF01",),
    ("FILE01",),
    ("HOST11",),
    ("VALUE13",),
    ("VALUE07",),
    ("NS06",),
    # It stands where nobody is sent, or is not deployed yet.
    ("NS05",),
    ("NS09",),
    ("NS10",),
    ("NS01",),
    ("NS07",),
    ("MISSING04",),
    # The name servers do not all have the same.
    ("NS04",),
    # The record stands at another name.
    ("HOST12",),
    ("HOST14",),
    ("HOST01",),
    ("HOST03",),
    ("HOST02",),
    ("HOST10",),
    ("HOST05",),
    ("HOST06",),
    ("HOST09",),
    ("SPF03",),
    ("DMARC03",),
    ("HOST04",),
    ("HOST07",),
    ("HOST08",),
    ("HOST13",),
    # The name is taken, or holds another type.
    ("TYPE03", "TYPE04"),
    ("TYPE01", "TYPE02"),
    ("CLASH02",),
    ("CLASH01",),
    ("CLASH03",),
    ("CLASH05",),
    ("TYPE07",),
    ("SPF10",),
    # Several records where one belongs.
    ("VALUE08",),
    ("MX05",),
    ("RPATH01", "SPF01", "DMARC02", "DKIM02"),
    # The record stands there with another value: the finer reason first.
    ("MX03",),
    ("TYPE05", "TYPE06"),
    ("VALUE11",),
    ("VALUE09",),
    ("VALUE12",),
    ("VALUE02",),
    ("VALUE03",),
    ("VALUE05",),
    ("VALUE06",),
    ("VALUE10",),
    ("VALUE04",),
    ("VALUE14",),
    ("DKIM03",),
    ("DKIM04",),
    ("DKIM01",),
    ("DKIM08",),
    ("DMARC04",),
    ("DMARC05",),
    ("SPF09",),
    ("SPF08",),
    ("SPF04",),
    ("SPF02",),
    ("RPATH02", "RPATH04"),
    ("CLASH07",),
    ("MX02",),
    ("VALUE01",),
    # The record is the right one, but receivers cannot follow it to its end.
    ("SPF07", "SPF06"),
    ("SPF05",),
    ("DKIM07",),
    ("MX04",),
    # Nothing stands there.
    ("RPATH06",),
    ("MISSING05",),
    ("MISSING03",),
    ("DMARC01", "RPATH03", "MX01"),
    ("MISSING02",),
    ("MISSING01",),
)

# What is wrong with the domain itself, and the absences that it explains at any name.
EXPLAINED = {
    "NS08": ("MISSING01", "MISSING02", "MISSING03", "DMARC01", "RPATH03", "MX01"),
}

# About the text of one record alone, whatever else stands at its name.
ALONE = frozenset(
    (
        *("VALUE02", "VALUE03", "VALUE05", "VALUE07", "VALUE09", "VALUE11", "VALUE12", "VALUE13"),
        *("DKIM04", "DMARC04", "DMARC05", "SPF08", "SPF09"),
    )
)

# What says that nothing is left to do but to wait, for the record or for the whole domain.
PATIENCE = ("PROP01", "PROP02")
CONTENT = ("PROP04",)

_TIER = {code: index for index, codes in enumerate(TIERS) for code in codes}


def finest(said: Iterable[Said]) -> tuple[Said, ...]:
    """The findings without those that a finer one about the same record explains.

    A lesser finding silences no graver one, and an info finding none at all: what is merely worth
    knowing cannot explain a failure.
    """
    kept = _contradicted(_unexplained(tuple(said)))
    grave = [s for s in kept if s.finding.code in _TIER and s.finding.severity is not Severity.INFO]
    by_record: dict[RecordKey, list[Said]] = {}
    for one in grave:
        by_record.setdefault(one.finding.record, []).append(one)
    return tuple(s for s in kept if _stays(s, by_record.get(s.finding.record, [])))


def _unexplained(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The findings without the absences that a fault of the domain itself explains."""
    found = {s.finding.code for s in said}
    gone = {code for cause, codes in EXPLAINED.items() if cause in found for code in codes}
    return tuple(s for s in said if s.finding.code not in gone) if gone else said


def _contradicted(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The findings without those that call right what an error calls wrong."""
    errors = {s.finding.record for s in said if s.finding.severity is Severity.ERROR}
    if not errors:
        return said
    return tuple(
        s
        for s in said
        if s.finding.code not in CONTENT
        and not (s.finding.code in PATIENCE and s.finding.record in errors)
    )


def _stays(one: Said, rivals: Iterable[Said]) -> bool:
    tier = _TIER.get(one.finding.code)
    if tier is None:
        return True
    return all(tier <= _TIER[r.finding.code] for r in rivals if _outranks(r, one))


def _outranks(rival: Said, one: Said) -> bool:
    graver = rival.finding.severity.rank <= one.finding.severity.rank
    return graver and _same_target(one, rival)


def _same_target(one: Said, other: Said) -> bool:
    """A finding about the domain or the zone concerns every record of its name and type.

    Two that are about single texts of a zone, on different lines, are about different records.
    """
    if one.expected is None is other.expected and {one.finding.code, other.finding.code} <= ALONE:
        return _line(one) == _line(other) or None in (_line(one), _line(other))
    return None in (one.expected, other.expected) or one.expected == other.expected


def _line(said: Said) -> tuple[str, int] | None:
    at = said.finding.location
    return None if at is None else (at.path, at.line)
