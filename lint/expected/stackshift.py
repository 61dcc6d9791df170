"""StackShift's sender domain: the generic document with a status for each group of records."""

from __future__ import annotations

from ..model import SenderDomain
from .adapter import Adapter
from .envelope import Found, find_domains
from .error import ExpectedError
from .json_value import Json
from .records_list import read as read_records_list

PROVIDER = "stackshift"
_GROUPS = frozenset(("spfStatus", "dkimStatus", "dmarcStatus", "returnPathStatus"))
_ENOUGH = 2  # of the four, where the document lists no records


def read(document: Json, domain: str | None) -> tuple[SenderDomain, ...]:
    """The document's sender domains; raises ExpectedError as the generic reader does."""
    return read_records_list(document, domain, PROVIDER)


def _recognises(document: Json) -> bool:
    try:
        return any(_has_groups(found) for found in find_domains(document))
    except ExpectedError:
        return False


def _has_groups(found: Found) -> bool:
    keys = {key for holder in found.holders for key in holder.members}
    return len(keys & _GROUPS) >= (1 if "records" in keys else _ENOUGH)


ADAPTER = Adapter(PROVIDER, _recognises, read)
