"""What a check reads: the provider's documents and the zones."""

from __future__ import annotations

from collections.abc import Sequence

from .expected.domain_name import guess
from .expected.reader import read_expected
from .files import read, shown
from .model import SenderDomain
from .sources.zone_file import MAX_STDIN, ZoneFile, open_zone, zone_from_bytes


def expected_domains(
    paths: Sequence[str], provider: str | None, domain: str | None
) -> tuple[tuple[SenderDomain, ...], dict[str, list[str]]]:
    """The sender domains of the documents, and each document's lines for reports.

    Raises FileError and ExpectedError.
    """
    found: list[SenderDomain] = []
    lines: dict[str, list[str]] = {}
    for path in paths:
        data, name = read(path), shown(path)
        found += read_expected(data, name, provider=provider, domain=domain)
        lines[name] = data.decode("utf-8-sig", "replace").splitlines()
    return tuple(found), lines


def domain_alone(text: str) -> SenderDomain | None:
    """A sender domain without a document, None for what is no domain name."""
    name = guess(text)
    return SenderDomain(name, "", written_name=text) if name else None


def zone_files(paths: Sequence[str], origin: str | None, *, include: bool) -> tuple[ZoneFile, ...]:
    """The zones in these files, `-` for standard input; raises FileError and SourceError."""
    return tuple(_zone(path, origin, include) for path in paths)


def _zone(path: str, origin: str | None, include: bool) -> ZoneFile:
    if path != "-":
        return open_zone(path, origin=origin, include=include)
    # What comes from standard input has no folder that an $INCLUDE could stay in.
    return zone_from_bytes(read(path, MAX_STDIN), path=shown(path), origin=origin)
