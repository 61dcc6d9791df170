"""What a TXT text is taken for, strictly and by its intention."""

from __future__ import annotations

import pytest

from senderlint.lint.records.kind import (
    TextKind,
    is_dkim_key,
    is_dmarc,
    is_spf,
    meant_for,
    strict_kind,
    text_kind,
)

KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3"


@pytest.mark.parametrize("text", ["v=spf1", "v=spf1 ", "V=SPF1 -all", "v=spf1 include:a.example"])
def test_spf_starts_with_its_version(text: str) -> None:
    assert is_spf(text)
    assert strict_kind(text) is TextKind.SPF


@pytest.mark.parametrize(
    "text", [" v=spf1 -all", "v=spf10 -all", "v=spf1\t-all", "v=spf1;", "spf2.0/pra -all", "v=spf"]
)
def test_other_starts_are_not_spf(text: str) -> None:
    assert not is_spf(text)


@pytest.mark.parametrize("text", ["v=DMARC1", "v=DMARC1;p=none", "v = DMARC1 ;p=none"])
def test_dmarc_starts_with_its_version(text: str) -> None:
    assert is_dmarc(text)


@pytest.mark.parametrize(
    "text", ["v=dmarc1; p=none", " v=DMARC1", "v=DMARC10; p=none", "v=DMARC1 p=none", "p=none"]
)
def test_other_starts_are_not_dmarc(text: str) -> None:
    assert not is_dmarc(text)


@pytest.mark.parametrize(
    "text",
    [
        f"p={KEY}",
        f"k=rsa; p={KEY}",
        f"v=DKIM1; k=rsa; t=s; p={KEY};",
        "v=DKIM1; p=",
        f"v = DKIM1 ; p = {KEY[:20]} {KEY[20:]}",
        "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ],
)
def test_keys_are_recognised(text: str) -> None:
    assert is_dkim_key(text)
    assert text_kind(text) is TextKind.DKIM


@pytest.mark.parametrize(
    "text", ["v=DKIM1", f"p={KEY}; v=DKIM1", f"v=dkim1; p={KEY}", f"v=DKIM1; p={KEY}; note"]
)
def test_broken_keys_are_meant_as_keys(text: str) -> None:
    assert not is_dkim_key(text)
    assert meant_for(text) is TextKind.DKIM


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"v=spf1 -all"', TextKind.SPF),
        (" v=spf1 -all", TextKind.SPF),
        ("\ufeffv=spf1 -all", TextKind.SPF),
        ("V=SPF 1 -all", TextKind.SPF),
        ("v=spf1include:a.example~all", TextKind.SPF),
        ("v=spf1;", TextKind.SPF),
        ("v=spf", TextKind.SPF),
        ("spf1 include:a.example", TextKind.SPF),
        ("@ v=spf1 -all", TextKind.SPF),
        ("example.org. 3600 IN TXT v=spf1 -all", TextKind.SPF),
        ('\\"v=spf1 -all\\"', TextKind.SPF),
        ("“v=spf1 -all”", TextKind.SPF),
        ("_dmarc= v=DMARC1; p=none", TextKind.DMARC),
        ("_dmarc: v=DMARC1; p=none", TextKind.DMARC),
        ("_dmarc.shop.example.org v=DMARC1; p=none", TextKind.DMARC),
        ("v=dmarc1; p=none", TextKind.DMARC),
        ("v=DMARC1 p=none", TextKind.DMARC),
        ("v=DMARC1\\; p=none", TextKind.DMARC),
        ("p=none; v=DMARC1", TextKind.DMARC),
        ("p=reject; rua=mailto:a@example.org", TextKind.DMARC),
        ("zoho._domainkey=v=DKIM1; p=", TextKind.DKIM),
        ("v=DKIM1", TextKind.DKIM),
        ("k=rsa", TextKind.DKIM),
    ],
)
def test_near_misses_keep_their_intention(text: str, kind: TextKind) -> None:
    assert meant_for(text) is kind
    assert text_kind(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t=y; o=~;",
        "o=-",
        "o=~; r=postmaster@example.org",
        "dkim=all",
        "dkim=discardable",
        "v=spf10 -all",
        "v=spf1foo -all",
        "v=spf2.0/pra -all",
        "spf2.0/mfrom,pra include:example.org ~all",
        "v=STSv1; id=20260101T000000;",
        "v=TLSRPTv1; rua=mailto:a@example.org",
        "v=BIMI1; l=https://example.org/logo.svg; a=",
        "google-site-verification=abcDEF123",
        "MS=ms12345678",
        "brevo-code:0123456789abcdef",
        "mandrill_verify.abcdef",
        "see example.org/terms?p=1; thanks",
        "p=1",
        "please read v=spf1 for details",
        "v=verifydomain MSID=1",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert text_kind(text) is None


def test_permission_to_receive_reports_is_no_policy() -> None:
    assert text_kind("v=DMARC1", "example.net._report._dmarc.example.org") is None
    assert text_kind("v=DMARC1", "*._report._dmarc.example.org") is None
    assert text_kind("v=DMARC1", "_dmarc.example.org") is TextKind.DMARC
