"""Which DS records belong to a zone's keys, measured by dnspython."""

from __future__ import annotations

import dns.dnssec
import dns.rdata
import pytest
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.model import Record
from senderlint.lint.trust import is_linked

ZONE = "example.org"
KEY = "257 3 13 "
KEY += "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="


def _key(text: str) -> DNSKEY:
    key = dns.rdata.from_text("IN", "DNSKEY", text)
    assert isinstance(key, DNSKEY)
    return key


def _ds(text: str, zone: str = ZONE, kind: str = "SHA256") -> str:
    return dns.dnssec.make_ds(f"{zone}.", _key(text), kind, validating=True).to_text()


def _linked(ds: str, *keys: str, zone: str = ZONE) -> bool:
    links = [Record(zone, "DS", 60, ds)]
    return is_linked(zone, links, [Record(zone, "DNSKEY", 60, key) for key in keys])


@given(
    st.integers(0, 65_535),
    st.integers(0, 255),
    st.binary(min_size=1, max_size=70),
    st.sampled_from(("SHA1", "SHA256", "SHA384")),
    st.sampled_from(("", "org", "a\\.b.example.org", "\\000\\255.org", "x" * 63)),
)
def test_a_key_has_the_digest_that_dnspython_gives_it(
    flags: int, algorithm: int, octets: bytes, kind: str, zone: str
) -> None:
    key = DNSKEY("IN", "DNSKEY", flags, 3, algorithm, octets)  # type: ignore[no-untyped-call]
    ds = _ds(key.to_text(), zone, kind)
    assert _linked(ds, KEY, key.to_text(), zone=zone)
    assert not _linked(ds, key.to_text(), zone="other.example")


def test_one_key_of_several_is_enough() -> None:
    other = KEY.replace("257", "256")
    assert _linked(_ds(KEY), other, KEY)
    assert not _linked(_ds(KEY), other)
    assert not _linked(_ds(KEY))


def test_a_digest_of_an_unknown_kind_gets_the_benefit_of_the_doubt() -> None:
    tag = _key(KEY).key_id()
    assert _linked(f"{tag} 13 3 {'00' * 32}", KEY)
    assert _linked(f"{tag} 13 200 00", KEY)
    assert not _linked(f"{tag + 1} 13 200 00", KEY)
    assert not _linked(f"{tag} 8 200 00", KEY)


@pytest.mark.parametrize(
    "text", ["", "1 2", "a 13 2 00", "1 13 2 zz", "99999 3 13 AAAA", "257 3 13 ?"]
)
def test_what_cannot_be_read_links_nothing(text: str) -> None:
    assert not _linked(text, KEY)
    assert not _linked(_ds(KEY), text)
