"""From the names in a document to absolute names."""

from __future__ import annotations

import json

import pytest

from senderlint.lint.expected.reader import read_expected


def resolved(domain: str, *written: str | None) -> list[str]:
    records = [{"type": "TXT", "name": name, "value": "x"} for name in written]
    document = {"name": domain, "records": records}
    (found,) = read_expected(json.dumps(document).encode(), "d.json")
    return [record.name for record in found.records]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("bounce", "bounce.mail.example.com"),
        ("Bounce ", "bounce.mail.example.com"),
        ("bounce.mail.example.com", "bounce.mail.example.com"),
        ("bounce.mail.example.com.", "bounce.mail.example.com"),
        ("elsewhere.example.net.", "elsewhere.example.net"),
        ("_DMARC.Example.COM", "_dmarc.example.com"),
        ("example.com", "example.com"),
        ("mail.example.com", "mail.example.com"),
        ("@", "mail.example.com"),
        ("", "mail.example.com"),
        (" ", "mail.example.com"),
        (".", "mail.example.com"),
        (None, "mail.example.com"),
        ("*", "*.mail.example.com"),
        ("bücher", "xn--bcher-kva.mail.example.com"),
        ("s1._domainkey.", "s1._domainkey.mail.example.com"),
        ("bounce.", "bounce.mail.example.com"),
        ("bounce.mail.example.com.mail.example.com", "bounce.mail.example.com.mail.example.com"),
        ("https://bounce.mail.example.com/", "https://bounce.mail.example.com/"),
        ("my bounce", r"my\032bounce.mail.example.com"),
        ("notexample.com", "notexample.com.mail.example.com"),
    ],
)
def test_a_name_alone(written: str | None, name: str) -> None:
    assert resolved("mail.example.com", written) == [name]


def test_names_count_from_the_zone_when_a_dkim_name_carries_the_domains_label() -> None:
    names = resolved("mail.example.com", "s1._domainkey.mail", "send.mail", "_dmarc", "send")
    assert names == [
        "s1._domainkey.mail.example.com",
        "send.mail.example.com",
        "_dmarc.example.com",
        "send.example.com",
    ]


def test_names_count_from_the_zone_when_another_name_carries_the_domains_label() -> None:
    names = resolved("mail.example.com", "bounce.mail", "_dmarc.mail")
    assert names == ["bounce.mail.example.com", "_dmarc.mail.example.com"]


def test_names_count_from_the_domain_when_a_dkim_name_does() -> None:
    names = resolved("mail.example.com", "s1._domainkey", "bounce.mail")
    assert names == ["s1._domainkey.mail.example.com", "bounce.mail.mail.example.com"]


def test_a_domain_with_the_same_label_as_its_return_path() -> None:
    assert resolved("send.example.com", "send") == ["send.send.example.com"]
    assert resolved("send.example.com", "send", "s1._domainkey") == [
        "send.send.example.com",
        "s1._domainkey.send.example.com",
    ]
    assert resolved("send.example.com", "send.send", "s1._domainkey.send") == [
        "send.send.example.com",
        "s1._domainkey.send.example.com",
    ]


def test_the_zone_may_be_several_labels_up() -> None:
    names = resolved("a.b.example.co.uk", "s1._domainkey.a.b", "send.a.b", "x.example.co.uk")
    assert names == [
        "s1._domainkey.a.b.example.co.uk",
        "send.a.b.example.co.uk",
        "x.example.co.uk",
    ]


def test_absolute_names_do_not_decide_for_relative_ones() -> None:
    names = resolved("mail.example.com", "s1._domainkey.mail.example.com", "bounce")
    assert names == ["s1._domainkey.mail.example.com", "bounce.mail.example.com"]
