"""Why a server gave no answer, in words for the reader."""

from __future__ import annotations

import errno
import socket
import ssl

from ..model import AnswerStatus

DAMAGED = "its answer cannot be read: it is damaged or too large"
_NO_ROUTE = (errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL)


class NoReplyError(Exception):
    """A server gave no answer; `str()` says why, `flags` are those of what it gave instead."""

    def __init__(
        self,
        reason: str,
        status: AnswerStatus = AnswerStatus.TIMEOUT,
        flags: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.status, self.flags = status, flags

    def again(self) -> NoReplyError:
        """The same for another question."""
        return NoReplyError(str(self), self.status, self.flags)


def silence(seconds: float) -> NoReplyError:
    """Nothing came in so long."""
    return NoReplyError(f"no answer within {seconds:g} seconds")


def no_reply(error: OSError) -> NoReplyError:
    """Why there is no answer, in words for the reader."""
    if error.errno in _NO_ROUTE:
        return NoReplyError("this machine has no route to it", AnswerStatus.UNASKED)
    if isinstance(error, ConnectionRefusedError):
        return NoReplyError("nothing listens there (connection refused)")
    if isinstance(error, ConnectionError):
        return NoReplyError("it closed the connection without an answer")
    if isinstance(error, ssl.SSLCertVerificationError):
        return NoReplyError(f"its certificate is not trusted: {error.verify_message}")
    if isinstance(error, socket.gaierror):
        return NoReplyError("its host name has no address")
    if isinstance(error, PermissionError):
        return NoReplyError("this machine does not let the question out", AnswerStatus.UNASKED)
    if error.errno == errno.EHOSTUNREACH:
        return NoReplyError("the network says that it cannot be reached")
    return NoReplyError(error.strerror or str(error))
