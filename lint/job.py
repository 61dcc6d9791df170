"""What one run checks at once."""

from __future__ import annotations

from .judge import Lines
from .model import SenderDomain
from .noun import NamedTuple


class Job(NamedTuple):
    """Sender domains, none for a check of zones alone, and the paths that DNS is read from.

    `documents` are the lines of the files that the domains come from, for reports.
    """

    domains: tuple[SenderDomain, ...]
    against: tuple[str, ...]
    origin: str | None
    documents: Lines
