"""What a resolver still shows of an earlier state of a record, and for how long."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Answer, AnswerStatus, ExpectedRecord, Record
from .records.kind import meant_for, text_kind

MAX_CACHE = 7 * 86_400  # seconds for which resolvers keep data at most (RFC 8767 section 4)
MAX_DENIAL = 86_400  # seconds for which they deny at most (RFC 2308 section 5)
DENIED = (AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)


def relevant(expected: ExpectedRecord, answer: Answer) -> frozenset[str]:
    """What of an answer matters to a record: of several texts those of its kind.

    Of an alias it is where it leads; what it finds there, not every server can know.
    """
    alias = _alias(answer)
    if alias is not None:
        return frozenset((alias.target,))
    if expected.type != "TXT":
        return frozenset(r.target or r.data.lower() for r in answer.records)
    kind = meant_for(expected.value)
    if kind is None:
        return frozenset()
    return frozenset(r.text for r in answer.records if text_kind(r.text, r.name) is kind)


def _alias(answer: Answer) -> Record | None:
    """The alias at the name itself; not every server shows the DNAME that it may come from."""
    return next((r for r in answer.chain if r.type == "CNAME"), None)


def shows_more(expected: ExpectedRecord, answer: Answer, published: Sequence[Answer]) -> bool:
    """Whether a resolver shows more records than any name server has, so that some are gone."""
    most = max((len(relevant(expected, a)) for a in published), default=0)
    return bool(published) and len(relevant(expected, answer)) > most


def is_other_alias(answer: Answer, published: Sequence[Answer]) -> bool:
    """Whether a resolver shows an alias that no name server has."""
    alias, known = _alias(answer), {r.target for a in published for r in a.chain}
    return alias is not None and bool(published) and alias.target not in known


def time_left(answer: Answer, published: Sequence[Answer]) -> int | None:
    """For how many seconds a resolver may go on answering so, None where it does not say.

    Of an absence its own SOA record tells that, be it a former DNS host's or the zone's above, and
    not the one that the zone has now. `published` is what the name servers say.
    """
    alias = _alias(answer)
    if alias is not None and is_other_alias(answer, published):
        return _least(alias.ttl, MAX_CACHE)
    if answer.status in DENIED:
        return _least(answer.negative_ttl, MAX_DENIAL)
    return _least(answer.ttl, MAX_CACHE)


def _least(seconds: int | None, most: int) -> int | None:
    return None if seconds is None else min(seconds, most)
