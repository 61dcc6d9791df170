"""Owner names that no rule can object to, recognised by records that are in memory already.

What `zone_screen` is for the lines of zone files, with the same patterns: most names of a folder
of zones are in order, and one look at a record costs a hundredth of what all the rules do.

* addresses, and records of types that no rule reads, in any number;
* MX records with usual targets, one SPF record of few plain terms, verification tokens;
* alone at its name: a CNAME with a usual target, an RSA key below a selector, a DMARC policy.

What is not recognised is judged as usual.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from ..model import Node, Record
from ..records import names
from .zone_screen import (
    DMARC,
    EXAMPLES,
    HOST,
    KEY,
    MAX_MX,
    MAX_STRING,
    NOT_ALONE,
    PLAIN_NAME,
    SPF,
    is_documentation,
    is_key_in_full,
)

_MAX_TEXTS = 8  # of these lengths they fit into one packet together
# Nobody looks at what these hold, apart from whether it can be read.
_UNREAD = frozenset(("CAA", "PTR", "SRV", "SSHFP", "TLSA"))
_ADDRESSES = frozenset(("A", "AAAA"))
_TOGETHER = _ADDRESSES | _UNREAD | {"MX", "TXT"}
_MAIL_OWNER = re.compile(
    r"(?:(?P<selector>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\._domainkey)|_dmarc)"
    r"(?:\.(?!.*(?:dkim|dmarc|domainkey|spf))[a-z0-9-]{1,63}){0,8}"
)


class NodeScreen:
    """What is plain in one zone. `others` are the names of further zones of the same source."""

    def __init__(self, apex: str, cuts: Collection[str], others: Collection[str]) -> None:
        self._apex = apex
        self._suffix = "." + apex
        self._doubled = names.join(apex, apex)
        self._cuts = frozenset(cuts)
        self._others = frozenset(others)
        documentation = is_documentation(apex)
        self._host = _pattern(HOST, documentation)
        self._server = _pattern(NOT_ALONE + HOST, documentation)
        self._spf = _pattern(SPF, documentation)
        self._dmarc = _pattern(DMARC, documentation)

    def is_plain(self, node: Node) -> bool:
        """Whether no rule can object to anything at this name."""
        name, records = node
        left = self._left(name)
        if left is None or not records or not _is_one_piece(records):
            return False
        if "_" in left:
            return _MAIL_OWNER.fullmatch(left) is not None and self._is_alone(name, records)
        if left and not PLAIN_NAME.fullmatch(left):
            return False
        if records[0].type == "CNAME":
            return len(records) == 1 and self._is_alias(records[0])
        return self._are_plain(name, records)

    def _left(self, name: str) -> str | None:
        """What is left of the zone's name, None where the name does not end in it exactly once."""
        if name == self._apex:
            return "" if name else None
        if not self._apex or not name.endswith(self._suffix):
            return None
        left = name[: -len(self._suffix)]
        return None if names.is_within(left, self._apex) else left

    def _is_elsewhere(self, name: str) -> bool:
        """Whether the name may be another zone's: below a cut, or one that ends in its name."""
        if self._cuts and not self._cuts.isdisjoint((name, *names.ancestors(name, self._apex))):
            return True
        left = names.relative(name, self._apex)
        if not self._others or "." not in left:
            return False
        return not self._others.isdisjoint((left, *names.ancestors(left)))

    def _is_alone(self, name: str, records: Sequence[Record]) -> bool:
        """Whether an alias, a key or a policy is all that stands at a name for one of these."""
        record = records[0]
        if len(records) > 1 or self._is_elsewhere(name):
            return False
        if record.type == "CNAME":
            return self._is_alias(record)
        if record.type != "TXT":
            return False
        if name.startswith("_dmarc."):
            return self._dmarc.fullmatch(record.data) is not None
        return _is_key(record)

    def _is_alias(self, record: Record) -> bool:
        return record.proxied is not True and self._is_target(record, self._host)

    def _is_target(self, record: Record, usual: re.Pattern[str]) -> bool:
        """Whether a target is a host name without placeholder and typed in full."""
        target = record.target
        if names.is_within(target, self._apex):
            typed = record.written.data if record.written else record.data
            if not typed.endswith(".") or names.is_within(target, self._doubled):
                return False
        return usual.fullmatch(target) is not None

    def _are_plain(self, name: str, records: Sequence[Record]) -> bool:
        """Whether records may stand together at a name for hosts and mail."""
        types = {r.type for r in records}
        if types <= _ADDRESSES:
            return True
        if not types <= _TOGETHER or self._is_elsewhere(name):
            return False
        servers = [r for r in records if r.type == "MX"]
        texts = [r for r in records if r.type == "TXT"]
        return (
            len(servers) <= MAX_MX
            and all(self._is_server(r) for r in servers)
            and self._are_texts(texts)
        )

    def _is_server(self, record: Record) -> bool:
        """Whether a mail server is one of other people: those of the zone must exist in it."""
        outside = not names.is_within(record.target, self._apex)
        return outside and self._is_target(record, self._server)

    def _are_texts(self, texts: Sequence[Record]) -> bool:
        """Whether texts are tokens, each another, beside one SPF record at most."""
        if len(texts) > _MAX_TEXTS or len({r.data for r in texts}) < len(texts):
            return False
        others = [r.data for r in texts if not _TOKENS.fullmatch(r.data)]
        return len(others) < 2 and all(self._is_spf(data) for data in others)

    def _is_spf(self, data: str) -> bool:
        """Whether an SPF record is plain and leads to no name of the zone itself."""
        return self._apex not in data and self._spf.fullmatch(data) is not None


# A word that is nothing of a mail record, not even a piece of one.
_TOKENS = re.compile(
    r'"(?![^"]*(?i:spf|dkim|dmarc|domainkey|include|v=|p=|k=))'
    r"(?!(?i:a|exists|ip[46]|mx|ptr|redirect)[=:])"
    r'[A-Za-z0-9_-]{2,40}[=:][A-Za-z0-9+/_-]{3,120}=?=?"'
)
_KEYS = re.compile(KEY)


def _is_one_piece(records: Sequence[Record]) -> bool:
    """Whether records can be read, each type with one time to live, from one entry of its file."""
    if len(records) == 1:
        return records[0].flaw is None
    kept: dict[str, tuple[int | None, str]] = {}
    for record in records:
        if record.flaw is not None:
            return False
        held = (record.ttl, record.written.manager if record.written else "")
        if kept.setdefault(record.type, held) != held:
            return False
    return True


def _is_key(record: Record) -> bool:
    match = _KEYS.fullmatch(record.data)
    if match is None or any(len(s) > MAX_STRING for s in record.strings):
        return False
    return is_key_in_full(match["key"].encode())


@cache
def _pattern(text: str, documentation: bool) -> re.Pattern[str]:
    """A pattern in which no placeholder passes; in zones for examples, examples may be meant."""
    examples = "$" if documentation else EXAMPLES
    return re.compile(text.replace("%s", examples).replace("%z", "(?!)"))
