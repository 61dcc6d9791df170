"""What an expected record is for, stated by the document or plain from the record."""

from __future__ import annotations

import re

from ..model import ExpectedRecord, Purpose
from ..pattern import lazy
from ..records import names
from ..records.kind import TextKind, text_kind
from .fields import fold

_WORDS = {
    "spf": Purpose.SPF,
    "dkim": Purpose.DKIM,
    "domainkey": Purpose.DKIM,
    "dmarc": Purpose.DMARC,
    "returnpath": Purpose.RETURN_PATH,
    "bounce": Purpose.RETURN_PATH,
    "mailfrom": Purpose.RETURN_PATH,
    "custommailfrom": Purpose.RETURN_PATH,
    "customreturnpath": Purpose.RETURN_PATH,
    "rpcname": Purpose.RETURN_PATH,
    "inbound": Purpose.INBOUND,
    "inboundmx": Purpose.INBOUND,
    "inboundrouting": Purpose.INBOUND,
    "receiving": Purpose.INBOUND,
    "receivingmx": Purpose.INBOUND,
    "tracking": Purpose.TRACKING,
    "trackingcaa": Purpose.TRACKING,
    "customtracking": Purpose.TRACKING,
    "clicktracking": Purpose.TRACKING,
    "opentracking": Purpose.TRACKING,
    "verification": Purpose.VERIFICATION,
    "domainverification": Purpose.VERIFICATION,
    "ownership": Purpose.VERIFICATION,
}
_FILLING = lazy(r"record$|[0-9]+$")

_PROOF = lazy(r"verif|challenge|_amazonses|-code[:=]|-site-", re.IGNORECASE)
_PROOF_LABEL = lazy(r"verif|challenge|_amazonses")

_RETURN_WORDS = frozenset(("bounce", "bounces", "rp", "returnpath", "mailfrom", "envelope"))
_RETURN_LABEL = lazy(r"send[0-9]*|em[0-9]+|.*(?:return-path|mail-from).*")
_TRACKING_WORDS = frozenset(
    ("click", "clicks", "track", "tracking", "trk", "link", "links", "open", "opens", "email")
)
_TRACKING_LABEL = lazy(r"url[0-9]+")
_HEAD = 300  # characters of a value that can tell what it is for


def purpose_of_word(word: str) -> Purpose | None:
    """The purpose that a word of the document states (`ReturnPath`, `dkim2`), or None."""
    return _WORDS.get(_FILLING.sub("", _FILLING.sub("", fold(word)))) if len(word) < 64 else None


def purpose_of(
    record: ExpectedRecord, domain: str, spf_names: frozenset[str], words: tuple[str, ...]
) -> Purpose:
    """What the record is for; the document's own words win where they fit the type.

    `spf_names` are the names at which an SPF record is expected. An MX record that the document
    files under SPF is the return path that this SPF record guards.
    """
    stated = next((p for p in map(purpose_of_word, words) if p), None)
    if stated is Purpose.SPF and record.type == "MX":
        stated = None
    return stated or _inferred(record, domain, spf_names)


def _inferred(record: ExpectedRecord, domain: str, spf_names: frozenset[str]) -> Purpose:
    parts = names.labels(record.name)
    first = parts[0] if parts else ""
    if record.type == "MX":
        return _of_mx(record, domain, spf_names, first)
    kind = text_kind(record.value, record.name) if record.type == "TXT" else None
    if kind is TextKind.SPF:
        return Purpose.SPF
    if "_domainkey" in parts or kind is TextKind.DKIM:
        return Purpose.DKIM
    if first == "_dmarc" or kind is TextKind.DMARC:
        return Purpose.DMARC
    if _PROOF_LABEL.search(first) or (record.type == "TXT" and _PROOF.search(record.value[:_HEAD])):
        return Purpose.VERIFICATION
    return _of_alias(record, domain, first)


def _of_mx(record: ExpectedRecord, domain: str, spf_names: frozenset[str], first: str) -> Purpose:
    returns = (
        record.name in spf_names
        or _is_return_label(first)
        or record.value.startswith("feedback-smtp.")
    )
    return Purpose.RETURN_PATH if returns and record.name != domain else Purpose.INBOUND


def _of_alias(record: ExpectedRecord, domain: str, first: str) -> Purpose:
    if record.name == domain or record.type not in ("CNAME", "A", "AAAA"):
        return Purpose.OTHER
    if record.type == "CNAME" and _is_return_label(first):
        return Purpose.RETURN_PATH
    if _TRACKING_LABEL.fullmatch(first) or not _TRACKING_WORDS.isdisjoint(first.split("-")):
        return Purpose.TRACKING
    return Purpose.OTHER


def _is_return_label(label: str) -> bool:
    words = {word.rstrip("0123456789") for word in label.split("-")}
    return bool(words & _RETURN_WORDS) or _RETURN_LABEL.fullmatch(label[:64]) is not None
