"""What a check reads: the provider's documents and the zones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .expected.domain_name import guess
from .expected.reader import read_expected
from .files import FileError, read, shown
from .model import SenderDomain

if TYPE_CHECKING:
    from .sources.actual import AnyZone, Wish

_ENDINGS = (".json", ".jsonl", ".html", ".txt", ".yaml", ".yml", ".zone", ".db", ".tf")


def expected_domains(
    paths: Sequence[str], provider: str | None, domain: str | None
) -> tuple[tuple[SenderDomain, ...], dict[str, list[str]]]:
    """The sender domains of the documents, and each document's lines for reports.

    Raises FileError and ExpectedError.
    """
    found: list[SenderDomain] = []
    lines: dict[str, list[str]] = {}
    for path in paths:
        data, name = _document(path), shown(path)
        found += read_expected(data, name, provider=provider, domain=domain)
        lines[name] = data.decode("utf-8-sig", "replace").splitlines()
    return tuple(found), lines


def _document(path: str) -> bytes:
    """A document's octets; raises FileError, also for a domain in a document's place."""
    try:
        return read(path)
    except FileError as error:
        domain = guess(path)
        named_as_file = path.lower().endswith(_ENDINGS) or "/" in path or path == "-"
        if "." not in domain or named_as_file or os.path.exists(path):  # noqa: PTH110 - start-up time
            raise
        hint = f"to check a domain without a document, write --domain {domain}"
        raise FileError(f"{error}; {hint}") from error


def domain_alone(text: str) -> SenderDomain | None:
    """A sender domain without a document, None for what is no domain name."""
    name = guess(text)
    return SenderDomain(name, "", written_name=text) if name else None


def zones_at(
    paths: Sequence[str], origin: str | None, *, include: bool, form: str | None = None
) -> tuple[AnyZone, ...]:
    """The zones at these paths, `-` for standard input; raises FileError and SourceError.

    `form` is the format that all of them have, None to tell it from their content.
    """
    if not paths:
        return ()
    from .sources.actual import Wish

    wish = Wish(origin, form, include)
    return tuple(zone for path in paths for zone in _at(path, wish))


def _at(path: str, wish: Wish) -> tuple[AnyZone, ...]:
    from .sources.actual import open_path, zones_from_bytes
    from .sources.zone_file import MAX_STDIN

    if path != "-":
        return open_path(path, wish)
    # What comes from standard input has no folder that an $INCLUDE could stay in.
    return zones_from_bytes(read(path, MAX_STDIN), shown(path), wish._replace(include=False))
