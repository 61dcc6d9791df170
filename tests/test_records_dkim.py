"""DKIM keys: equality, and what is wrong with a damaged one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.dkim import DamageKind, key_damage, parse_dkim, rsa_bits, same_key

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "dkim" / "records.json"
RSA = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v"
    "3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToI"
    "MmPSPDdQPNUYckcQ2QIDAQAB"
)
ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def test_a_key_record_is_read() -> None:
    key = parse_dkim(
        f"v=DKIM1; k=RSA; h=sha256 : sha1; t=y:s; s=email; n=note; p={RSA[:9]} {RSA[9:]}"
    )
    assert (key.k, key.p, key.t, key.h, key.s) == (
        "rsa",
        RSA,
        ("y", "s"),
        ("sha256", "sha1"),
        ("email",),
    )
    assert key.well_formed
    assert not key.revoked


def test_an_empty_key_is_revoked_and_an_absent_one_is_not() -> None:
    assert parse_dkim("v=DKIM1; p=").revoked
    assert not parse_dkim("v=DKIM1").revoked


@pytest.mark.parametrize(
    "text",
    [
        f"p={RSA}",
        f"k=rsa;p={RSA};",
        f"v=DKIM1; t=s; h=sha256; p={RSA}; n=hello",
        f"p={RSA}; k=rsa",
        f"v=DKIM1;p={RSA[:80]}\r\n\t{RSA[80:]} ",
    ],
)
def test_the_same_key_in_other_words(text: str) -> None:
    assert same_key(f"v=DKIM1; k=rsa; p={RSA}", text)


@pytest.mark.parametrize(
    "text",
    [
        f"v=DKIM1; k=ed25519; p={RSA}",
        f"v=dkim1; p={RSA}",
        f"p={RSA}; v=DKIM1",
        f"v=DKIM1; p={RSA.lower()}",
        f"v=DKIM1; p={RSA}x",
        f"v=DKIM1; p={RSA}; p={RSA}",
        f'"v=DKIM1; p={RSA}',
        f"v=DKIM1; p={RSA}; stray",
        "v=DKIM1",
        "",
    ],
)
def test_not_the_same_key(text: str) -> None:
    assert not same_key(f"v=DKIM1; k=rsa; p={RSA}", text)


@pytest.mark.parametrize(("p", "k"), [(RSA, "rsa"), (ED25519, "ed25519"), ("", "rsa")])
def test_sound_keys_have_no_damage(p: str, k: str) -> None:
    assert key_damage(p, k) is None
    assert key_damage(p[:7] + " \t" + p[7:], k) is None


@pytest.mark.parametrize(
    ("p", "k", "kind", "at"),
    [
        (RSA[:50] + "!" + RSA[50:], "rsa", DamageKind.NOT_BASE64, 50),
        (RSA[:20] + "…", "rsa", DamageKind.NOT_BASE64, 20),
        (RSA[:100], "rsa", DamageKind.TRUNCATED, 100),
        (RSA[:101], "rsa", DamageKind.TRUNCATED, 101),
        (RSA[:102], "rsa", DamageKind.TRUNCATED, 102),
        (RSA[:-1] + "=", "rsa", DamageKind.TRUNCATED, 216),
        (RSA + "AAAA", "rsa", DamageKind.TRAILING, 216),
        (RSA[:50] + "=" + RSA[50:], "rsa", DamageKind.PADDING, 50),
        (ED25519[:-1], "ed25519", DamageKind.PADDING, 43),
        (ED25519[:40], "ed25519", DamageKind.TRUNCATED, 40),
        (RSA, "ed25519", DamageKind.TRAILING, 43),
        (ED25519, "rsa", DamageKind.NOT_A_KEY, 0),
        ("AAAA", "rsa", DamageKind.NOT_A_KEY, 0),
    ],
)
def test_damage_is_named_and_located(p: str, k: str, kind: DamageKind, at: int) -> None:
    damage = key_damage(p, k)
    assert damage is not None
    assert (damage.kind, damage.at) == (kind, at)


def test_the_size_of_a_key() -> None:
    from base64 import b64decode

    assert rsa_bits(b64decode(RSA)) == 1024
    assert rsa_bits(b"") is None


@given(st.text(), st.sampled_from(["rsa", "ed25519", "other"]))
def test_any_key_text_is_judged(p: str, k: str) -> None:
    key_damage(p, k)


@given(st.text(alphabet="AMI30gQ+/=", max_size=80))
def test_any_base64_is_judged(p: str) -> None:
    key_damage(p)
    key_damage(RSA[: len(p)] + p)


@given(st.binary(max_size=300))
def test_any_octets_are_judged(data: bytes) -> None:
    rsa_bits(data)


def test_the_shared_records_are_judged_as_their_readers_do() -> None:
    """Left out: what depends on more than the key's octets (key types, versions, duplicates)."""
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    for case in json.loads(DATA.read_text()):
        key = parse_dkim(case["record"])
        damage = key_damage(key.p or "", key.k)
        if case["verdict"] == "valid":
            assert damage is None, case
        elif case["note"] == "errRecordBadPublicKey":
            assert damage is not None, case
