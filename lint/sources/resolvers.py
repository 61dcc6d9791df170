"""The resolvers to ask: those that the user names, or the system's and four public operators'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Vantage, VantageKind
from .error import SourceError
from .server_address import HTTPS, Address, AddressError, parse
from .system_resolvers import system_resolvers

OPTION, SYSTEM = "--resolver", "system"
PUBLIC = (
    ("Cloudflare", "1.1.1.1"),
    ("Google", "8.8.8.8"),
    ("Quad9", "9.9.9.9"),
    ("OpenDNS", "208.67.222.222"),
)
_OPERATORS = {address: operator for operator, address in PUBLIC}


def resolvers(texts: Iterable[str]) -> tuple[Vantage, ...]:
    """The vantages of `--resolver` arguments, each address once; raises SourceError.

    Without arguments: those of the system, where it has any, and the public ones.
    """
    named = list(texts)
    found = _named(named) if named else (*_system(), *map(_vantage, _OPERATORS))
    return tuple({v.address: v for v in reversed(tuple(found))}.values())[::-1]


def _named(texts: Iterable[str]) -> Iterator[Vantage]:
    for text in texts:
        if text.strip().lower() == SYSTEM:
            yield from _of_this_machine()
        else:
            yield _vantage(_address(text).text)


def _address(text: str) -> Address:
    try:
        address = parse(text)
    except AddressError as error:
        raise SourceError(OPTION, str(error)) from None
    if address.scheme == HTTPS and not _has_https():
        raise SourceError(
            OPTION, "https:// needs further packages; type: pip install 'senderlint[doh]'"
        )
    return address


def _has_https() -> bool:
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("httpx2", "h2"))


def _of_this_machine() -> tuple[Vantage, ...]:
    found = _system()
    if not found:
        raise SourceError(
            OPTION, "this machine names no resolver in /etc/resolv.conf; give an address"
        )
    return found


def _system() -> tuple[Vantage, ...]:
    return tuple(_vantage(address, SYSTEM) for address in system_resolvers())


def _vantage(address: str, operator: str = "") -> Vantage:
    who = operator or _OPERATORS.get(address, "")
    return Vantage(VantageKind.RESOLVER, f"{who} {address}".strip(), address)
