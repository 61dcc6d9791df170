"""The addresses of resolvers as users write them, and those of the system."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from senderlint.lint.sources import resolvers as module
from senderlint.lint.sources.error import SourceError
from senderlint.lint.sources.resolvers import resolvers
from senderlint.lint.sources.server_address import AddressError, parse
from senderlint.lint.sources.system_resolvers import system_resolvers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.1.1.1", ("dns", "1.1.1.1", 53, "")),
        ("127.0.0.1:5353", ("dns", "127.0.0.1", 5353, "")),
        ("::1", ("dns", "::1", 53, "")),
        ("[::1]", ("dns", "::1", 53, "")),
        ("[::1]:5300", ("dns", "::1", 5300, "")),
        ("2606:4700:4700:0::1111", ("dns", "2606:4700:4700::1111", 53, "")),
        ("fe80::1%eth0", ("dns", "fe80::1%eth0", 53, "")),
        ("[fe80::1%eth0]:54", ("dns", "fe80::1%eth0", 54, "")),
        ("tls://9.9.9.9", ("tls", "9.9.9.9", 853, "")),
        ("tls://[2620:fe::fe]:8853", ("tls", "2620:fe::fe", 8853, "")),
        ("TLS://dns.quad9.net", ("tls", "dns.quad9.net", 853, "")),
        ("https://dns.example/dns-query", ("https", "dns.example", 443, "/dns-query")),
        ("https://dns.example", ("https", "dns.example", 443, "/dns-query")),
        ("https://127.0.0.1:8443/q?x=1", ("https", "127.0.0.1", 8443, "/q?x=1")),
        ("https://[::1]/dns-query", ("https", "::1", 443, "/dns-query")),
        (" 8.8.8.8 ", ("dns", "8.8.8.8", 53, "")),
    ],
)
def test_an_address_is_read_and_written_back(text: str, expected: tuple[object, ...]) -> None:
    address = parse(text)
    assert tuple(address) == expected
    assert parse(address.text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dns.google",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.1.1.1:",
        "1.1.1.1:dns",
        "[::1",
        "[1.1.1.1]:53",
        "::1:99999",
        "tls://",
        "tls://9.9.9.9/path",
        "https://",
        "https://user@dns.example/dns-query",
        "https://dns.example/a b",
        "http://dns.example/dns-query",
        "udp://1.1.1.1",
        "1.1.1.1,8.8.8.8",
        "\x1b[31m",
        "1" * 100_000,
    ],
)
def test_nonsense_is_one_clear_line(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse(text)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 200


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_port_that_cannot_be(port: str) -> None:
    with pytest.raises(AddressError, match="not between 1 and 65535"):
        parse(f"1.1.1.1:{port}")


def test_an_unusable_resolver_names_the_option() -> None:
    with pytest.raises(SourceError, match=r'^--resolver: "example" is no address of a resolver; '):
        resolvers(["example"])


def test_the_default_is_the_system_and_four_operators(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "system_resolvers", lambda: ("192.0.2.53", "1.1.1.1"))
    found = resolvers([])
    assert [v.label for v in found] == [
        "system 192.0.2.53",
        "system 1.1.1.1",
        "Google 8.8.8.8",
        "Quad9 9.9.9.9",
        "OpenDNS 208.67.222.222",
    ]


def test_without_system_resolvers_the_public_ones_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "system_resolvers", lambda: ())
    assert [v.address for v in resolvers([])] == [a for _, a in module.PUBLIC]
    with pytest.raises(SourceError, match="names no resolver"):
        resolvers(["system"])


def test_https_without_its_packages_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match=r"pip install 'senderlint\[doh\]'"):
        resolvers(["https://dns.example/dns-query"])
    assert resolvers(["tls://9.9.9.9"])


def test_each_address_counts_once() -> None:
    assert [v.address for v in resolvers(["9.9.9.9", "1.1.1.1:53", "1.1.1.1"])] == [
        "9.9.9.9",
        "1.1.1.1",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nameserver 127.0.0.53\noptions edns0\n", ("127.0.0.53",)),
        ("# nameserver 1.2.3.4\n;nameserver 1.2.3.5\nnameserver\t::1  # x\n", ("::1",)),
        ("nameserver fe80::1%eth0\n", ("fe80::1%eth0",)),
        ("nameserver nonsense\nnameserver 10.0.0.1\nnameserver 10.0.0.1", ("10.0.0.1",)),
        (
            "".join(f"nameserver 10.0.0.{i}\n" for i in range(9)),
            ("10.0.0.0", "10.0.0.1", "10.0.0.2"),
        ),
        ("", ("127.0.0.1",)),
        ("nameserver", ("127.0.0.1",)),
        ("\0\xff", ("127.0.0.1",)),
    ],
)
def test_the_resolvers_of_the_system(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    path = tmp_path / "resolv.conf"
    path.write_bytes(text.encode("latin-1"))
    assert system_resolvers(str(path)) == expected


def test_a_missing_resolv_conf_names_nobody(tmp_path: Path) -> None:
    assert system_resolvers(str(tmp_path / "no")) == ()
    assert system_resolvers(str(tmp_path)) == ()
