"""The bytes of a document as text: UTF-8, with or without a byte order mark (RFC 8259 8.1)."""

from __future__ import annotations

from ..model import Where
from .error import ExpectedError

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF16_OPENINGS = (b"{\0", b"\0{", b"[\0", b"\0[")
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ")
MAX_BYTES = 64 * 1024 * 1024  # four octets for each of the characters that the reader accepts


def decode(data: bytes, path: str) -> str:
    """The text; raises ExpectedError for other encodings, binary data and too much data."""
    if len(data) > MAX_BYTES:
        raise ExpectedError(Where(path, 1), "the document is too large; split it by domain")
    if _is_utf16(data):
        raise ExpectedError(
            Where(path, 1), "this is UTF-16 text; save it as UTF-8 (PowerShell: -Encoding utf8)"
        )
    if data.startswith(_COMPRESSED):
        raise ExpectedError(Where(path, 1), "this is a compressed file; unpack it first")
    if b"\0" in data[:4096]:
        raise ExpectedError(
            Where(path, 1), "this is a binary file; give the provider's JSON answer"
        )
    try:
        return data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(error.object, error.start, path) from None


def _is_utf16(data: bytes) -> bool:
    """A byte order mark, or an opening bracket beside a zero octet (RFC 4627 section 3)."""
    return data.startswith(_UTF16_MARKS) or data[:2] in _UTF16_OPENINGS


def _not_utf8(data: bytes, at: int, path: str) -> ExpectedError:
    before = data[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    where = Where(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return ExpectedError(
        where, f"the octet 0x{data[at]:02x} is not UTF-8 text; save the document as UTF-8"
    )
