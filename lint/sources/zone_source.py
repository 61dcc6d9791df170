"""The octets of a zone file, in pieces, with `\\n` line ends: nothing of it is understood here."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from collections.abc import Iterator
from typing import BinaryIO

from ..noun import NamedTuple
from ..pattern import lazy
from .error import SourceError
from .zone_blocks import BLOCK

HEAD = 1 << 16  # octets looked at to tell what a file is
MAX_STREAM = 1 << 28  # octets taken from a pipe, which can be read only once

_FLUSH = lazy(rb"^[^\s;]", re.MULTILINE)
_INDENTED = lazy(rb"^[ \t]++(?=[^\s;])", re.MULTILINE)
_CONTROL = lazy(rb"[\x00-\x08\x0e-\x1f\x7f]")
# A first line without owner name: then the blanks in front of it mean something.
_OWNERLESS = lazy(
    rb"[ \t]*+(?:[0-9]++[a-z0-9]*+[ \t]++)?+(?:IN[ \t]++)?+(?:[0-9]++[a-z0-9]*+[ \t]++)?+"
    rb'(?:TXT|MX|NS|A|AAAA|CNAME|SPF|SRV|CAA|SOA)(?:[ \t]++(?!(?:[0-9]++[ \t]++)?IN[ \t])|(?="))',
    re.IGNORECASE,
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Source(NamedTuple):
    """A file or octets in memory that can be read again and again.

    `indent` is the blanks that every line of an indented paste starts with; `chunks` leaves them
    out. `head` is the beginning, after the same treatment. `undotted` is the zone's name in a file
    that writes whole owner names without their final dot; `chunks` adds it.
    """

    path: str
    size: int
    head: bytes
    indent: bytes
    file: BinaryIO | io.RawIOBase
    undotted: str = ""

    @classmethod
    def of_bytes(cls, data: bytes, path: str) -> Source:
        """Octets that are in memory already; raises SourceError for what is no text."""
        return _source(io.BytesIO(data), path, len(data))

    @classmethod
    def of_path(cls, path: str) -> Source:
        """An open file; raises SourceError where it cannot be read or is no text."""
        try:
            return _opened(path)
        except OSError as error:
            raise _unreadable(error, path) from error
        except ValueError as error:  # a NUL in the name
            raise SourceError(path, "cannot be read: no such file") from error

    def chunks(self) -> Iterator[bytes]:
        """The whole text from its beginning, in pieces of about BLOCK octets."""
        text = _dedented(_lines(self.file, self.path), self.indent)
        yield from _dotted(text, self.undotted) if self.undotted else text

    def at(self, start: int, size: int) -> bytes:
        """Octets of the file itself, fewer at its end."""
        return _read(self.file, start, size, self.path)


def _unreadable(error: OSError, path: str) -> SourceError:
    reason = (error.strerror or type(error).__name__).lower()
    return SourceError(path, f"cannot be read: {reason}")


def _opened(path: str) -> Source:
    # Without O_NONBLOCK a pipe that nobody writes to would never open.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode) and not stat.S_ISFIFO(state.st_mode):
        os.close(handle)
        if stat.S_ISDIR(state.st_mode):
            raise SourceError(path, "is a folder; give the zone file in it")
        raise SourceError(path, "is not a regular file; give a zone file")
    file = os.fdopen(handle, "rb", buffering=0)
    if stat.S_ISREG(state.st_mode):
        return _source(file, path, state.st_size)
    with file:
        os.set_blocking(handle, True)
        return Source.of_bytes(_stream(file, path), path)


def _stream(file: io.RawIOBase | BinaryIO, path: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(BLOCK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_STREAM:
            limit = MAX_STREAM // 1024 // 1024
            raise SourceError(path, f"gives more than {limit} MB; save it as a file first")
    return b"".join(pieces)


def _source(file: BinaryIO | io.RawIOBase, path: str, size: int) -> Source:
    head = b"".join(_first(_lines(file, path), HEAD))
    _refuse(head, path)
    indent = _indent(head)
    return Source(path, size, b"".join(_dedented([head], indent)), indent, file)


def _first(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[:size]
        size -= len(chunk)
        if size <= 0:
            return


def _lines(file: BinaryIO | io.RawIOBase, path: str) -> Iterator[bytes]:
    """Pieces with every line end as `\\n`, without a byte order mark."""
    start, held = 0, b""
    while piece := _read(file, start, BLOCK, path):
        first = start == 0
        start += len(piece)
        piece = held + piece
        held = b""
        if first and piece.startswith(codecs.BOM_UTF8):
            piece = piece[len(codecs.BOM_UTF8) :]
        if b"\r" in piece:
            if piece.endswith(b"\r"):  # its line feed may come with the next piece
                piece, held = piece[:-1], b"\r"
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield piece
    if held:
        yield b"\n"


def _read(file: BinaryIO | io.RawIOBase, start: int, size: int, path: str) -> bytes:
    # Passes may overlap: each of them keeps its own position.
    try:
        file.seek(start)
        return file.read(size) or b""
    except OSError as error:
        raise _unreadable(error, path) from error


def _dedented(chunks: Iterator[bytes] | list[bytes], indent: bytes) -> Iterator[bytes]:
    if not indent:
        yield from chunks
        return
    held, skipped = b"\n", 1  # a line feed in front of the first line, taken out again
    for chunk in chunks:
        text = held + chunk
        cut = text.rfind(b"\n", max(0, len(text) - len(indent) - 1))
        cut = cut if cut >= 0 else len(text)  # an indent may be cut in two at the end
        yield text[:cut].replace(b"\n" + indent, b"\n")[skipped:]
        skipped = 0 if cut else skipped
        held = text[cut:]
    yield held.replace(b"\n" + indent, b"\n")[skipped:]


_LONG = 64 * 1024  # octets


def _dotted(chunks: Iterator[bytes], zone: str) -> Iterator[bytes]:
    """Owner names that end in the zone's name get their final dot; the rest stays as it is."""
    name = re.escape(zone.encode("ascii", "replace"))
    owner = re.compile(rb'\n((?:[^\s;()"\\]{1,1024}\.)?' + name + rb")(?=[ \t])", re.IGNORECASE)
    held, skipped = b"\n", 1
    for chunk in chunks:
        text = held + chunk
        cut = text.rfind(b"\n")
        cut = len(text) if cut <= 0 and len(text) > _LONG else cut  # inside an endless line
        if cut > 0:
            yield owner.sub(rb"\n\1.", text[:cut])[skipped:]
            skipped = 0
        held = text[max(cut, 0) :]
    yield owner.sub(rb"\n\1.", held)[skipped:]


def _indent(head: bytes) -> bytes:
    """What all lines of a paste start with; nothing where any line is flush."""
    if _FLUSH.search(head):
        return b""
    blanks = _INDENTED.findall(head)
    if not blanks:
        return b""
    first = _INDENTED.search(head)
    if first and _OWNERLESS.match(head, first.end()):
        return b""
    return _shared(min(blanks), max(blanks))


def _shared(first: bytes, last: bytes) -> bytes:
    """What two texts have in common at the beginning."""
    size = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first if size is None else first[:size]


def _refuse(head: bytes, path: str) -> None:
    if head.startswith(_UTF16) or (head[1:4:2] == b"\0\0" and head[0]):
        raise SourceError(path, "is UTF-16 text; save it as UTF-8 and try again")
    if not head.strip():
        raise SourceError(path, "is empty; give a zone file")
    if b"\0" in head or len(_CONTROL.findall(head)) > len(head) // 20:
        raise SourceError(path, "is not a text file; give a zone file")
