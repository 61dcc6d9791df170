"""Records that are put right: what was meant, stable when corrected again, and in little time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from failures import key
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records import dkim_correction
from senderlint.lint.records.dkim_flaws import record_flaw
from senderlint.lint.records.policy_texts import (
    bimi_corrected,
    bimi_flaw,
    sts_corrected,
    sts_flaw,
    tls_report_corrected,
    tls_report_flaw,
)

KEY = key("corrected")
Cure = Callable[[str], str | None]
Flaw = Callable[[str], str | None]
CURES: dict[str, tuple[Cure, Flaw]] = {
    "dkim": (dkim_correction.corrected, record_flaw),
    "sts": (sts_corrected, sts_flaw),
    "tls": (tls_report_corrected, tls_report_flaw),
    "bimi": (bimi_corrected, bimi_flaw),
}
RIGHT = f"v=DKIM1; k=rsa; p={KEY}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"v=DKIM1; k=rsa p={KEY}", RIGHT),
        (f"v=DKIM1 k=rsa p={KEY}", RIGHT),
        (f"v=DKIM1, k=rsa, p={KEY}", RIGHT),
        (f"k=rsa; p={KEY}; v=DKIM1", RIGHT),
        (f"v=dkim1; k=rsa; p={KEY}", RIGHT),
        (f"-----BEGIN PUBLIC KEY-----\n{KEY[:64]}\n{KEY[64:]}\n-----END PUBLIC KEY-----", RIGHT),
        (f"-----BEGIN PUBLIC KEY-----{KEY}-----END PUBLIC KEY-----", RIGHT),
        (f"v=DKIM1; k=rsa; p={KEY[:200]}", None),
        ("v=DKIM1; k=rsa", None),
        (RIGHT, None),
    ],
)
def test_keys(text: str, meant: str | None) -> None:
    assert dkim_correction.corrected(text) == meant


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("sts", "v=STSv1; id=2026-01-01;", "v=STSv1; id=20260101"),
        ("sts", "v=stsv1;id=7", "v=STSv1; id=7"),
        ("sts", "v=STSv1;", None),
        ("tls", "v=TLSRPTv1; rua=tls@a.net", "v=TLSRPTv1; rua=mailto:tls@a.net"),
        (
            "tls",
            "v=TLSRPTv1;rua=mailto: a@b.net , https://c.net/r",
            "v=TLSRPTv1; rua=mailto:a@b.net,https://c.net/r",
        ),
        ("tls", "v=TLSRPTv1; rua=http://c.net", None),
        ("bimi", "v=BIMI1; l=http://a.net/l.svg; a=", "v=BIMI1; l=https://a.net/l.svg; a="),
        ("bimi", "v=BIMI1; a=https://a.net/c.pem", None),
    ],
)
def test_announced_policies(kind: str, text: str, meant: str | None) -> None:
    assert CURES[kind][0](text) == meant


@given(st.sampled_from(sorted(CURES)), st.text())
def test_what_was_corrected_is_right(kind: str, text: str) -> None:
    cure, flaw = CURES[kind]
    for start in ("", "v=DKIM1; p=", "v=STSv1; id=", "v=TLSRPTv1; rua=", "v=BIMI1; l="):
        right = cure(start + text)
        assert right is None or flaw(right) is None


@pytest.mark.parametrize("piece", [" ", ",", "p=", " p=", "A", "; p", "-----BEGIN PUBLIC KEY-----"])
@pytest.mark.parametrize("kind", sorted(CURES))
def test_long_texts_take_little_time(kind: str, piece: str) -> None:
    start = time.process_time()
    CURES[kind][0]("v=DKIM1; k=rsa" + piece * 20_000)
    assert time.process_time() - start < 2
