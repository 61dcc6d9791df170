"""TXT record text to strings and back."""

from __future__ import annotations

import dns.rdata
import dns.rdtypes.ANY.TXT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records import txt


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ('"v=spf1 -all"', (b"v=spf1 -all",)),
        ('"a" "b"', (b"a", b"b")),
        ('"a""b"', (b"a", b"b")),
        ("a b", (b"a", b"b")),
        ('""', (b"",)),
        (r'"say \"hi\""', (b'say "hi"',)),
        (r'"back\\slash"', (b"back\\slash",)),
        (r"v=DMARC1\;\032p=none", (b"v=DMARC1; p=none",)),
        (r'"\226\128\156"', ("“".encode(),)),
        ("“v=spf1 -all”", ("“v=spf1".encode(), "-all”".encode())),
        ('"caf\udce9"', (b"caf\xe9",)),
    ],
)
def test_presentation_text_becomes_strings(text: str, strings: tuple[bytes, ...]) -> None:
    found = txt.parse(text)
    assert found.strings == strings
    assert found.flaw is None


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", "the text is missing"),
        ("   ", "the text is missing"),
        (f'"{"x" * 300}"', "a text string is longer than 255 characters: it has 300"),
        ('"open', "a quote is opened and never closed"),
        (r'"\300"', "\\300 is not a character: the highest is \\255"),
        (r'"\1x"', "\\1 needs three digits, or a \\ in front of the \\"),
        (" ".join(["x" * 255] * 257), "the text is longer than the 65535 characters that a record"),
    ],
)
def test_impossible_text_is_told(text: str, flaw: str) -> None:
    assert (txt.parse(text).flaw or "").startswith(flaw)


def test_a_string_of_255_octets_is_in_order() -> None:
    assert txt.parse(f'"{"x" * 255}"').flaw is None


def test_quoted_says_whether_every_string_stands_in_quotes() -> None:
    assert txt.parse('"a" "b"').quoted
    assert not txt.parse('"a" b').quoted


@given(st.lists(st.binary(max_size=255), min_size=1, max_size=4))
def test_what_is_presented_is_read_back(strings: list[bytes]) -> None:
    text = txt.present(strings)
    assert text.isascii()
    assert txt.parse(text).strings == tuple(strings)
    peer = dns.rdata.from_text("IN", "TXT", text)
    assert isinstance(peer, dns.rdtypes.ANY.TXT.TXT)
    assert peer.strings == tuple(strings)


@given(st.text(alphabet='ab" \\;1203é', max_size=30))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = txt.parse(text)
    assert all(isinstance(s, bytes) for s in found.strings)


def test_a_long_text_is_read_in_linear_time() -> None:
    for piece in ('"', "\\", '" "', "a ", "\\1", '"\\'):
        txt.parse(piece * 30_000)


def test_values_are_split_into_as_few_strings_as_possible() -> None:
    assert [len(s) for s in txt.split(b"x" * 600)] == [255, 255, 90]
    assert txt.split(b"") == (b"",)
