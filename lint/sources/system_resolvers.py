"""The resolvers that this machine itself uses."""

from __future__ import annotations

from .server_address import AddressError, parse

PATH = "/etc/resolv.conf"
MAX_SERVERS = 3  # further lines are not used by the system either
MAX_SIZE = 64 * 1024
_HERE = ("127.0.0.1",)  # what the system asks where nothing is configured (resolv.conf(5))


def system_resolvers(path: str = PATH) -> tuple[str, ...]:
    """The IP addresses in `resolv.conf`, in its order; none where the file cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - no pathlib on the way to the first question
            data = file.read(MAX_SIZE)
    except OSError:
        return ()
    found = (_server(line) for line in data.decode("utf-8", "replace").splitlines())
    servers = tuple(dict.fromkeys(s for s in found if s))
    return servers[:MAX_SERVERS] or _HERE


def _server(line: str) -> str | None:
    words = line.split()
    if len(words) < 2 or words[0] != "nameserver":
        return None
    try:
        return parse(words[1]).text
    except AddressError:
        return None
