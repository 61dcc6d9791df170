"""Reading input and writing reports: one clear line on failure, nothing half-written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from io import BufferedReader

MAX_DOCUMENT = 16 * 1024 * 1024  # octets of a JSON document or a saved report
_PIECE = 64 * 1024


class FileError(Exception):
    """A file could not be read or written; str() says which, why and what to do."""


def read(path: str, limit: int = MAX_DOCUMENT) -> bytes:
    """A file's octets, or those of standard input for `-`; raises FileError."""
    try:
        if path == "-":
            data = _standard_input(limit + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost start-up time
                data = file.read(limit + 1)
    except OSError as error:
        raise FileError(f"{shown(path)}: {reason(error)}") from error
    if len(data) > limit:
        raise FileError(
            f"{shown(path)}: larger than {limit // 1024 // 1024} MB; give the right file"
        )
    return data


def _standard_input(size: int) -> bytes:
    if sys.stdin is None:
        raise FileError("standard input (-) is closed; give a file instead")
    stream = cast("BufferedReader", sys.stdin.buffer)
    # Piece by piece, so that a signal is seen between two of them.
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read1(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def shown(path: str) -> str:
    """What messages and reports call an input file."""
    return "<stdin>" if path == "-" else path


def write(path: str, pieces: Iterable[str]) -> None:
    """Write a file as a whole or not at all: to a temporary file beside it, then rename."""
    import tempfile  # loads much that only a written file needs

    folder = os.path.dirname(path) or "."  # noqa: PTH120
    try:
        _refuse_special(path)
        handle, temporary = tempfile.mkstemp(prefix=".senderlint-", dir=folder)
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {reason(error)}") from error
    try:
        with os.fdopen(
            handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), _mode(path))
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException as error:
        os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError):
            raise FileError(f"{path}: cannot be written: {reason(error)}") from error
        raise


def reason(error: OSError) -> str:
    """The system's word for an error, without its number and path."""
    return (error.strerror or type(error).__name__).lower()


def _refuse_special(path: str) -> None:
    """A report never goes through a device, a pipe or somebody else's link."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a folder")
    if not stat.S_ISREG(mode):
        raise FileError(f"{path}: not a regular file; give another name for the report")


def _mode(path: str) -> int:
    """The file's own permissions, or those that a new file would get."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
