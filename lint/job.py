"""What one run checks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import SenderDomain
from .noun import NamedTuple

if TYPE_CHECKING:
    from .judge import Lines


class Job(NamedTuple):
    """Sender domains, none for a check of zones alone, and the paths that DNS is read from.

    `documents` are the lines of the files that the domains come from, for reports.
    """

    domains: tuple[SenderDomain, ...]
    against: tuple[str, ...]
    origin: str | None
    documents: Lines
