"""The classes of differing TXT values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.model import Purpose, Record
from senderlint.lint.records.difference import Difference, DifferenceKind, classify

KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v"
    "3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToI"
    "MmPSPDdQPNUYckcQ2QIDAQAB"
)
OTHER_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi"
    "0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G"
    "+2kryOTIKT+l/K4w3QIDAQAB"
)
DKIM = f"v=DKIM1; k=rsa; p={KEY}"
SPF = "v=spf1 include:_spf.stackshift.example ~all"
DMARC = "v=DMARC1; p=none; rua=mailto:dmarc@stackshift.example"
TOKEN = "stackshift-verification=AbC123dEf456"
DOMAIN = "mail.example.org"
NAMES = {
    Purpose.DKIM: f"s1._domainkey.{DOMAIN}",
    Purpose.DMARC: f"_dmarc.{DOMAIN}",
    Purpose.SPF: DOMAIN,
    Purpose.VERIFICATION: DOMAIN,
}
K = DifferenceKind


def differ(purpose: Purpose, expected: str, *observed: str) -> Difference:
    return classify(expected, observed, purpose=purpose, name=NAMES[purpose], domain=DOMAIN)


def dkim(*observed: str) -> Difference:
    return differ(Purpose.DKIM, DKIM, *observed)


@pytest.mark.parametrize(
    ("observed", "kind", "at", "detail"),
    [
        (DKIM, K.EQUAL, None, ""),
        (f"p={KEY}", K.EQUAL, None, ""),
        (f"k=rsa;p={KEY[:50]} {KEY[50:]};t=s;", K.EQUAL, None, ""),
        (f" {DKIM}\n", K.EQUAL, None, ""),
        (f'"{DKIM}"', K.LITERAL_QUOTES, 0, '"'),
        (f'"v=DKIM1; k=rsa; " "p={KEY}"', K.LITERAL_QUOTES, 0, '"'),
        (f'\\"{DKIM}\\"', K.LITERAL_QUOTES, 1, '"'),
        (f"“{DKIM}”", K.LITERAL_QUOTES, 0, "“"),
        (f"{DKIM}'", K.LITERAL_QUOTES, len(DKIM), "'"),
        (DKIM.replace(";", "\\;"), K.BACKSLASH, 7, "\\;"),
        (DKIM.replace(";", "\\059"), K.BACKSLASH, 7, "\\059"),
        (f'"{DKIM}"'.replace(";", "\\;"), K.LITERAL_QUOTES, 0, '"'),
        (f"{DKIM}!", K.WHITESPACE_OR_JUNK, len(DKIM), "!"),
        (DKIM.replace("p=", "p=\u200b"), K.SMART_CHARACTERS, 18, "\u200b"),
        (DKIM.replace("v=DKIM1; ", "v=DKIM1;\u00a0"), K.SMART_CHARACTERS, 8, "\u00a0"),
        (DKIM[:100], K.TRUNCATED, 100, "100"),
        (f"p={KEY[:90]}", K.TRUNCATED, 92, "92"),
        (f"{DKIM[:60]}...", K.ELLIPSIS, 60, "..."),
        ("v=DKIM1; k=rsa; p=MIGf…AQAB", K.ELLIPSIS, 22, "…"),
        (f"v=DKIM1; p={KEY[:20]}[...]", K.ELLIPSIS, 31, "[...]"),
        (DKIM.lower(), K.CASE_FOLDED, 18, ""),
        ("v=DKIM1", K.SEMICOLON_COMMENT, 7, ""),
        ("k=rsa", K.SEMICOLON_COMMENT, 5, ""),
        (f"s1._domainkey: {DKIM}", K.HOST_PASTED, 0, "s1._domainkey"),
        (f"zoho._domainkey={DKIM}", K.HOST_PASTED, 0, "zoho._domainkey"),
        (f"s1._domainkey.{DOMAIN} {DKIM}", K.HOST_PASTED, 0, f"s1._domainkey.{DOMAIN}"),
        (f's1 "{DKIM}"', K.HOST_PASTED, 0, "s1"),
        (f"v=DKIM1; k=rsa; p={KEY[:90]}word{KEY[90:]}", K.DAMAGED_KEY, 108, "'word' was inserted"),
        (f"v=DKIM1; k=rsa; p={KEY[:90]}{KEY[91:]}", K.DAMAGED_KEY, 108, f"'{KEY[90]}' is missing"),
        (f"{DKIM}l", K.DAMAGED_KEY, len(DKIM), "'l' was inserted"),
        (f"v=DKIM1; p={KEY[:60]}x{KEY[61:]}", K.DAMAGED_KEY, 71, "one character differs"),
        (f"p={KEY}; v=DKIM1", K.DAMAGED_KEY, 0, "v=DKIM1 must come first"),
        ("v=DKIM1; k=rsa; t=s", K.DAMAGED_KEY, 16, "there is no p= with the key"),
        (f"v=DKIM1; p={OTHER_KEY}", K.OTHER_KEY, 50, ""),
        (f'"v=DKIM1; p={OTHER_KEY}"', K.OTHER_KEY, 51, ""),
        ("v=DKIM1; p=", K.REVOKED_KEY, 9, ""),
        ("v=DKIM1; k=rsa; p=", K.REVOKED_KEY, 18, ""),
        ("v=DKIM1; p={{ key }}", K.PLACEHOLDER, 11, "{{ key }}"),
        ("v=DKIM1; p=<your key>", K.PLACEHOLDER, 11, "<your key>"),
        ("hello", K.OTHER, 0, ""),
    ],
)
def test_a_key_that_differs(
    observed: str, kind: DifferenceKind, at: int | None, detail: str
) -> None:
    assert dkim(observed) == Difference(kind, at, detail, observed)


def test_a_broken_other_key_is_damaged() -> None:
    found = dkim(f"v=DKIM1; p={OTHER_KEY[:-8]}")
    assert found.kind is K.DAMAGED_KEY
    assert "octets" in found.detail


@pytest.mark.parametrize(
    "observed",
    [
        (DKIM[:100], DKIM[100:]),
        (DKIM[100:], DKIM[:100]),
        ("v=DKIM1", "k=rsa", f"p={KEY}"),
        (f"p={KEY}", "v=DKIM1;"),
        ("unrelated", DKIM[:200], DKIM[200:]),
        (f'"{DKIM[:100]}"', f'"{DKIM[100:]}"'),
    ],
)
def test_one_key_in_several_records(observed: tuple[str, ...]) -> None:
    assert dkim(*observed).kind is K.SPLIT_RECORDS


def test_one_right_record_is_enough() -> None:
    for other in ("hello", f"v=DKIM1; p={OTHER_KEY}", "v=DKIM1", ""):
        assert dkim(other, DKIM).kind is K.EQUAL
        assert dkim(DKIM, other).kind is K.EQUAL


@pytest.mark.parametrize(
    ("observed", "kind", "detail"),
    [
        ("v=spf1 a mx include:_SPF.stackshift.example. include:other.example -all", K.EQUAL, ""),
        ("v=spf1 redirect=_spf.stackshift.example", K.EQUAL, ""),
        ("v=spf1 ipv4:192.0.2.1 include:_spf.stackshift.example -all", K.EQUAL, ""),
        (f"{SPF} ", K.EQUAL, ""),
        (f'"{SPF}"', K.LITERAL_QUOTES, '"'),
        (f'"{SPF}', K.LITERAL_QUOTES, '"'),
        ('"v=spf1 " "include:_spf.stackshift.example ~all"', K.LITERAL_QUOTES, '"'),
        ("v=spf1 include:\\_spf.stackshift.example ~all", K.BACKSLASH, "\\_"),
        (f" {SPF}", K.WHITESPACE_OR_JUNK, " "),
        (f"{SPF}.", K.WHITESPACE_OR_JUNK, "."),
        ("v=spf1; include:_spf.stackshift.example ~all", K.WHITESPACE_OR_JUNK, ";"),
        ("V=SPF 1 include:_spf.stackshift.example ~all", K.WHITESPACE_OR_JUNK, " "),
        ("v=spf1 include: _spf.stackshift.example ~all", K.WHITESPACE_OR_JUNK, " "),
        ("v=spf1\tinclude:_spf.stackshift.example\t~all", K.WHITESPACE_OR_JUNK, "\t"),
        ("v=spf1 include:_spf.stackshift.example –all", K.SMART_CHARACTERS, "–"),
        ("v=spf1include:_spf.stackshift.example~all", K.SPACES_LOST, "i"),
        ("v=spf1 a include:_spf.stackshift.example~all", K.SPACES_LOST, "~"),
        (f"{DOMAIN}. IN TXT {SPF}", K.HOST_PASTED, f"{DOMAIN}. IN TXT"),
        ("v=spf1 include:_spf.stack", K.TRUNCATED, "25"),
        ("v=spf1 include:_spf.{{name}} ~all", K.PLACEHOLDER, "{{name}}"),
        ("v=spf1 a ~all", K.MISSING_TERMS, "include:_spf.stackshift.example"),
        ("v=spf1 -all", K.MISSING_TERMS, "include:_spf.stackshift.example"),
        (
            "v=spf1 ~all include:_spf.stackshift.example",
            K.MISSING_TERMS,
            "include:_spf.stackshift.example",
        ),
        ("v=spf10 -all", K.ABSENT, ""),
        ("google-site-verification=abc", K.ABSENT, ""),
    ],
)
def test_spf_that_differs(observed: str, kind: DifferenceKind, detail: str) -> None:
    found = differ(Purpose.SPF, SPF, observed)
    assert (found.kind, found.detail) == (kind, detail)


def test_spf_of_another_region() -> None:
    found = differ(
        Purpose.SPF, "v=spf1 include:mailgun.org ~all", "v=spf1 include:eu.mailgun.org -all"
    )
    assert (found.kind, found.at, found.detail) == (K.WRONG_REGION, 15, "eu.mailgun.org")


def test_spf_in_several_records() -> None:
    found = differ(Purpose.SPF, SPF, "v=spf1", "include:_spf.stackshift.example", "~all", "MS=1")
    assert found.kind is K.SPLIT_RECORDS
    assert found.observed == "v=spf1"


@pytest.mark.parametrize(
    ("observed", "kind"),
    [
        ("v=DMARC1;p=reject", K.EQUAL),
        ("v=DMARC1; rua=mailto:a@b.example", K.EQUAL),
        ('"v=DMARC1; p=none"', K.LITERAL_QUOTES),
        ("v=DMARC1\\; p=none", K.BACKSLASH),
        (" v=DMARC1; p=none", K.WHITESPACE_OR_JUNK),
        ("v=DMARC1; p=none.", K.WHITESPACE_OR_JUNK),
        ("_dmarc= v=DMARC1; p=none", K.HOST_PASTED),
        (f"_dmarc.{DOMAIN} v=DMARC1; p=none", K.HOST_PASTED),
        ("v=dmarc1; p=none", K.CASE_FOLDED),
        ("v=DMARC1", K.SEMICOLON_COMMENT),
        ("v=DMARC1; p=", K.TRUNCATED),
        ("v=DMARC1; p=...", K.ELLIPSIS),
        ("p=none; v=DMARC1", K.OTHER),
        ("v=DMARC1; p=monitor", K.OTHER),
        ("v=spf1 -all", K.OTHER),
    ],
)
def test_dmarc_that_differs(observed: str, kind: DifferenceKind) -> None:
    assert differ(Purpose.DMARC, DMARC, observed).kind is kind


def test_dmarc_in_several_records() -> None:
    assert differ(Purpose.DMARC, DMARC, "v=DMARC1", "p=none").kind is K.SPLIT_RECORDS


@pytest.mark.parametrize(
    ("observed", "kind", "at"),
    [
        (TOKEN, K.EQUAL, None),
        (TOKEN.lower(), K.CASE_FOLDED, 24),
        (f'"{TOKEN}"', K.LITERAL_QUOTES, 0),
        (f"{TOKEN} ", K.WHITESPACE_OR_JUNK, 36),
        (f"{TOKEN}.", K.WHITESPACE_OR_JUNK, 36),
        (f"x{TOKEN}", K.WHITESPACE_OR_JUNK, 0),
        (TOKEN.replace("=", " = "), K.WHITESPACE_OR_JUNK, 23),
        (f"{DOMAIN} {TOKEN}", K.HOST_PASTED, 0),
        (TOKEN[:30], K.TRUNCATED, 30),
        (TOKEN[:24] + "zzzzzzzzzzzz", K.OTHER, 24),
        ("google-site-verification=zzz", K.ABSENT, None),
        ("v=spf1 -all", K.ABSENT, None),
        ("", K.ABSENT, None),
    ],
)
def test_a_token_that_differs(observed: str, kind: DifferenceKind, at: int | None) -> None:
    found = differ(Purpose.VERIFICATION, TOKEN, observed)
    assert (found.kind, found.at) == (kind, at)


def test_nothing_observed_is_absent() -> None:
    assert dkim() == Difference(K.ABSENT, None, "", "")


def test_strings_of_one_record_may_be_cut_anywhere() -> None:
    for observed in (DKIM, f'"{DKIM}"', DKIM[:150]):
        data = observed.encode()
        for at in range(0, len(data), 40):
            record = Record("n", "TXT", None, "", strings=(data[:at], data[at:]))
            assert dkim(record.text) == dkim(observed)


PURPOSES = st.sampled_from(sorted(NAMES))
PIECES = st.sampled_from(
    [
        SPF,
        DKIM,
        DMARC,
        TOKEN,
        '"',
        "\\",
        " ",
        ";",
        "=",
        "…",
        "...",
        "v=spf1",
        "_dmarc.",
        "p=",
        "“",
        "\udce2",
    ]
)
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=6).map("".join)


@given(PURPOSES, TEXTS, st.lists(TEXTS, max_size=4))
def test_any_texts_are_classified(purpose: Purpose, expected: str, observed: list[str]) -> None:
    found = differ(purpose, expected, *observed)
    assert found.observed in (*observed, "")
    assert found.at is None or 0 <= found.at <= len(found.observed)


@given(PURPOSES, TEXTS, st.lists(TEXTS, max_size=2))
def test_the_expected_text_is_always_right(purpose: Purpose, text: str, others: list[str]) -> None:
    assert differ(purpose, text, *others, text).kind is K.EQUAL
