"""The form of a reader for one provider's document."""

from __future__ import annotations

from collections.abc import Callable

from ..model import SenderDomain
from ..noun import NamedTuple
from .json_value import Json

# A document, and the domain that the caller names: None to take the document's word.
Read = Callable[[Json, str | None], tuple[SenderDomain, ...]]


class Adapter(NamedTuple):
    """One provider: how its document is recognised, and how it is read.

    `recognises` answers for any JSON value and never raises; `read` raises ExpectedError.
    """

    provider: str
    recognises: Callable[[Json], bool]
    read: Read
