"""What a DKIM key is, and why receivers cannot use a record."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from senderlint.lint.records.dkim import parse_dkim
from senderlint.lint.records.dkim_flaws import record_flaw
from senderlint.lint.records.dkim_key import KeyForm, key_facts
from senderlint.lint.records.dkim_limits import limits, without

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "dkim" / "records.json"
# RFC 6376 appendix C, and RFC 8463 appendix A.
SMALL = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAN/51GW5wnbaGnnS7VGHrRsoO40Mnkn9cFMGk4yxMNkUQ9mz5MBo9/ciEn3i"
    "DZnHHRhuZ2xPIo/RO6+PFmXFFOECAwEAAQ=="
)
RSA = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOC"
    "KG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGj"
    "aNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
)
ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
DER = serialization.Encoding.DER
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def test_the_keys_of_the_standards() -> None:
    facts = key_facts(RSA)
    assert (facts.algorithm, facts.bits, facts.form) == ("rsa", 1024, KeyForm.PUBLIC_KEY_INFO)
    facts = key_facts(ED25519, "ed25519")
    assert (facts.algorithm, facts.bits, facts.form) == ("ed25519", 256, KeyForm.RAW)
    assert record_flaw(f"v=DKIM1; p={RSA}") is None
    assert record_flaw(f"v=DKIM1; k=ed25519; p={ED25519}") is None


@pytest.mark.parametrize("bits", [1024, 2048, 3072])
def test_the_size_and_form_of_real_keys(bits: int) -> None:
    key = rsa.generate_private_key(65537, bits).public_key()
    facts = key_facts(text(key.public_bytes(DER, SPKI)))
    assert (facts.algorithm, facts.bits, facts.form) == ("rsa", bits, KeyForm.PUBLIC_KEY_INFO)
    bare = key.public_bytes(DER, serialization.PublicFormat.PKCS1)
    facts = key_facts(text(bare))
    assert (facts.bits, facts.form, facts.sound) == (bits, KeyForm.RSA_PUBLIC_KEY, True)


def test_an_unusual_exponent_is_judged_by_the_library() -> None:
    numbers = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
    key = rsa.RSAPublicNumbers(257, numbers.n).public_key()
    facts = key_facts(text(key.public_bytes(DER, SPKI)))
    assert (facts.algorithm, facts.bits, facts.sound) == ("rsa", 2048, True)


def test_what_was_published_instead_is_named() -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    edwards = ed25519.Ed25519PrivateKey.generate()
    private = rsa.generate_private_key(65537, 2048).private_bytes(
        DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for octets, k, words in [
        (curve.public_key().public_bytes(DER, SPKI), "rsa", "no receiver reads"),
        (edwards.public_key().public_bytes(DER, SPKI), "ed25519", "wrapped"),
        (edwards.public_key().public_bytes(DER, SPKI), "rsa", "k=ed25519 is missing"),
        (base64.b64decode(RSA), "ed25519", "k=rsa is missing"),
        (base64.b64decode(ED25519), "rsa", "looks like a key of type k=ed25519"),
        (private, "rsa", "private key"),
    ]:
        flaw = key_facts(text(octets), k).flaw
        assert flaw is not None
        assert words in flaw


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("v=DKIM1", "there is no p="),
        (f"p={RSA}; v=DKIM1", "v=DKIM1 must come first"),
        (f"v=dkim1; p={RSA}", "instead of v=DKIM1"),
        (f"v=DKIM1; p={RSA}; p={RSA}", "second of its kind"),
        (f"v=DKIM1; p={RSA}; oops", '"oops" does not belong there'),
        (f"v=DKIM1; k=ed25519-sha256; p={RSA}", "no keys of the type k=ed25519-sha256"),
        (f"v=DKIM1; p={RSA[:100]}", "only 75 are there, at character 112"),
        (f"v=DKIM1; p={RSA}AAAA", "at character 228"),
        (f"v=DKIM1; p={RSA[:9]}*{RSA[9:]}", "'*' cannot be part of a key, at character 21"),
    ],
)
def test_the_reason_is_named_and_located(record: str, words: str) -> None:
    flaw = record_flaw(record)
    assert flaw is not None
    assert words in flaw


@pytest.mark.parametrize(
    "record", ["v=DKIM1; p=", "p=", f"k=rsa; n=x; p={RSA[:7]} {RSA[7:]};", f"v=DKIM1;q=1;p={RSA}"]
)
def test_sound_and_withdrawn_records_have_no_flaw(record: str) -> None:
    assert record_flaw(record) is None


def test_limits_are_found_and_taken_away() -> None:
    key = parse_dkim(f"v=DKIM1; t=y:s; h=sha1; s=tlsrpt; g=bob; p={RSA}")
    assert [limit.tag for limit in limits(key)] == ["t=y", "t=s", "h", "s", "g"]
    assert without(key, "t=y") == f"v=DKIM1; t=s; h=sha1; s=tlsrpt; g=bob; p={RSA}"
    assert without(key, "h") == f"v=DKIM1; t=y:s; s=tlsrpt; g=bob; p={RSA}"
    assert not list(limits(parse_dkim(f"v=DKIM1; t=x; h=*:sha256; s=*; g=*; p={RSA}")))


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(["rsa", "ed25519", "x"]))
def test_any_record_is_judged(p: str, k: str) -> None:
    record_flaw(p)
    record_flaw(f"v=DKIM1; k={k}; p={p}")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 160))
def test_any_octets_are_judged(data: bytes, at: int) -> None:
    whole = base64.b64decode(RSA)
    for octets in (data, whole[:at] + data, whole[:at] + data[:1] + whole[at + 1 :]):
        for k in ("rsa", "ed25519"):
            key_facts(text(octets), k)


@pytest.mark.parametrize("piece", ["A", "MII", "=", "p=;", "v=DKIM1;", " ", "h=a:"])
def test_long_records_are_judged_in_no_time(piece: str) -> None:
    start = time.process_time()
    record_flaw("v=DKIM1; p=" + piece * 30_000)
    assert time.process_time() - start < 1


# Where the shared readers differ, and why.
_DEVIATIONS = {
    # Their reader takes any text with `p=` and no other sign for a key; the version is another.
    "V=DKIM2; p=;": "tag names distinguish upper and lower case (RFC 6376 section 3.2)",
    # A withdrawn key of an unknown type is withdrawn all the same, but no receiver reads it.
    "v=DKIM1; p=; ": "an empty p= means that the key is withdrawn (RFC 6376 section 3.6.1)",
    # The mark `other` of dkimpy: their test signs with it, and says nothing about the record.
}


def test_the_shared_records() -> None:
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    scored = 0
    for case in json.loads(DATA.read_text("utf-8")):
        record = case["record"]
        flaw = record_flaw(record)
        if record in _DEVIATIONS or case["verdict"] == "see":
            continue
        assert (flaw is None) is (case["verdict"] == "valid"), (case, flaw)
        scored += 1
    assert scored > 20


def test_the_library_is_loaded_for_rare_keys_only() -> None:
    code = (
        "import sys\n"
        "from senderlint.lint.records.dkim_flaws import record_flaw\n"
        f"record_flaw('v=DKIM1; p={RSA}'); record_flaw('v=DKIM1; k=ed25519; p={ED25519}')\n"
        f"record_flaw('v=DKIM1; p={RSA[:90]}'); record_flaw('v=DKIM1; p=')\n"
        "print('cryptography' in sys.modules)\n"
        f"record_flaw('v=DKIM1; p={ED25519}')\n"
        "print('cryptography' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_check_of_usual_keys_does_not_load_the_library(tmp_path: Path) -> None:
    zone = tmp_path / "example.net.zone"
    zone.write_text(
        "$ORIGIN example.net.\n$TTL 300\n@ SOA ns h 1 2 3 4 5\n@ NS ns.example.com.\n"
        f's1._domainkey TXT "v=DKIM1; p={RSA}"\ns2._domainkey TXT "v=DKIM1; p={SMALL}"\n'
    )
    code = (
        "import sys\n"
        f"sys.argv[1:] = ['check', '--against', {str(zone)!r}]\n"
        "from senderlint.lint.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('cryptography' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "512 bits" in done.stdout
    assert done.stderr.split()[-1] == "False"
