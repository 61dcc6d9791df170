"""Where a server listens, as users and vantages write it: `1.1.1.1`, `[::1]:53`, `tls://9.9.9.9`."""

from __future__ import annotations

import ipaddress
import re

from ..noun import NamedTuple
from ..pattern import lazy
from ..records.names import flaw, is_hostname, to_ascii
from ..records.visible import shorten

PLAIN, TLS, HTTPS = "dns", "tls", "https"
PORTS = {PLAIN: 53, TLS: 853, HTTPS: 443}
MAX_LENGTH = 512
FORMS = "1.1.1.1, 127.0.0.1:5353, [::1]:53, tls://9.9.9.9 or https://dns.example/dns-query"
_PLACE = lazy(r"(?:\[([0-9a-f:.]+(?:%[\w.-]+)?)\]|([^\[\]:/]+))(?::([0-9]{1,5}))?", re.IGNORECASE)
_LINK = lazy(r"%[\w.-]+\Z")


class Address(NamedTuple):
    """How a server is reached: the scheme, an IP address or host name, the port, the URL path."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def text(self) -> str:
        """The shortest spelling; `parse` reads it back."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == PORTS[self.scheme]
        place = host if usual else f"{host}:{self.port}"
        if self.scheme == PLAIN:
            return self.host if usual else place
        return f"{self.scheme}://{place}{self.path}"


class AddressError(ValueError):
    """Text that names no server; `str()` is one line that says what is wrong with it."""


def parse(text: str) -> Address:
    """The address that the text stands for; raises AddressError.

    A host name is possible where the transport proves it (`tls://`, `https://`), because there is
    nobody to ask for the address of a plain server.
    """
    if len(text) > MAX_LENGTH:
        raise AddressError(_nonsense(text))
    scheme, path, place = _scheme(text.strip())
    bare = _ip(place)
    if bare:
        return Address(scheme, bare, PORTS[scheme], path)
    match = _PLACE.fullmatch(place)
    if match is None:
        raise AddressError(_nonsense(text))
    inside, name, port = match.groups()
    return Address(scheme, _host(text, scheme, inside, name), _port(text, scheme, port), path)


def of_server(ip: str, port: int) -> Address:
    """The plain address of a name server."""
    return Address(PLAIN, ip, port)


def _scheme(text: str) -> tuple[str, str, str]:
    for scheme in (TLS, HTTPS):
        if text.lower().startswith(f"{scheme}://"):
            place, slash, path = text[len(scheme) + 3 :].partition("/")
            if scheme == TLS and path:
                raise AddressError(_nonsense(text))
            return scheme, _path(slash + path) if scheme == HTTPS else "", place
    return PLAIN, "", text


def _path(path: str) -> str:
    if not path.isascii() or not path.isprintable() or " " in path or "#" in path:
        raise AddressError("the path of an https:// resolver holds a character it cannot hold")
    return path if path.strip("/") else "/dns-query"


def _host(text: str, scheme: str, inside: str | None, name: str | None) -> str:
    ip = _ip(inside or name or "")
    if ip and (inside is None or ":" in ip):
        return ip
    host = to_ascii(name or "")
    if scheme == PLAIN or not is_hostname(host) or flaw(host) or re.fullmatch(r"[\d.]+", host):
        raise AddressError(_nonsense(text))
    return host


def _port(text: str, scheme: str, port: str | None) -> int:
    number = int(port) if port else PORTS[scheme]
    if not 0 < number < 65_536:
        raise AddressError(f'the port in "{shorten(text, 60)}" is not between 1 and 65535')
    return number


def _ip(text: str) -> str | None:
    """The IP address in its usual spelling, None for what is none."""
    zone = _LINK.search(text)
    try:
        ip = ipaddress.ip_address(text[: zone.start()] if zone else text)
    except ValueError:
        return None
    return f"{ip}{zone.group()}" if zone and ip.version == 6 else None if zone else str(ip)


def _nonsense(text: str) -> str:
    return f'"{shorten(text, 60)}" is no address of a resolver; write {FORMS}'
