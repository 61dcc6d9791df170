"""Which zone a file holds: from its SOA record, its comments, the user's word, its name."""

from __future__ import annotations

from ..noun import NamedTuple
from ..records import names
from .error import NamelessZoneError, SourceError
from .zone_dialect import domain_in_header, domain_in_path, domain_of_key
from .zone_entry import Entry, entries
from .zone_segment import Segment
from .zone_segments import Reading, Start
from .zone_source import Source

# Stands for the origin that is not known yet; no name can end with it.
UNKNOWN = "\0"


class Soa(NamedTuple):
    """The first SOA record: its owner (relative ones end with UNKNOWN) and where it stands."""

    name: str
    origin: str
    entry: Segment  # the one entry alone


class Evidence(NamedTuple):
    """What a file says about its zone's name."""

    soa: Soa | None
    origin: tuple[str, int] | None  # the first $ORIGIN and its line
    header: str | None  # the zone that a comment of an export names
    key: str | None  # the domain that a comment of opendkim names


def evidence(source: Source) -> Evidence:
    """Look for the SOA record, which is usually the first one; reads no further than that."""
    reading = Reading(Start(UNKNOWN, UNKNOWN))
    soa = None
    for segment in reading.segments(source):
        if soa := _soa(segment):
            break
    return Evidence(soa, reading.first_origin, *_comments(source.head))


def _comments(head: bytes) -> tuple[str | None, str | None]:
    return domain_in_header(head), domain_of_key(head)


def _soa(segment: Segment) -> Soa | None:
    if b"soa" not in segment.data.lower():
        return None
    owner = segment.owner or segment.origin
    for entry in entries(segment.data):
        if entry.rest > entry.at:
            owner = segment.name(entry.at, entry.rest)
        if segment.is_soa(entry.rest):
            line = segment.line + segment.data.count(b"\n", 1, entry.at)
            return Soa(owner, segment.origin, _alone(segment, entry, line))
    return None


def _alone(segment: Segment, entry: Entry, line: int) -> Segment:
    data = b"\n" + segment.data[entry.at : entry.stop] + b"\n"
    return Segment(data, line, segment.path, segment.origin, segment.ttl, segment.owner)


def start_of(found: Evidence, origin: str | None, path: str) -> Start:
    """The zone's name, and the origin that holds at the beginning; raises SourceError.

    The SOA record decides; `origin` (what the user said), a comment and the file's name help
    where it is written relative to something unsaid. A user who names another zone than the file
    does is told so: names are never moved from one zone to another.
    """
    said = _said(origin, path)
    if found.soa is None:
        apex = _without_soa(found, said, path)
        return Start(apex, apex)
    if not found.soa.name and found.header and found.header == (said or found.header):
        return Start("", found.header)  # old exports of Cloudflare: `$ORIGIN .` and `@ SOA`
    base = next((n for n in (said, found.header, domain_in_path(path)) if n is not None), None)
    start = _from_soa(found.soa, base, path)
    told = _is_unknown(found.soa.name) and found.header in (None, said)
    if said is not None and start.apex != said and not (told and start.origin == said):
        raise _other_zone(start.apex, said, path, found.soa.entry.line)
    if said is not None and found.header not in (None, said) and _is_unknown(found.soa.name):
        raise _other_zone(found.header or "", said, path, 1)
    return start


def _said(origin: str | None, path: str) -> str | None:
    if origin is None:
        return None
    name = names.canonical(names.to_ascii(origin.strip())) if origin.strip(". ") else ""
    problem = names.flaw(name) if name else None
    if problem or (not name and "." not in origin):
        raise SourceError(
            path, f"--origin {origin} is no name of a zone; give one such as example.com"
        )
    return name


def _from_soa(soa: Soa, base: str | None, path: str) -> Start:
    if not _is_unknown(soa.name):
        # Cloudflare leaves out the owner's final dot, which would double the zone's name.
        doubled = soa.origin and soa.name == names.join(soa.origin, soa.origin)
        apex = soa.origin if doubled else soa.name
        return Start(apex, apex)
    written = soa.name.removesuffix(UNKNOWN).removesuffix(".")
    if "." in written and written != base:
        return Start(written, written)
    if base is None:
        message = "nothing says which zone this is: the SOA record's name is relative"
        raise SourceError(path, f"{message}; give it with --origin example.com", soa.entry.line)
    return Start(base, base if written == base else names.join(written, base))


def is_undotted(found: Evidence, start: Start) -> bool:
    """Whether the SOA record stands at the zone's whole name without its final dot."""
    return found.soa is not None and found.soa.name == names.join(start.apex, UNKNOWN)


def _is_unknown(name: str) -> bool:
    return name.endswith(UNKNOWN)


def _without_soa(found: Evidence, said: str | None, path: str) -> str:
    named = _named(found)
    if said is None:
        if named is None:
            message = "no SOA record, so the zone's name is not known"
            raise NamelessZoneError(path, f"{message}; give it with --origin example.com")
        return named
    if named is not None and named != found.key and not names.is_within(named, said):
        raise _other_zone(named, said, path, found.origin[1] if found.origin else None)
    return said


def _named(found: Evidence) -> str | None:
    if found.origin is None:
        return found.header or found.key
    name = found.origin[0]
    if _is_unknown(name):
        name = name.removesuffix(UNKNOWN).removesuffix(".")
        if "." not in name:
            return names.join(name, found.header) if found.header else None
    if found.header is not None and names.is_below(name, found.header):
        return found.header
    return name


def _other_zone(apex: str, said: str, path: str, line: int | None) -> SourceError:
    message = f"this is the zone {apex or '.'}, not {said or '.'}"
    return SourceError(path, f"{message}; leave out --origin or give another file", line)
