"""Mask what a document says about the reader's own accounts, the same original by the same mask.

Masked are the addresses of resolvers, the mailboxes for DMARC reports, verification tokens, and
labels of host names that look like the number of an account. Names of domains, name servers and
public keys stay: the report would say nothing without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from .model import DomainReport, Purpose, RecordReport, SenderDomain, Vantage, VantageKind
from .pattern import lazy
from .records import txt

T = TypeVar("T")

_MAILBOX = lazy(r"mailto:([^\s,;!\"'\\<>@]+@[^\s,;!\"'\\<>]+)", re.IGNORECASE)
_TOKEN = lazy(
    r"(?:\b[\w.-]*(?:verif|challenge|token|validation)[\w.-]*|\bMS|\bSTATUS|\bsite-id)"
    r"\s*[=:]\s*\"?([\w+/.~-]{6,}=*)",
    re.IGNORECASE,
)
_HOST = lazy(r"(?:[\w-]+\.){2,}[a-z][\w-]*", re.IGNORECASE)
# A few letters and many digits, or at least eight letters and digits mixed as nobody names hosts.
_ACCOUNT = lazy(
    r"[a-z]{0,3}\d{4,}|(?=[a-z0-9]*\d[a-z]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{8,}|[a-z0-9]{24,}",
    re.IGNORECASE,
)
_IP = lazy(r"\[?([0-9a-f]*:[0-9a-f:.]+|\d{1,3}(?:\.\d{1,3}){3})\]?", re.IGNORECASE)
_SEAM = lazy(r'"[ \t]+"')  # between two character-strings of one text


def redact(document: T, keep: Iterable[str] = ()) -> T:
    """The same result, snapshot or other document of named tuples with its secrets masked.

    `keep` are domain names none of whose labels is masked, beside those that the document is about.
    """
    masks = _masks(document, frozenset(keep))
    return cast(T, _Masker(masks).masked(document)) if masks else document


def _masks(document: object, keep: frozenset[str]) -> Mapping[str, str]:
    """Each original in lower case, and what stands for it; numbered in the document's order."""
    found: dict[str, str] = {}
    count: dict[str, int] = {}
    names = {*keep, *_own_names(document)}
    own = {label for name in names for label in name.lower().split(".")}
    for kind, original in _secrets(document):
        key = original.lower()
        if key in found or (kind == "account" and key in own) or len(key) < 3:
            continue
        count[kind] = count.get(kind, 0) + 1
        found[key] = _MASKS[kind].format(count[kind])
    return found


_MASKS = {
    "resolver": "resolver-{}",
    "mailbox": "mailbox-{}@masked.example",
    "token": "masked-token-{}",
    "account": "account-{}",
}


def _secrets(document: object) -> Iterator[tuple[str, str]]:
    """Kinds and originals; whole values first, so that no part of one is taken for another."""
    held = tuple(_nouns(document))
    for noun in held:
        if isinstance(noun, Vantage) and noun.kind is VantageKind.RESOLVER:
            yield from (("resolver", text) for text in _addresses(noun))
        if isinstance(noun, RecordReport) and _is_bare_token(noun):
            yield "token", noun.value
    texts = tuple(dict.fromkeys(_texts(document)))
    for kind, pattern in (("mailbox", _MAILBOX), ("token", _TOKEN)):
        yield from ((kind, m[1]) for text in texts for m in pattern.finditer(text))
    for text in texts:
        for host in _HOST.finditer(text):
            labels = host[0].split(".")[:-2]
            yield from (("account", label) for label in labels if _ACCOUNT.fullmatch(label))


def _is_bare_token(record: RecordReport) -> bool:
    """Whether the whole text of a record is a token, without a name in front of it."""
    is_token = record.purpose is Purpose.VERIFICATION and record.type == "TXT"
    return is_token and "=" not in record.value and len(record.value) > 5


def _addresses(resolver: Vantage) -> Iterator[str]:
    """What tells which resolver it is: its address, and a label that is one."""
    for text in (resolver.address or "", resolver.label):
        inner = _IP.search(text)
        if "://" in text or inner:
            yield text
        if inner:
            yield inner[1]


def _own_names(document: object) -> Iterator[str]:
    for noun in _nouns(document):
        if isinstance(noun, DomainReport):
            yield from (noun.domain, noun.zone or "")
        if isinstance(noun, SenderDomain):
            yield noun.name


def _nouns(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            yield value
        for inner in value:
            yield from _nouns(inner)
    elif isinstance(value, dict):
        for inner in (*value, *value.values()):
            yield from _nouns(inner)


def _texts(value: object) -> Iterator[str]:
    """Every text, and texts that stand in pieces put together."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
        if '"' in value:
            yield _SEAM.sub("", value)
    elif isinstance(value, tuple):
        if value and all(isinstance(v, bytes) for v in value):
            yield _decoded(value)
        if len(value) > 1 and all(isinstance(v, str) for v in value):
            yield _joined(value)
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        for inner in (*value, *value.values()):
            yield from _texts(inner)


def _joined(lines: Iterable[str]) -> str:
    """Lines of one record as one line, the texts in it without their seams."""
    return _SEAM.sub("", " ".join(line.strip() for line in lines))


def _decoded(strings: Iterable[bytes]) -> str:
    return b"".join(strings).decode("utf-8", "surrogateescape")


class _Masker:
    """Replaces every original wherever it stands as a word of its own."""

    def __init__(self, masks: Mapping[str, str]) -> None:
        self._masks = masks
        longest = sorted(masks, key=lambda m: (-len(m), m))
        words = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)

    def masked(self, value: object) -> object:
        """The same value with every text in it masked."""
        if isinstance(value, StrEnum) or value is None:
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {self.masked(k): self.masked(v) for k, v in value.items()}
        if isinstance(value, tuple):
            return self._tuple(value)
        return value

    def _text(self, text: str) -> str:
        if '"' in text and self._pattern.search(_SEAM.sub("", text)):
            text = _SEAM.sub("", text)
        return self._pattern.sub(lambda m: self._masks[m[0].lower()], text)

    def _tuple(self, value: tuple[object, ...]) -> object:
        if value and all(isinstance(v, bytes) for v in value):
            return self._strings(cast("tuple[bytes, ...]", value))
        if hasattr(value, "_fields"):
            make: Callable[..., object] = type(value)
            return make(*map(self.masked, value))
        if len(value) > 1 and all(isinstance(v, str) for v in value):
            return self._lines(cast("tuple[str, ...]", value))
        return tuple(map(self.masked, value))

    def _lines(self, value: tuple[str, ...]) -> tuple[str, ...]:
        """Lines one by one, or as a single one where an original is spread over several."""
        whole = _joined(value)
        apart = sum(len(self._pattern.findall(_SEAM.sub("", line))) for line in value)
        if len(self._pattern.findall(whole)) > apart:
            return (self._text(whole),)
        return tuple(map(self._text, value))

    def _strings(self, value: tuple[bytes, ...]) -> tuple[bytes, ...]:
        text = _decoded(value)
        masked = self._pattern.sub(lambda m: self._masks[m[0].lower()], text)
        return value if masked == text else txt.split(masked.encode("utf-8", "surrogateescape"))
