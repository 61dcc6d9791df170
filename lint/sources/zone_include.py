"""`$INCLUDE`: another file of the same folder, read only when it was asked for."""

from __future__ import annotations

import os
import stat

from .error import SourceError

MAX_INCLUDED = 16 * 1024 * 1024  # octets of one included file
MAX_DEPTH = 5


def read_included(name: str, path: str) -> tuple[str, bytes]:
    """The path and the octets of the file that the zone file at `path` includes.

    Raises SourceError for whatever lies outside the zone file's folder, links included, and for
    what is not a regular file. The error quotes nothing of the file.
    """
    folder = os.path.realpath(os.path.dirname(path) or ".")  # noqa: PTH120 - see files.py
    wanted = os.path.realpath(os.path.join(folder, name))  # noqa: PTH118
    shown = os.path.join(os.path.dirname(path), name)  # noqa: PTH118, PTH120
    if os.path.commonpath([folder, wanted]) != folder or "\0" in name:
        raise SourceError(shown, "lies outside the folder of the zone file; it was not read")
    try:
        return shown, _read(wanted, shown)
    except OSError as error:
        raise SourceError(
            shown, f"cannot be read: {(error.strerror or 'error').lower()}"
        ) from error


def _read(wanted: str, shown: str) -> bytes:
    handle = os.open(wanted, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise SourceError(shown, "is not a regular file; it was not read")
        if state.st_size > MAX_INCLUDED:
            raise SourceError(shown, "is larger than 16 MB; it was not read")
        return file.read(MAX_INCLUDED)
